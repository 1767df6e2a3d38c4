/** typescript: the front ends of TypeScript, TSX and JavaScript, their module rules, and the manifests that steer them. */
import type { Language } from '../language.ts';
import { lowerTypeScript } from './lower.ts';
import { isManifest, lowerManifest } from './manifest.ts';
import { typescriptModules } from './modules.ts';

export const typescript: Language = {
  name: 'typescript',
  grammar: 'typescript',
  extensions: ['.ts', '.mts', '.cts'],
  fileNames: [],
  lower: lowerTypeScript,
  modules: typescriptModules,
};

export const tsx: Language = {
  name: 'tsx',
  grammar: 'tsx',
  extensions: ['.tsx'],
  fileNames: [],
  lower: lowerTypeScript,
  modules: typescriptModules,
};

export const javascript: Language = {
  name: 'javascript',
  grammar: 'javascript',
  extensions: ['.js', '.mjs', '.cjs', '.jsx'],
  fileNames: [],
  lower: lowerTypeScript,
  modules: typescriptModules,
};

export const manifest: Language = {
  name: 'manifest',
  grammar: null,
  extensions: [],
  fileNames: ['package.json', 'tsconfig.json', 'jsconfig.json'],
  matches: isManifest,
  lower: null,
  lowerText: lowerManifest,
  modules: null,
};
