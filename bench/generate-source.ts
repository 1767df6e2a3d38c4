/**
 * Makes repositories of any size: packages of modules that import each other, with classes, functions, calls, branches, loops
 * and documentation, in Python or TypeScript. Equal seeds give equal files. Shares follow large public repositories: about
 * 200 lines a file, 5 imports, one class for three functions, calls mostly to what is imported or near.
 * It must never use a random source but its seed.
 */
import { randomNumbers } from '../src/testkit/random-numbers.ts';

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export type GeneratedLanguage = 'python' | 'typescript';

const FILES_PER_PACKAGE = 12;
const PACKAGES_PER_LEVEL = 8;
const FUNCTIONS = 6;
const METHODS = 3;
const STATEMENTS = 7;
const WORDS = (
  'account address amount archive batch binding bucket buffer cache cart channel client cluster column config cursor customer ' +
  'delta device document domain driver entry event factor field filter frame graph group header image index invoice item job ' +
  'key label layer ledger link list lock market match member message metric model node offer option order owner packet page ' +
  'parser part path payment peer period plan point policy price process product profile query queue range record region ' +
  'report request result role route row rule sample schema scope segment series service session shape signal slot source ' +
  'stage state stock stream table target task team term text ticket token topic track unit user value vector view window zone'
).split(' ');

/** A module of the repository: its path without extension, and the names that others may take from it. */
interface Module {
  readonly package: number;
  readonly segments: readonly string[];
  readonly functions: readonly string[];
  readonly classes: readonly string[];
}

/** What the two languages write differently. */
interface Syntax {
  readonly extension: string;
  imports(from: Module, names: readonly string[], own: Module): string;
  open(kind: 'class' | 'function' | 'method', name: string, parameters: readonly string[], base: string): string;
  document(indent: string, text: string): string;
  assign(name: string, value: string): string;
  branch(condition: string): string;
  otherwise: string;
  loop(name: string, list: string): string;
  close(indent: string): string;
  create(name: string, value: string): string;
  readonly self: string;
}

const PYTHON: Syntax = {
  extension: 'py',
  imports: (from, names) => `from ${from.segments.join('.')} import ${names.join(', ')}`,
  open: (kind, name, parameters, base) =>
    kind === 'class'
      ? `class ${name}${base === '' ? '' : `(${base})`}:`
      : `def ${name}(${[...(kind === 'method' ? ['self'] : []), ...parameters].join(', ')}):`,
  document: (indent, text) => `${indent}"""${text}"""`,
  assign: (name, value) => `${name} = ${value}`,
  branch: (condition) => `if ${condition}:`,
  otherwise: 'else:',
  loop: (name, list) => `for ${name} in ${list}:`,
  close: () => '',
  create: (name, value) => `${name}(${value})`,
  self: 'self',
};

const TYPESCRIPT: Syntax = {
  extension: 'ts',
  imports: (from, names, own) => {
    const up = '../'.repeat(own.segments.length - 1);
    return `import { ${names.join(', ')} } from '${up === '' ? './' : up}${from.segments.join('/')}.ts';`;
  },
  open: (kind, name, parameters, base) => {
    const list = parameters.map((parameter) => `${parameter}: number`).join(', ');
    if (kind === 'class') return `export class ${name}${base === '' ? '' : ` extends ${base}`} {`;
    return `${kind === 'method' ? '' : 'export function '}${name}(${list}): number {`;
  },
  document: (indent, text) => `${indent}/** ${text} */`,
  assign: (name, value) => `let ${name} = ${value};`,
  branch: (condition) => `if (${condition}) {`,
  otherwise: '} else {',
  loop: (name, list) => `for (const ${name} of ${list}) {`,
  close: (indent) => `${indent}}`,
  create: (name, value) => `new ${name}(${value})`,
  self: 'this',
};

class RepositoryGenerator {
  readonly #random: () => number;
  readonly #syntax: Syntax;
  readonly #modules: Module[] = [];

  constructor(language: GeneratedLanguage, seed: number) {
    this.#random = randomNumbers(seed);
    this.#syntax = language === 'python' ? PYTHON : TYPESCRIPT;
  }

  *files(lines: number): Generator<GeneratedFile> {
    const packages = new Set<string>();
    for (let made = 0; made < lines;) {
      const module = this.#nextModule();
      const text = this.#module(module);
      made += text.split('\n').length - 1;
      this.#modules.push(module);
      for (let at = 1; this.#syntax === PYTHON && at < module.segments.length; at++) {
        const folder = module.segments.slice(0, at).join('/');
        if (!packages.has(folder)) yield { path: `${folder}/__init__.py`, text: '' };
        packages.add(folder);
      }
      yield { path: `${module.segments.join('/')}.${this.#syntax.extension}`, text };
    }
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #word(): string {
    return WORDS[this.#below(WORDS.length)]!;
  }

  /** Packages nest: one more level for each eight. */
  #nextModule(): Module {
    const at = this.#modules.length;
    const folder = Math.floor(at / FILES_PER_PACKAGE);
    const folders: string[] = [];
    for (let rest = folder; ; rest = Math.floor(rest / PACKAGES_PER_LEVEL) - 1) {
      folders.unshift(`${WORDS[(rest * 7) % WORDS.length]!}_${rest % PACKAGES_PER_LEVEL}`);
      if (rest < PACKAGES_PER_LEVEL) break;
    }
    return {
      package: folder,
      segments: [...folders, `${WORDS[(at * 31) % WORDS.length]!}_${at}`],
      functions: Array.from({ length: FUNCTIONS }, (_, i) => `${this.#word()}_${this.#word()}_${at}_${i}`),
      classes: Array.from(
        { length: FUNCTIONS / 3 },
        (_, i) => `${title(this.#word())}${title(this.#word())}${at}x${i}`,
      ),
    };
  }

