/** Files of languages by table in the whole engine: every stage runs over them, and questions are answered. */
import { describe, expect, it } from 'vitest';
import { indexFiles } from '#testkit';
import { SAMPLES } from './sources.ts';

const EXTENSIONS: Readonly<Record<string, string>> = {
  java: 'java',
  go: 'go',
  rust: 'rs',
  'c-sharp': 'cs',
  c: 'c',
  cpp: 'cpp',
  kotlin: 'kt',
  scala: 'scala',
  ruby: 'rb',
  php: 'php',
  bash: 'sh',
  powershell: 'ps1',
};

describe('an index of all languages by table', () => {
  it('outlines every file, and finds the references inside of one', async () => {
    const files = Object.fromEntries(
      Object.entries(SAMPLES).map(([language, { source }]) => [`src/sample.${EXTENSIONS[language]}`, source]),
    );
    const { orchestrator, context } = await indexFiles({ ...files, 'a.ini': '[one]\nkey = 1\n', 'a.css': '.one {}' });
    try {
      for (const [language, { declared }] of Object.entries(SAMPLES)) {
        const path = `src/sample.${EXTENSIONS[language]}`;
        const names = context.outline(path).rows.map((row) => row.name);
        expect(names.toSorted()).toEqual(declared.map((line) => `${path}.${pathOf(line)}`).toSorted());
      }
      expect(context.outline('a.ini').rows.map((row) => row.name)).toEqual(['a.ini.one', 'a.ini.one.key']);
      const source = SAMPLES['java']!.source;
      const offset = source.indexOf('area(int');
      const line = source.slice(0, offset).split('\n').length;
      const column = offset - source.lastIndexOf('\n', offset);
      const target = { path: 'src/sample.java', line, column };
      const found = context.references(target).rows.map((row) => row.line);
      expect(found).toContain(source.slice(0, source.indexOf('area(1)')).split('\n').length);
    } finally {
      await orchestrator.close();
    }
  });
});

const FLAGS = new Set('private protected static abstract exported readonly ambient async'.split(' '));

/** The path in a line `kind path flags`. */
function pathOf(line: string): string {
  const words = line.split(' ').slice(1);
  while (FLAGS.has(words.at(-1)!)) words.pop();
  return words.join(' ');
}
