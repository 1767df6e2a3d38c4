/**
 * Begins a stage: `npm run new:stage -- l14-taint` writes its folder and its test, and runs the generators, so that no list is
 * edited by hand. What is written does nothing yet and says so: the test, and the house rules, fail until it is filled in.
 * It must never write over a file.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Stands wherever the author has something to say. The house rules let no stage keep it. */
export const BLANK = 'FILL IN';

const FOLDER = /^l(\d\d)-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;

interface NewStage {
  readonly folder: string;
  readonly slug: string;
  readonly label: string;
}

/** Writes the files of the stage `folder` below `project` and gives their paths. Throws when it cannot be made. */
export function newStage(project: string, folder: string): string[] {
  const [, digits, slug] = FOLDER.exec(folder) ?? [];
  if (digits === undefined || slug === undefined) {
    throw new Error(`'${folder}' is no name of a stage; it is l, two digits and a slug, such as l14-taint`);
  }
  const known = existsSync(join(project, 'stages')) ? readdirSync(join(project, 'stages')) : [];
  const same = known.find((other) => FOLDER.exec(other)?.[2] === slug);
  if (same !== undefined) throw new Error(`the slug '${slug}' is the identity of stages/${same}; take another`);
  const stage = { folder, slug, label: `L${Number(digits)}` };
  const files: Readonly<Record<string, string>> = {
    [`stages/${folder}/stage.ts`]: descriptorText(stage),
    [`stages/${folder}/kernel.ts`]: kernelText(stage),
    [`stages/${folder}/README.md`]: readmeText(stage),
    [`test/stages/${slug}/${slug}.test.ts`]: testText(stage),
  };
  for (const path of Object.keys(files)) {
    if (existsSync(join(project, path))) throw new Error(`${path} exists; it is not written over`);
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  return Object.keys(files);
}

function descriptorText({ slug, label }: NewStage): string {
  return `/** ${label} ${slug}: ${BLANK} in one sentence what it derives. Data only. */
import { declaration } from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: '${slug}',
  label: '${label}',
  title: '${BLANK}',
  version: 1,
  preset: 'thorough',
  steps: [{ name: '${slug}', grain: 'file', reads: [declaration], writes: [], kernel: 'kernel' }],
});
`;
}

function kernelText({ slug, label }: NewStage): string {
  return `/** ${label} ${slug}: ${BLANK} how. Pure, synchronous, without state; it must never throw on bad source. */
import { declaration } from '#facts';
import type { KernelOf } from '#stage';
import type { stage } from './stage.ts';

export const kernel: KernelOf<(typeof stage.steps)[0]> = (view, _out, { fuel }) => {
  const declarations = view.table(declaration);
  for (let row = 0; row < declarations.rows; row++) {
    if (!fuel.burn(1)) return;
  }
  throw new Error('${BLANK}: ${slug} derives nothing yet');
};
`;
}

function readmeText({ slug, label }: NewStage): string {
  const sections = [
    ['What it adds', 'what can be asked with it that could not be asked before.'],
    ['Definition', 'each term, with the source of the algorithm.'],
    ['Reads and writes', ''],
    ['Cost', 'its complexity, and a figure with the command that gives it.'],
    ['What invalidates it', 'which edits run it, and which do not.'],
    ['What it does not do', 'where it is silent, or wrong.'],
    ['Example', 'a source, and the rows that it gives.'],
  ];
  const parts = sections.map(([title, asks]) => (asks === '' ? `## ${title}` : `## ${title}\n\n${BLANK}: ${asks}`));
  return `${[`# ${label} ${slug}`, ...parts].join('\n\n')}\n`;
}

function testText({ folder, slug }: NewStage): string {
  return `/** ${BLANK}: what holds of the stage ${slug}. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StageControl } from '#orchestrator';
import { indexFiles } from '#testkit';
import { stage } from '../../../stages/${folder}/stage.ts';

const FILES = ['stages/${folder}/stage.ts', 'stages/${folder}/kernel.ts', 'stages/${folder}/README.md', 'test/stages/${slug}/${slug}.test.ts'];
const WORD = 'FILL'.concat(' IN');

describe('${slug}', () => {
  it('is filled in', () => {
    const blank = FILES.filter((path) => readFileSync(new URL(\`../../../\${path}\`, import.meta.url), 'utf8').includes(WORD));
    expect(blank).toEqual([]);
    expect(stage.steps.every((step) => step.writes.length > 0)).toBe(true);
  });

  it('runs on every file', async () => {
    const { context, orchestrator } = await indexFiles({ 'a.py': 'x = 1\\n' }, { stages: new StageControl('thorough') });
    expect(context.snapshot.root.problems).toEqual([]);
    await orchestrator.close();
  });

  it('finds what it is for', () => {
    expect.fail('${BLANK}: a source, and the rows that it gives');
  });

  it('stays silent where it should', () => {
    expect.fail('${BLANK}: a source that looks alike, and no rows');
  });

  it('gives after an edit what a fresh index gives, and runs on no other file', () => {
    expect.fail('${BLANK}: an edit, the facts of a fresh index, and the files that ran');
  });
});
`;
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  const project = join(import.meta.dirname, '..', '..');
  for (const path of newStage(project, folder ?? '')) console.log(`wrote ${path}`);
  await import('./generate.ts');
  console.log('registry and pages are generated; declare its tables in src/facts, then fill in what is blank');
}
