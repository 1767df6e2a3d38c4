import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { diskFileSystem, discover } from '#inputs';
import { codes, git, isRootUser, paths, scratchFolder, scratchRepository, writeFiles } from './scratch.ts';

describe('the root', () => {
  test.each(['', 'no/such/folder', '\0'])('%j is refused with E_ROOT', async (root) => {
    await expect(discover(root)).rejects.toMatchObject({ code: 'E_ROOT' });
    expect(() => diskFileSystem(root)).toThrow(expect.objectContaining({ code: 'E_ROOT' }));
  });

  test('a file, a dangling link and a link to itself are refused with the reason and what to do', async () => {
    const root = scratchFolder({ 'a.py': '' });
    symlinkSync('nowhere', join(root, 'dangling'));
    symlinkSync('loop', join(root, 'loop'));
    const todo = 'pass the path of a directory that exists and can be read';
    const message = (name: string, reason: string): string =>
      `E_ROOT: the root ${JSON.stringify(join(root, name))} ${reason}; ${todo}`;
    await expect(discover(join(root, 'a.py'))).rejects.toThrow(message('a.py', 'is not a directory'));
    await expect(discover(join(root, 'dangling'))).rejects.toThrow(message('dangling', 'does not exist'));
    await expect(discover(join(root, 'loop'))).rejects.toThrow(
      message('loop', 'is a symbolic link that leads back to itself'),
    );
  });

  test('an empty directory has no files and no problems', async () => {
    expect(await discover(scratchFolder())).toEqual({ files: [], problems: [] });
  });

  test('an empty repository has no files and no problems', async () => {
    expect(await discover(scratchRepository({}))).toEqual({ files: [], problems: [] });
  });
});

describe('options', () => {
  test.each([
    { maxFileBytes: 0 },
    { maxFileBytes: -1 },
    { maxFileBytes: Number.NaN },
    { gitTimeoutMs: 1.5 },
    { include: [''] },
    { exclude: ['/'] },
  ])('%j is refused with E_CONFIG', async (options) => {
    await expect(discover(scratchFolder(), options)).rejects.toMatchObject({ code: 'E_CONFIG' });
  });

  test('include and exclude name files, directories and patterns at any depth', async () => {
    const files = {
      'a.py': '',
      'src/b.py': '',
      'src/c.ts': '',
      'src/gen/d.ts': '',
      'docs/gen/e.ts': '',
      '.hidden/f.py': '',
    };
    for (const root of [scratchFolder(files), scratchRepository(files)]) {
      const list = async (options: object): Promise<string[]> => paths(await discover(root, options));
      expect(await list({ include: ['*.py'] })).toEqual(['.hidden/f.py', 'a.py', 'src/b.py']);
      expect(await list({ include: ['src/'], exclude: ['gen'] })).toEqual(['src/b.py', 'src/c.ts']);
      expect(await list({ exclude: ['src/gen/**', '*.py'] })).toEqual(['docs/gen/e.ts', 'src/c.ts']);
      expect(await list({ include: ['src/*.{py,ts}'] })).toEqual(['src/b.py', 'src/c.ts']);
    }
  });

  test('a file above maxFileBytes stays listed, with a problem', async () => {
    const listing = await discover(scratchFolder({ a: '12345', b: '123456' }), { maxFileBytes: 5 });
    expect(paths(listing)).toEqual(['a', 'b']);
    expect(codes(listing.problems)).toEqual(['b: too-large']);
  });
});

describe('rows', () => {
  test('have size and time, in the order of the bytes of their paths', async () => {
    const root = scratchFolder({ 'b/a': '123', b_: '', 'b.py': '', '\uffee': '', '\u{10000}': '', Z: '' });
    utimesSync(join(root, 'b/a'), 1000, 1000.5);
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['Z', 'b.py', 'b/a', 'b_', '\uffee', '\u{10000}']);
    expect(listing.files[2]).toEqual({ path: 'b/a', bytes: 3, mtimeMs: 1_000_500 });
  });

  test('two names that differ only in case, or in Unicode form, are both listed, with a problem', async () => {
    const root = scratchFolder({ 'src/Model.py': '', 'src/model.py': '', 'e\u0301.py': '', '\u00e9.py': '' });
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['e\u0301.py', 'src/Model.py', 'src/model.py', '\u00e9.py']);
    expect(codes(listing.problems)).toEqual(['src/model.py: case-collision', '\u00e9.py: case-collision']);
    expect(listing.problems[0]!.message).toContain('src/Model.py');
  });

  test('names that are no portable path are problems, by git and by walking', async () => {
    const files = { 'a\\b.py': '', 'new\nline.py': '', 'ok.py': '' };
    for (const root of [scratchFolder(files), scratchRepository(files)]) {
      writeFiles(root, { 'later.py': '' });
      execFileSync('sh', ['-c', String.raw`printf x > "$(printf 'n\351.py')"`], { cwd: root });
      const listing = await discover(root);
      expect(paths(listing)).toEqual(['later.py', 'ok.py']);
      expect(codes(listing.problems)).toEqual(['a\\b.py: bad-name', 'new\nline.py: bad-name', 'n\ufffd.py: bad-name']);
    }
  });
});