  /** A module made before: mostly of the same package, else any, the early ones more often. */
  #dependency(own: Module): Module | null {
    const { length } = this.#modules;
    if (length === 0) return null;
    const near = this.#modules.slice(-FILES_PER_PACKAGE).filter((other) => other.package === own.package);
    if (near.length > 0 && this.#random() < 0.6) return near[this.#below(near.length)]!;
    return this.#modules[Math.floor(this.#random() ** 2 * length)]!;
  }

  #module(own: Module): string {
    const syntax = this.#syntax;
    const imported = new Map<Module, Set<string>>();
    const callable = [...own.functions];
    const classes: string[] = [];
    for (let i = 0; i < 5; i++) {
      const from = this.#dependency(own);
      if (from === null) continue;
      const names = imported.get(from) ?? new Set<string>();
      imported.set(from, names);
      const taken = from.functions[this.#below(from.functions.length)]!;
      const type = from.classes[this.#below(from.classes.length)]!;
      names.add(taken).add(type);
      callable.push(taken);
      classes.push(type);
    }
    const lines = [...imported].map(([from, names]) => syntax.imports(from, [...names], own));
    lines.push('');
    for (const [i, name] of own.functions.entries()) {
      if (i % 3 === 0) this.#class(lines, own.classes[i / 3]!, classes, callable);
      this.#function(lines, 'function', name, callable, classes, '');
    }
    return `${lines.join('\n')}\n`;
  }

  #class(lines: string[], name: string, classes: string[], callable: readonly string[]): void {
    const syntax = this.#syntax;
    const base = classes.length > 0 && this.#random() < 0.4 ? classes[this.#below(classes.length)]! : '';
    lines.push(
      syntax.open('class', name, [], base),
      syntax.document('    ', `A ${this.#word()} of the ${this.#word()}.`),
      '',
    );
    const methods = Array.from({ length: METHODS }, (_, i) => `${this.#word()}_${i}`);
    for (const method of methods) {
      const own = methods.map((other) => `${syntax.self}.${other}`);
      this.#function(lines, 'method', method, [...callable.slice(-3), ...own], classes, '    ');
    }
    lines.push(syntax.close(''));
    classes.push(name);
  }

  #function(
    lines: string[],
    kind: 'function' | 'method',
    name: string,
    callable: readonly string[],
    classes: readonly string[],
    indent: string,
  ): void {
    const syntax = this.#syntax;
    const names = [this.#word(), `${this.#word()}_2`];
    const header = `${indent}${syntax.open(kind, name, names, '')}`;
    const inner = `${indent}    `;
    if (syntax === PYTHON) lines.push(header, syntax.document(inner, `The ${this.#word()} of a ${this.#word()}.`));
    else lines.push(syntax.document(indent, `The ${this.#word()} of a ${this.#word()}.`), header);
    for (let i = 0; i < STATEMENTS; i++) this.#statement(lines, inner, names, callable, classes, i);
    const end = syntax === PYTHON ? '' : ';';
    lines.push(`${inner}return ${names.at(-1)!} + ${names[this.#below(names.length)]!}${end}`, syntax.close(indent));
  }

  #statement(
    lines: string[],
    indent: string,
    names: string[],
    callable: readonly string[],
    classes: readonly string[],
    at: number,
  ): void {
    const syntax = this.#syntax;
    const any = (): string => names[this.#below(names.length)]!;
    const call = (): string => `${callable[this.#below(callable.length)]!}(${any()}, ${any()})`;
    const chance = this.#random();
    const name = `${this.#word()}_v${at}`;
    if (chance < 0.2) {
      lines.push(`${indent}${syntax.branch(`${any()} > ${this.#below(100)}`)}`);
      lines.push(`${indent}    ${syntax.assign(`${name}_a`, call())}`, `${indent}${syntax.otherwise}`);
      lines.push(`${indent}    ${syntax.assign(`${name}_b`, any())}`);
      if (syntax !== PYTHON) lines.push(syntax.close(indent));
    } else if (chance < 0.3) {
      lines.push(`${indent}${syntax.loop(`${name}_i`, `[${any()}, ${any()}]`)}`);
      lines.push(`${indent}    ${call()}${syntax === PYTHON ? '' : ';'}`);
      if (syntax !== PYTHON) lines.push(syntax.close(indent));
    } else if (chance < 0.45 && classes.length > 0) {
      const type = classes[this.#below(classes.length)]!;
      lines.push(`${indent}${syntax.assign(`${name}_o`, syntax.create(type, ''))}`);
    } else {
      lines.push(
        `${indent}${syntax.assign(name, chance < 0.75 ? call() : `${any()} * ${this.#below(1000)} + ${any()}`)}`,
      );
      names.push(name);
    }
  }
}

function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Files of about `lines` lines in all. */
export function generateSource(language: GeneratedLanguage, lines: number, seed: number): Iterable<GeneratedFile> {
  return new RepositoryGenerator(language, seed).files(lines);
}
