import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { discover } from '#inputs';
import { codes, commit, git, isRootUser, paths, scratchFolder, scratchRepository, writeFiles } from './scratch.ts';

/** Sets a variable of this process until the test ends. */
function setVariable(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

describe('a git work tree', () => {
  test('lists tracked and untracked files, not deleted, ignored and node_modules ones', async () => {
    const root = scratchRepository({
      'a.py': '',
      'gone.py': '',
      'sub/b.py': '',
      'tracked.log': '',
      'node_modules/kept/index.js': '',
      '.gitignore': '*.log\n',
      'sub/.gitignore': 'local.*\n',
    });
    rmSync(join(root, 'gone.py'));
    writeFiles(root, {
      'new.py': '',
      'x.log': '',
      'sub/local.py': '',
      'sub/y.log': '',
      'excluded.py': '',
      'packages/p/node_modules/q/index.js': '',
    });
    writeFileSync(join(root, '.git/info/exclude'), 'excluded.py\n');
    const listing = await discover(root);
    expect(paths(listing)).toEqual([
      '.gitignore',
      'a.py',
      'new.py',
      'node_modules/kept/index.js',
      'sub/.gitignore',
      'sub/b.py',
      'tracked.log',
    ]);
    expect(listing.problems).toEqual([]);
  });

  test('a folder inside the work tree is listed by itself, under the ignore files above it', async () => {
    const root = scratchRepository({ 'a.py': '', 'sub/deep/b.py': '', '.gitignore': '*.log\n' });
    writeFiles(root, { 'sub/x.log': '', 'sub/new.py': '' });
    expect(paths(await discover(join(root, 'sub')))).toEqual(['deep/b.py', 'new.py']);
  });

  test('a folder that its work tree ignores is walked', async () => {
    const root = scratchRepository({ '.gitignore': 'build/\n' });
    writeFiles(root, { 'build/a.py': '', 'build/.gitignore': 'b.py\n', 'build/b.py': '' });
    expect(await discover(join(root, 'build'))).toMatchObject({
      files: [{ path: '.gitignore' }, { path: 'a.py' }],
      problems: [],
    });
  });

  test('a file with a merge conflict is listed once', async () => {
    const root = scratchRepository({ 'a.py': '1\n' });
    git(root, 'checkout', '-q', '-b', 'other');
    writeFiles(root, { 'a.py': '2\n' });
    git(root, 'add', 'a.py');
    commit(root);
    git(root, 'checkout', '-q', '-');
    writeFiles(root, { 'a.py': '3\n' });
    git(root, 'add', 'a.py');
    commit(root);
    expect(() => git(root, '-c', 'user.name=a', '-c', 'user.email=a@example.org', 'merge', 'other')).toThrow('merge');
    expect(git(root, 'ls-files', '-c').trim().split('\n')).toHaveLength(3);
    expect(paths(await discover(root))).toEqual(['a.py']);
  });

  test('a repository inside is part of the root, tracked as a submodule or not, each under its own ignore file', async () => {
    const root = scratchRepository({ 'a.py': '', '.gitignore': '*.tmp\n' });
    for (const inner of ['clone', 'module']) {
      writeFiles(root, { [`${inner}/b.py`]: '', [`${inner}/.gitignore`]: '*.log\n', [`${inner}/x.log`]: '' });
      git(join(root, inner), 'init', '-q');
      git(join(root, inner), 'add', '-A');
      commit(join(root, inner));
    }
    git(root, '-c', 'advice.addEmbeddedRepo=false', 'add', 'module');
    expect(git(root, 'ls-files', '-s', 'module')).toMatch(/^160000 /u);
    const listing = await discover(root);
    expect(paths(listing)).toEqual([
      '.gitignore',
      'a.py',
      'clone/.gitignore',
      'clone/b.py',
      'module/.gitignore',
      'module/b.py',
    ]);
    expect(listing.problems).toEqual([]);
    expect(paths(await discover(root, { exclude: ['clone', 'module/b.py'] }))).toEqual([
      '.gitignore',
      'a.py',
      'module/.gitignore',
    ]);
  });

  test('a linked work tree is listed by its own index', async () => {
    const root = scratchRepository({ 'a.py': '' });
    const other = join(scratchFolder(), 'linked');
    git(root, 'worktree', 'add', '-q', other);
    writeFiles(other, { 'b.py': '' });
    const listing = await discover(other);
    expect(paths(listing)).toEqual(['a.py', 'b.py']);
    expect(listing.problems).toEqual([]);
  });

  test('variables of an outer git change nothing', async () => {
    const root = scratchRepository({ 'a.py': '' });
    const other = scratchRepository({ 'other.py': '' });
    writeFiles(root, { 'new.py': '' });
    writeFileSync(join(other, '.git/info/exclude'), '*.py\n');
    setVariable('GIT_DIR', join(other, '.git'));
    setVariable('GIT_INDEX_FILE', join(other, '.git/index'));
    setVariable('GIT_WORK_TREE', other);
    expect(paths(await discover(root))).toEqual(['a.py', 'new.py']);
  });
});

describe('where git cannot list', () => {
  const files = { 'a.py': '', 'x.log': '', '.gitignore': '*.log\n', 'node_modules/m/index.js': '' };

  test('git is not installed: the folder is walked, with a problem', async () => {
    const root = scratchRepository({});
    writeFiles(root, files);
    setVariable('PATH', scratchFolder());
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['.gitignore', 'a.py']);
    expect(listing.problems).toEqual([
      { path: '', code: 'git-unavailable', message: 'was walked, for git failed: git is not installed' },
    ]);
  });

  test('git is not installed and not needed: no problem', async () => {
    const root = scratchFolder(files);
    setVariable('PATH', root);
    expect(codes((await discover(root)).problems)).toEqual([]);
  });

  test('git refuses the owner, or the repository is broken: the folder is walked, with the reason', async () => {
    const root = scratchRepository({});
    writeFiles(root, files);
    // Only the superuser can give a folder away; for anybody else a broken repository stands for the refusal.
    if (isRootUser) {
      setVariable('HOME', scratchFolder());
      for (const path of [root, join(root, '.git')]) chownSync(path, 12_345, 12_345);
    } else {
      writeFileSync(join(root, '.git/HEAD'), 'broken');
    }
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['.gitignore', 'a.py']);
    expect(codes(listing.problems)).toEqual([': git-unavailable']);
    expect(listing.problems[0]!.message).toMatch(isRootUser ? /dubious ownership/u : /not a git repository/u);
  });

  test('git fails on its way: nothing that it said until then is kept', async () => {
    const root = scratchRepository({});
    writeFiles(root, files);
    const folder = scratchFolder({
      git: "#!/bin/sh\nprintf 'x.log\\0a.py\\0'\necho 'fatal: broken pipe' >&2\nexit 3\n",
    });
    chmodSync(join(folder, 'git'), 0o755);
    setVariable('PATH', `${folder}:${process.env['PATH']}`);
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['.gitignore', 'a.py']);
    expect(listing.problems[0]!.message).toContain('fatal: broken pipe');
  });

  test('git does not end: it is stopped and the folder is walked', async () => {
    const root = scratchRepository({ 'a.py': '', 'sub/b.py': '' });
    execFileSync('mkfifo', [join(root, '.git/pipe')]);
    git(root, 'config', 'include.path', 'pipe');
    const listing = await discover(root, { gitTimeoutMs: 200 });
    expect(paths(listing)).toEqual(['a.py', 'sub/b.py']);
    expect(listing.problems[0]!.message).toContain('no end after 200 ms');
  });
});

