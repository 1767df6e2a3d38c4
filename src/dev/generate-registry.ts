/** The text of `stages/registry.ts`, from the folders below `stages/`: nobody edits a list of stages by hand. */
import { existsSync, readdirSync } from 'node:fs';

const stages = new URL('../../stages/', import.meta.url);

/** The folders of stages, in order of their names. */
export function stageFolders(): string[] {
  return readdirSync(stages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/stage.ts`, stages)))
    .map((entry) => entry.name)
    .toSorted();
}

const nameOf = (folder: string): string => folder.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

export function registryText(): string {
  const folders = stageFolders();
  return [
    '/** The stages of the package, generated from the folders below `stages/`. Do not edit. */',
    "import type { RegisteredStage } from '#stage';",
    ...folders.map((folder) => `import { stage as ${nameOf(folder)} } from './${folder}/stage.ts';`),
    '',
    'export const REGISTRY: readonly RegisteredStage[] = [',
    ...folders.map((folder) => `  { stage: ${nameOf(folder)}, load: () => import('./${folder}/kernel.ts') },`),
    '];',
    '',
  ].join('\n');
}
