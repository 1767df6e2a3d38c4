/** Python: the front end and the module rules, as one language. */
import type { Language } from '../language.ts';
import { lowerPython } from './lower.ts';
import { pythonModules } from './modules.ts';

export const python: Language = {
  name: 'python',
  grammar: 'python',
  extensions: ['.py', '.pyi', '.pyw'],
  fileNames: ['SConstruct', 'SConscript', 'wscript', 'BUCK'],
  lower: lowerPython,
  modules: pythonModules,
};
