/** The languages by table: one engine, one table of each. Bodies have names, calls and literals only; see the README. */
import type { Language, PackageRules } from '../language.ts';
import { goModules, goPackages } from './packages/go.ts';
import { jvmPackages } from './packages/jvm.ts';
import { lowerSettings } from './settings.ts';
import { lowerByTable } from './lower.ts';
import type { LanguageTable } from './table.ts';
import { bash } from './tables/bash.ts';
import { c } from './tables/c.ts';
import { cSharp } from './tables/c-sharp.ts';
import { cpp } from './tables/cpp.ts';
import { css } from './tables/css.ts';
import { go } from './tables/go.ts';
import { java } from './tables/java.ts';
import { kotlin } from './tables/kotlin.ts';
import { php } from './tables/php.ts';
import { powershell } from './tables/powershell.ts';
import { ruby } from './tables/ruby.ts';
import { rust } from './tables/rust.ts';
import { scala } from './tables/scala.ts';

export const TABLES: readonly LanguageTable[] = [
  bash,
  c,
  cSharp,
  cpp,
  css,
  go,
  java,
  kotlin,
  php,
  powershell,
  ruby,
  rust,
  scala,
];

/** Sections and keys. Its lines need no grammar. */
const ini: Language = {
  name: 'ini',
  grammar: null,
  extensions: ['.ini', '.cfg'],
  fileNames: ['.editorconfig', '.gitconfig'],
  lower: null,
  lowerText: lowerSettings,
  modules: null,
};

const PACKAGES: Readonly<Record<string, PackageRules>> = { jvm: jvmPackages, folder: goPackages };

const withGrammars = TABLES.map((table): Language => ({
  name: table.name,
  grammar: table.grammar,
  extensions: table.extensions,
  fileNames: table.fileNames ?? [],
  lower: lowerByTable(table),
  modules: null,
  ...(table.package !== undefined && { packages: PACKAGES[table.package.kind]! }),
}));

export const tableLanguages: readonly Language[] = [...withGrammars, goModules, ini];
