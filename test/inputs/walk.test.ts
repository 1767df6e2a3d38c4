import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { discover } from '#inputs';
import { codes, git, paths, scratchFolder, writeFiles } from './scratch.ts';

/** The files git would list of a folder, untracked, and what a walk without git lists. */
async function byGitAndByWalking(files: Record<string, string>): Promise<{ byGit: string[]; byWalking: string[] }> {
  const root = scratchFolder(files);
  const byWalking = paths(await discover(root));
  git(root, 'init', '-q');
  const byGit = paths(await discover(root));
  return { byGit, byWalking };
}

describe('a walk without git', () => {
  test('skips .git and node_modules at every depth', async () => {
    const root = scratchFolder({
      'a.py': '',
      'node_modules/m/index.js': '',
      'packages/p/node_modules/q/index.js': '',
      'packages/p/.git/config': '',
      'packages/p/b.py': '',
    });
    expect(paths(await discover(root))).toEqual(['a.py', 'packages/p/b.py']);
  });

  test('obeys nested ignore files as git does', async () => {
    const { byGit, byWalking } = await byGitAndByWalking({
      '.gitignore':
        '*.log\n/top.py\nbuild/\n!important.log\n\\!bang.py\n\\#hash.py\n# comment\n\ntrailing.py   \nBig.PY\n',
      'top.py': '',
      'sub/top.py': '',
      'a.log': '',
      'important.log': '',
      '!bang.py': '',
      '#hash.py': '',
      'trailing.py': '',
      'big.py': '',
      'build/x.py': '',
      'sub/build/y.py': '',
      'sub/.gitignore': '!*.log\n/only-here.py\ndeep/**/z.py\n!build/\n',
      'sub/b.log': '',
      'sub/only-here.py': '',
      'sub/x/only-here.py': '',
      'sub/deep/1/2/z.py': '',
      'sub/deep/z.py': '',
      'sub/x/deep/z.py': '',
      'we[i]rd *dir/.gitignore': 'c.py\n/d.py\n',
      'we[i]rd *dir/c.py': '',
      'we[i]rd *dir/e/c.py': '',
      'we[i]rd *dir/e/d.py': '',
      'weird xdir/c.py': '',
    });
    expect(byWalking).toEqual(byGit);
    expect(byWalking).toContain('sub/b.log');
    expect(byWalking).toContain('sub/build/y.py');
    expect(byWalking).toContain('we[i]rd *dir/e/d.py');
    expect(byWalking).not.toContain('we[i]rd *dir/e/c.py');
  });

  test('obeys .git/info/exclude, and the ignore file overrides it', async () => {
    const root = scratchFolder({ '.gitignore': '!b.log\n', 'a.log': '', 'b.log': '', '.git/info/exclude': '*.log\n' });
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['.gitignore', 'b.log']);
    expect(codes(listing.problems)).toEqual([': git-unavailable']);
  });

  test('random trees with random ignore files are listed as git lists them', async () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'a.py', 'b.py', 'c d');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.x`);
    // Whole parts only: for `a**/b` git itself is of two minds.
    const part = fc.constantFrom(
      'a',
      'b',
      '*',
      '?',
      '**',
      '**',
      '*.py',
      '[ab]',
      '[!a]',
      '*.x',
      'c d',
      '*b*',
      'a.x',
      '?.*',
    );
    const rule = fc
      .tuple(
        fc.constantFrom('', '', '!'),
        fc.constantFrom('', '', '/'),
        fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
        fc.constantFrom('', '', '/'),
      )
      .map((pieces) => pieces.join(''));
    const ignoreFile = fc.array(rule, { maxLength: 4 }).map((rules) => `${rules.join('\n')}\n`);
    const tree = fc.record({
      paths: fc.uniqueArray(path, { minLength: 3, maxLength: 12 }),
      root: ignoreFile,
      a: ignoreFile,
      ab: ignoreFile,
    });
    await fc.assert(
      fc.asyncProperty(tree, async ({ paths: names, root, a, ab }) => {
        const files = Object.fromEntries(names.map((path) => [path, '']));
        const { byGit, byWalking } = await byGitAndByWalking({
          ...files,
          '.gitignore': root,
          'a/.gitignore': a,
          'a/b/.gitignore': ab,
        });
        expect(byWalking).toEqual(byGit);
      }),
      lawRuns(30, 7),
    );
  });
});

describe('hostile ignore files', () => {
  test('a pipe, a link and a directory in their place hold nothing and are not read', async () => {
    const outside = scratchFolder({ rules: '*.py\n' });
    const root = scratchFolder({ 'a.py': '', 'pipe/b.py': '', 'link/c.py': '', 'dir/.gitignore/d.py': '' });
    execFileSync('mkfifo', [join(root, 'pipe/.gitignore')]);
    symlinkSync(join(outside, 'rules'), join(root, 'link/.gitignore'));
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['a.py', 'dir/.gitignore/d.py', 'link/c.py', 'pipe/b.py']);
    expect(codes(listing.problems)).toEqual([
      'dir/.gitignore: ignore-rule',
      'link/.gitignore: escapes-root',
      'link/.gitignore: ignore-rule',
      'pipe/.gitignore: ignore-rule',
      'pipe/.gitignore: not-a-file',
    ]);
  });

  test('rules that would explode are dropped with a problem, the rest holds', async () => {
    const deep = 'a/'.repeat(60);
    const root = scratchFolder({
      '.gitignore': `${'a/**/'.repeat(9)}b\n${'*a'.repeat(100)}b\n${'*[ab]'.repeat(100)}c\n${'x'.repeat(2000)}\n*.log\n`,
      [`${deep}c`]: '',
      ['a'.repeat(200)]: '',
      'x.log': '',
    });
    const started = performance.now();
    const listing = await discover(root);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(paths(listing)).toEqual(['.gitignore', `${deep}c`, 'a'.repeat(200)]);
    expect(codes(listing.problems)).toEqual(['.gitignore: ignore-rule']);
    expect(listing.problems[0]!.message).toContain('2 rules');
  });

  test('a file of too many bytes or too many rules is bounded', async () => {
    const root = scratchFolder({
      'bytes/.gitignore': '*.py\n'.repeat(60_000),
      'bytes/a.py': '',
      'rules/.gitignore': `a.py\n${'b\n'.repeat(20_000)}c.py\n`,
      'rules/a.py': '',
      'rules/c.py': '',
    });
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['bytes/.gitignore', 'bytes/a.py', 'rules/.gitignore', 'rules/c.py']);
    expect(codes(listing.problems)).toEqual(['bytes/.gitignore: ignore-rule', 'rules/.gitignore: ignore-rule']);
  });

  test('a file that is not text, or has a byte order mark, is read as text where it can be', async () => {
    const root = scratchFolder({ '.gitignore': '\ufeff*.log\r\n', 'a.log': '', 'b/.gitignore': '\0\0', 'b/c.py': '' });
    writeFiles(root, { 'd.py': '' });
    expect(paths(await discover(root))).toEqual(['.gitignore', 'b/.gitignore', 'b/c.py', 'd.py']);
  });
});