describe('links', () => {
  test('are never listed: inside the root quietly, out of it, to nothing and to themselves with a problem', async () => {
    const outside = scratchFolder({ 'secret.py': '' });
    const files = { 'a.py': '', 'd/b.py': '' };
    for (const root of [scratchFolder(files), scratchRepository(files)]) {
      symlinkSync('a.py', join(root, 'inside.py'));
      symlinkSync('d', join(root, 'inside'));
      symlinkSync(join(outside, 'secret.py'), join(root, 'out.py'));
      symlinkSync(outside, join(root, 'out'));
      symlinkSync('nothing', join(root, 'dangling.py'));
      symlinkSync('loop', join(root, 'loop'));
      symlinkSync('..', join(root, 'd/up'));
      symlinkSync('.', join(root, 'd/here'));
      const listing = await discover(root);
      expect(paths(listing)).toEqual(['a.py', 'd/b.py']);
      expect(codes(listing.problems)).toEqual([
        'dangling.py: dangling-link',
        'loop: symlink-loop',
        'out: escapes-root',
        'out.py: escapes-root',
      ]);
    }
  });

  test('a tracked directory that was replaced by a link out of the root is not entered', async () => {
    const outside = scratchFolder({ 'b.py': 'secret' });
    const root = scratchRepository({ 'a.py': '', 'd/b.py': '' });
    rmSync(join(root, 'd'), { recursive: true });
    symlinkSync(outside, join(root, 'd'));
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['a.py']);
    expect(codes(listing.problems)).toEqual(['d: escapes-root']);
  });

  test('hard links are files', async () => {
    const root = scratchFolder({ 'a.py': '' });
    linkSync(join(root, 'a.py'), join(root, 'b.py'));
    expect(paths(await discover(root))).toEqual(['a.py', 'b.py']);
  });
});

describe('what is not a file', () => {
  test('a pipe is a problem of the walk and does not hold it; git does not name it', async () => {
    const root = scratchFolder({ 'a.py': '' });
    execFileSync('mkfifo', [join(root, 'pipe.py')]);
    const walked = await discover(root);
    expect(paths(walked)).toEqual(['a.py']);
    expect(codes(walked.problems)).toEqual(['pipe.py: not-a-file']);
    git(root, 'init', '-q');
    expect(await discover(root)).toEqual({ files: walked.files, problems: [] });
  });

  test('a tracked file that became a directory or a pipe is not listed as a file', async () => {
    const root = scratchRepository({ 'a.py': '', 'b.py': '', 'c.py': '' });
    rmSync(join(root, 'a.py'));
    rmSync(join(root, 'b.py'));
    writeFiles(root, { 'a.py/inner.py': '' });
    execFileSync('mkfifo', [join(root, 'b.py')]);
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['a.py/inner.py', 'c.py']);
    expect(codes(listing.problems)).toEqual(['b.py: not-a-file']);
  });
});

test('a directory that may not be read is a problem and the rest is listed, by walking', async () => {
  const root = scratchFolder({ 'a.py': '', 'locked/b.py': '' });
  chmodSync(join(root, 'locked'), 0);
  chmodSync(root, 0o755);
  // The superuser reads everything: for the length of the walk the process is somebody else.
  if (isRootUser) process.seteuid?.(65534);
  try {
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['a.py']);
    expect(codes(listing.problems)).toEqual(['locked: unreadable']);
  } finally {
    if (isRootUser) process.seteuid?.(0);
    chmodSync(join(root, 'locked'), 0o755);
  }
});

describe('cancellation', () => {
  test('an aborted signal ends the listing with E_ABORTED, before and during', async () => {
    const root = scratchRepository({ 'a.py': '' });
    await expect(discover(root, {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'E_ABORTED' });
    const controller = new AbortController();
    const listing = discover(root, {}, controller.signal);
    controller.abort();
    await expect(listing).rejects.toMatchObject({ code: 'E_ABORTED' });
  });

  test('a walk is cancelled on its way', async () => {
    const root = scratchFolder();
    for (let i = 0; i < 300; i++) mkdirSync(join(root, `d${i}`));
    const controller = new AbortController();
    const listing = discover(root, {}, controller.signal);
    setImmediate(() => controller.abort());
    await expect(listing).rejects.toMatchObject({ code: 'E_ABORTED' });
  });
});

test('a very deep tree is listed or reported, never a crash', async () => {
  const root = scratchFolder();
  // The removal of Node 22 gives up on a path this long.
  onTestFinished(() => void execFileSync('rm', ['-rf', root]));
  const name = 'd'.repeat(200);
  // Built from the inside out, for no single call takes so long a path.
  mkdirSync(join(root, 'x'));
  for (let i = 0; i < 30; i++) {
    mkdirSync(join(root, 'y'));
    renameSync(join(root, 'x'), join(root, 'y', name));
    renameSync(join(root, 'y'), join(root, 'x'));
  }
  const listing = await discover(root);
  expect(listing.files).toEqual([]);
  expect(listing.problems.map((problem) => problem.code)).toEqual(['bad-name']);
});