test('repositories inside that hold git share one time limit', async () => {
  const root = scratchRepository({ 'a.py': '' });
  const repositories = 6;
  for (let i = 0; i < repositories; i++) {
    writeFiles(root, { [`r${i}/b.py`]: '' });
    git(join(root, `r${i}`), 'init', '-q');
    execFileSync('mkfifo', [join(root, `r${i}/.git/pipe`)]);
    git(join(root, `r${i}`), 'config', 'include.path', 'pipe');
  }
  const started = performance.now();
  const gitTimeoutMs = 300;
  const listing = await discover(root, { gitTimeoutMs });
  // With a limit each they would take this, or longer.
  expect(performance.now() - started).toBeLessThan(repositories * gitTimeoutMs);
  expect(paths(listing)).toEqual(['a.py', 'r0/b.py', 'r1/b.py', 'r2/b.py', 'r3/b.py', 'r4/b.py', 'r5/b.py']);
});

/** A program of the repository's that leaves a file behind when it runs, and that file. */
function plantProgram(): { program: string; trace: string } {
  const folder = scratchFolder();
  const trace = join(folder, 'ran');
  const program = join(folder, 'program');
  writeFileSync(program, `#!/bin/sh\ntouch ${trace}\n`);
  chmodSync(program, 0o755);
  return { program, trace };
}

