/** Which language a file is of, and what each language knows. */
import { basename } from 'node:path/posix';
import { tableLanguages } from './by-table/index.ts';
import type { Language } from './language.ts';
import { python } from './python/index.ts';
import { javascript, manifest, tsx, typescript } from './typescript/index.ts';

const LANGUAGES: readonly Language[] = [python, typescript, tsx, javascript, manifest, ...tableLanguages];
const byName = new Map(LANGUAGES.map((language) => [language.name, language]));
const byExtension = new Map(
  LANGUAGES.flatMap((language) => language.extensions.map((extension) => [extension, language])),
);
const byFileName = new Map(LANGUAGES.flatMap((language) => language.fileNames.map((name) => [name, language])));

/** The name of the language of a path, by file name or extension; `text` when none is known. */
export function languageOf(path: string): string {
  const name = basename(path);
  const known = byFileName.get(name) ?? LANGUAGES.find((language) => language.matches?.(name) === true);
  if (known !== undefined) return known.name;
  const dot = name.lastIndexOf('.');
  return (dot < 0 ? undefined : byExtension.get(name.slice(dot).toLowerCase()))?.name ?? 'text';
}

export function languageNamed(name: string): Language | undefined {
  return byName.get(name);
}
