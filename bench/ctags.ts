/**
 * Compares the declarations of languages by table with the tags of universal-ctags, file by file and name by name:
 * `node --conditions=stratagraph-source bench/ctags.ts --corpus-dir DIR --language java [--missing 20]` prints JSON. `ctags` must be
 * in the path. It must never go through the engine: facts come straight from the front end.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as facts from '#facts';
import { languageNamed } from '#languages';
import { lowerText } from '#testkit';

/** What ctags calls a language, and the kinds of tags that are compared. */
const LANGUAGES: Readonly<Record<string, readonly [ctags: string, kinds: readonly string[]]>> = {
  java: ['Java', ['class', 'interface', 'enum', 'method', 'annotation']],
  go: ['Go', ['func', 'type', 'struct', 'interface', 'methodSpec', 'talias']],
  rust: ['Rust', ['function', 'method', 'struct', 'enum', 'interface', 'module', 'macro', 'typedef']],
  c: ['C', ['struct', 'enum', 'function', 'union', 'macro', 'typedef']],
  'c-sharp': ['C#', ['class', 'interface', 'enum', 'method', 'namespace', 'property', 'struct', 'event']],
  cpp: ['C++', ['class', 'struct', 'enum', 'function', 'namespace', 'union', 'macro']],
  ruby: ['Ruby', ['class', 'method', 'module', 'singletonMethod', 'accessor']],
  php: ['PHP', ['class', 'interface', 'function', 'trait', 'namespace']],
  bash: ['Sh', ['function']],
  powershell: ['PowerShell', ['function']],
  css: ['CSS', ['class', 'id']],
  kotlin: ['Kotlin', ['class', 'interface', 'method', 'object', 'typealias']],
  // Not a language of ctags 5.9.0: `scala.ctags` tells it what declarations look like.
  scala: ['Scala', ['class', 'object', 'trait', 'method', 'type']],
};

interface Tag {
  readonly name: string;
  readonly path: string;
  readonly kind: string;
  readonly line: number;
  /** The line as a search pattern. */
  readonly pattern: string;
}

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    language: { type: 'string' },
    missing: { type: 'string', default: '10' },
    ext: { type: 'string' },
  },
});
const dir = values['corpus-dir'];
const language = languageNamed(values.language ?? '');
const compared = LANGUAGES[values.language ?? ''];
if (dir === undefined || language === undefined || compared === undefined) {
  throw new Error(`pass --corpus-dir DIR and --language, one of ${Object.keys(LANGUAGES).join(', ')}`);
}
const extensions = values.ext?.split(',') ?? language.extensions;

const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && extensions.includes(extname(entry.name)))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

function readTags(ctags: string): Tag[] {
  const own = join(import.meta.dirname, `${values.language}.ctags`);
  const more = existsSync(own) ? [`--options=${own}`] : [];
  const options = [
    '--options=NONE',
    ...more,
    '--output-format=json',
    '--fields=NFnKP',
    `--language-force=${ctags}`,
    '-f',
    '-',
  ];
  const output = execFileSync('ctags', [...options, '-L', '-'], {
    input: paths.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // Safe because: this is the output format that was asked for; lines of other kinds are filtered by `kind`.
  return output.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Tag]));
}

const FUNCTION = facts.codeOf(facts.LOCAL_KINDS, 'function');
const CLASS = facts.codeOf(facts.LOCAL_KINDS, 'class');

/** Names declared in a text: declarations, and functions and classes inside functions. */
async function namesOf(path: string, text: string): Promise<Set<string>> {
  const reader = await lowerText(language!, path, text);
  const declared = reader.table(facts.declaration);
  const names = new Set<string>();
  for (let row = 1; row < declared.rows; row++) names.add(spaceless(declared.name.at(row)));
  const locals = reader.table(facts.local);
  for (let row = 0; row < locals.rows; row++) {
    const kind = locals.kind.at(row);
    if (kind === FUNCTION || kind === CLASS) names.add(spaceless(locals.name.at(row)));
  }
  return names;
}

/** ctags writes `operator ()`, sources also `operator()`. */
function spaceless(name: string): string {
  return name.replace(/\s+/g, '');
}

/**
 * The name as sources hold it: ctags names an accessor of Ruby twice, puts the interface before a member in C#, and gives
 * the rest of the selector with a class of a style sheet.
 */
function asWritten(tag: Tag): string {
  if (values.language === 'css') return /[.#]([\w-]+)[^.#]*$/.exec(tag.name)?.[1] ?? tag.name.replace(/:.*$/, '');
  if (tag.kind === 'accessor') return tag.name.replace(/=$/, '');
  if (values.language === 'c-sharp' && tag.kind !== 'namespace') return tag.name.replace(/^.*\.(?=\w)/, '');
  return spaceless(tag.name);
}

/**
 * Tags that no declaration in the source answers to: ctags takes the array assignment `name=()` of a shell for a function; in
 * Kotlin it gives names to lambdas and companions that have none, and takes parameters of lambdas and of loops for methods.
 */
function isMistaken(tag: Tag): boolean {
  if (values.language === 'kotlin') {
    return (
      tag.name.startsWith('<') || tag.name === 'Companion' || (tag.kind === 'method' && !/\bfun\b/.test(tag.pattern))
    );
  }
  return values.language === 'bash' && tag.name.endsWith('=');
}

const wanted = new Map<string, Tag[]>();
for (const tag of readTags(compared[0])) {
  if (!compared[1].includes(tag.kind) || tag.name.startsWith('__anon') || isMistaken(tag)) continue;
  const list = wanted.get(tag.path);
  if (list === undefined) wanted.set(tag.path, [tag]);
  else list.push(tag);
}
const byKind = new Map<string, { tags: number; missing: string[] }>();
let lines = 0;
for (const path of paths) {
  const text = readFileSync(path, 'utf8');
  lines += text.split('\n').length - 1;
  const names = await namesOf(path, text);
  for (const tag of wanted.get(path) ?? []) {
    let kind = byKind.get(tag.kind);
    if (kind === undefined) byKind.set(tag.kind, (kind = { tags: 0, missing: [] }));
    kind.tags++;
    if (!names.has(spaceless(asWritten(tag))))
      kind.missing.push(`${tag.name} ${path.slice(dir.length + 1)}:${tag.line}`);
  }
}
const kinds = [...byKind].map(([kind, { tags, missing }]) => ({ kind, tags, missing: missing.length }));
const tags = kinds.reduce((sum, one) => sum + one.tags, 0);
const missing = kinds.reduce((sum, one) => sum + one.missing, 0);
console.log(JSON.stringify({ language: language.name, files: paths.length, lines, tags, missing, kinds }, null, 2));
console.log(`share: ${((100 * (tags - missing)) / tags).toFixed(2)} %`);
for (const [kind, one] of byKind) {
  for (const name of one.missing.slice(0, Number(values.missing))) console.log(`missing ${kind} ${name}`);
}