describe('a hostile repository', () => {
  test('core.fsmonitor of its configuration runs under plain git and not here', async () => {
    const root = scratchRepository({ 'a.py': '' });
    const { program, trace } = plantProgram();
    git(root, 'config', 'core.fsmonitor', program);
    git(root, 'ls-files', '-co', '--exclude-standard');
    expect(existsSync(trace)).toBe(true);
    rmSync(trace);
    expect(paths(await discover(root))).toEqual(['a.py']);
    expect(existsSync(trace)).toBe(false);
  });

  test('a missing object does not make git run the transport of a remote of its choice', async () => {
    const root = scratchRepository({ 'd/.gitignore': '*.log\n', 'd/a.py': '' });
    const { program, trace } = plantProgram();
    const object = git(root, 'rev-parse', ':d/.gitignore').trim();
    git(root, 'update-index', '--skip-worktree', 'd/.gitignore');
    rmSync(join(root, 'd/.gitignore'));
    rmSync(join(root, '.git/objects', object.slice(0, 2), object.slice(2)));
    for (const [name, value] of [
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', `ext::${program}`],
      ['protocol.ext.allow', 'always'],
    ] as const) {
      git(root, 'config', name, value);
    }
    writeFiles(root, { 'd/new.py': '' });
    try {
      git(root, 'ls-files', '-co', '--exclude-standard');
    } catch {
      // What matters is what ran.
    }
    expect(existsSync(trace)).toBe(true);
    rmSync(trace);
    expect(paths(await discover(root))).toEqual(['d/a.py', 'd/new.py']);
    expect(existsSync(trace)).toBe(false);
  });

  test('core.worktree does not lead out of the root', async () => {
    const root = scratchRepository({ 'a.py': '' });
    const outside = scratchFolder({ 'a.py': 'outside', 'secret.py': '' });
    git(root, 'config', 'core.worktree', outside);
    writeFiles(root, { 'new.py': '' });
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['a.py', 'new.py']);
    expect(listing.problems).toEqual([]);
  });

  test('a folder inside that looks like a bare repository does not lend its configuration', async () => {
    const root = scratchRepository({ 'a.py': '' });
    const { program, trace } = plantProgram();
    mkdirSync(join(root, 'bare'));
    git(join(root, 'bare'), 'init', '-q', '--bare');
    git(join(root, 'bare'), 'config', 'core.fsmonitor', program);
    writeFileSync(join(root, 'bare/info/exclude'), '*.py\n');
    writeFiles(root, { 'bare/b.py': '' });
    const listing = await discover(join(root, 'bare'));
    expect(paths(listing)).toContain('b.py');
    expect(existsSync(trace)).toBe(false);
  });

  test('a program called git in the root is not run by way of a relative PATH', async () => {
    const root = scratchRepository({ 'a.py': '' });
    const { program, trace } = plantProgram();
    writeFiles(root, { git: `#!/bin/sh\nexec ${program}\n` });
    chmodSync(join(root, 'git'), 0o755);
    const before = process.cwd();
    process.chdir(root);
    onTestFinished(() => process.chdir(before));
    setVariable('PATH', `.:${process.env['PATH']}`);
    expect(paths(await discover(root))).toEqual(['a.py', 'git']);
    expect(existsSync(trace)).toBe(false);
  });

  test('a .git file that names another repository lists nothing outside the root', async () => {
    const other = scratchRepository({ 'secret.py': '', 'a.py': 'other' });
    const root = scratchFolder({ 'a.py': 'mine', '.git': `gitdir: ${other}/.git\n` });
    const listing = await discover(root);
    expect(paths(listing)).toEqual(['a.py']);
  });

  test('an index that names paths above the root is stopped by git or by the collector', async () => {
    const root = scratchRepository({ 'a.py': '' });
    const outside = scratchFolder({ 'secret.py': '' });
    const empty = git(root, 'hash-object', '-w', '--stdin').trim();
    expect(() => git(root, 'update-index', '--add', '--cacheinfo', `100644,${empty},../${outside}/secret.py`)).toThrow(
      /Invalid path/u,
    );
    expect(paths(await discover(root))).toEqual(['a.py']);
  });
});
