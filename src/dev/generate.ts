/**
 * Writes what is generated from the source: the registry of stages, the reference pages,
 * and the part `Reads and writes` in the README of each stage.
 * `--check` writes nothing and fails when a file is not what it would write. Runs with `--conditions=stratagraph-source`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { registryText, stageFolders } from './generate-registry.ts';

const PROJECT = new URL('../../', import.meta.url);
const isCheck = process.argv.includes('--check');
const stale: string[] = [];

function put(path: string, text: string): void {
  const url = new URL(path, PROJECT);
  if (read(url) === text) return;
  if (isCheck) stale.push(path);
  else writeFileSync(fileURLToPath(url), text);
}

function read(url: URL): string | null {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return null;
  }
}

put('stages/registry.ts', registryText());
// Only now: the pages are made from the stages of the registry.
const { REGISTRY } = await import('../../stages/registry.ts');
const { errorsText, stageReadme, stagesText, tablesText } = await import('./generate-docs.ts');
const stages = REGISTRY.map((registered) => registered.stage);
put('docs/stages.md', stagesText(stages, stageFolders()));
put('docs/tables.md', tablesText(stages));
put('docs/errors.md', errorsText());
for (const [at, folder] of stageFolders().entries()) {
  const path = `stages/${folder}/README.md`;
  const text = read(new URL(path, PROJECT));
  if (text !== null) put(path, stageReadme(text, stages[at]!));
}

if (stale.length > 0) {
  console.error(`not what the source says: ${stale.join(', ')}; run npm run generate`);
  process.exitCode = 1;
}
