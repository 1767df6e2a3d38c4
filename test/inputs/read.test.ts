import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Discovery, diskFileSystem, memoryFileSystem, openFileSystem, readSource, type SourceRead } from '#inputs';
import { isRootUser, scratchFolder, writeFiles } from './scratch.ts';

const MIB = 1024 * 1024;

function outcome(read: SourceRead): string {
  return read.status === 'read' ? Buffer.from(read.bytes).toString('utf8') : read.problem.code;
}

describe('readSource on disk', () => {
  test('reads the bytes of a file by any spelling of its path', () => {
    const disk = diskFileSystem(scratchFolder({ 'a/b.py': 'x = 1\n', empty: '' }));
    expect(outcome(readSource(disk, './a//b.py'))).toBe('x = 1\n');
    expect(outcome(readSource(disk, 'empty'))).toBe('');
  });

  test('refuses a path that leaves the root, by the door and behind it', () => {
    const root = scratchFolder({ 'in/a.py': '', 'secret.txt': 'secret' });
    const disk = diskFileSystem(join(root, 'in'));
    expect(() => readSource(disk, '../secret.txt')).toThrow(expect.objectContaining({ code: 'E_PATH' }));
    expect(outcome(disk.read('../secret.txt', MIB))).toBe('escapes-root');
  });

  test('a file that vanished after the listing is a problem', async () => {
    const root = scratchFolder({ 'a.py': '', 'd/b.py': '' });
    const disk = diskFileSystem(root);
    expect((await disk.list()).files).toHaveLength(2);
    rmSync(join(root, 'a.py'));
    rmSync(join(root, 'd'), { recursive: true });
    writeFiles(root, { d: 'a file in place of the directory' });
    expect(outcome(readSource(disk, 'a.py'))).toBe('vanished');
    expect(outcome(readSource(disk, 'd/b.py'))).toBe('vanished');
  });

  test('a link that took the place of a file is not followed', () => {
    const outside = scratchFolder({ 'secret.txt': 'secret' });
    const root = scratchFolder({ 'a.py': '' });
    const disk = diskFileSystem(root);
    rmSync(join(root, 'a.py'));
    symlinkSync(join(outside, 'secret.txt'), join(root, 'a.py'));
    expect(outcome(readSource(disk, 'a.py'))).toBe('escapes-root');
  });

  test('a link that took the place of a file is not followed inside the root either', () => {
    const root = scratchFolder({ 'b.py': 'b' });
    symlinkSync('b.py', join(root, 'a.py'));
    expect(outcome(readSource(diskFileSystem(root), 'a.py'))).toBe('escapes-root');
  });

  test('a link that took the place of a directory does not lead out of the root', () => {
    const outside = scratchFolder({ 'a.py': 'secret' });
    const root = scratchFolder({ 'd/e/a.py': 'mine' });
    const disk = diskFileSystem(root);
    expect(outcome(readSource(disk, 'd/e/a.py'))).toBe('mine');
    renameSync(join(root, 'd/e'), join(root, 'kept'));
    symlinkSync(outside, join(root, 'd/e'));
    expect(outcome(readSource(disk, 'd/e/a.py'))).toBe('escapes-root');
  });

  test('a sibling whose name begins with the name of the root is outside of it', () => {
    const parent = scratchFolder({ 'root/a.py': '', 'root-2/secret.py': 'secret' });
    symlinkSync(join(parent, 'root-2'), join(parent, 'root/d'));
    expect(outcome(readSource(diskFileSystem(join(parent, 'root')), 'd/secret.py'))).toBe('escapes-root');
  });

  test('the root may itself be reached through a link', () => {
    const root = scratchFolder({ 'real/a.py': 'mine' });
    symlinkSync(join(root, 'real'), join(root, 'link'));
    expect(outcome(readSource(diskFileSystem(join(root, 'link')), 'a.py'))).toBe('mine');
  });

  test('a pipe without a writer is refused at once', () => {
    const root = scratchFolder();
    execFileSync('mkfifo', [join(root, 'pipe.py')]);
    expect(outcome(readSource(diskFileSystem(root), 'pipe.py'))).toBe('not-a-file');
  });

  test('a directory and a socket are refused', async () => {
    const root = scratchFolder();
    mkdirSync(join(root, 'd.py'));
    const server = createServer().listen(join(root, 's.py'));
    await new Promise((resolve) => server.once('listening', resolve));
    const disk = diskFileSystem(root);
    expect(outcome(readSource(disk, 'd.py'))).toBe('not-a-file');
    expect(outcome(readSource(disk, 's.py'))).toBe('not-a-file');
    await new Promise((resolve) => server.close(resolve));
  });

  test('a file without the right to read it is unreadable', () => {
    const root = scratchFolder({ 'a.py': 'x' });
    chmodSync(join(root, 'a.py'), 0);
    chmodSync(root, 0o755);
    const disk = diskFileSystem(root);
    // The superuser reads everything: for the length of the read the process is somebody else.
    if (isRootUser) process.seteuid?.(65534);
    try {
      expect(outcome(readSource(disk, 'a.py'))).toBe('unreadable');
    } finally {
      if (isRootUser) process.seteuid?.(0);
    }
  });

  test('a name that is too long for the system is a problem', () => {
    expect(outcome(readSource(diskFileSystem(scratchFolder()), 'n'.repeat(300)))).toBe('unreadable');
  });

  test('a file of 50 MB is read whole and flagged as too large', () => {
    const root = scratchFolder();
    const descriptor = openSync(join(root, 'big.txt'), 'w');
    ftruncateSync(descriptor, 50 * MIB);
    closeSync(descriptor);
    const read = readSource(diskFileSystem(root), 'big.txt');
    expect(read).toMatchObject({ status: 'read', isTooLarge: true });
    expect(read.status === 'read' && read.bytes.length).toBe(50 * MIB);
  });

  test('a file at the limit is not too large, one byte more is', () => {
    const disk = diskFileSystem(scratchFolder({ a: '12345', b: '123456' }));
    expect(readSource(disk, 'a', 5)).toMatchObject({ isTooLarge: false });
    expect(readSource(disk, 'b', 5)).toMatchObject({ isTooLarge: true });
  });

  test('a file of a terabyte is not read', async () => {
    const root = scratchFolder();
    const descriptor = openSync(join(root, 'hole.txt'), 'w');
    ftruncateSync(descriptor, 1024 * 1024 * MIB);
    closeSync(descriptor);
    const disk = diskFileSystem(root);
    expect(outcome(readSource(disk, 'hole.txt'))).toBe('too-large');
    const listing = await disk.list();
    expect(listing.files).toEqual([]);
    expect(listing.problems.map((problem) => problem.code)).toEqual(['too-large']);
  });

  test('reading ten thousand times leaks no descriptor', () => {
    const root = scratchFolder({ 'a.py': 'x' });
    mkdirSync(join(root, 'd'));
    const disk = diskFileSystem(root);
    for (let i = 0; i < 5000; i++) {
      disk.read('a.py', MIB);
      disk.read('d', MIB);
    }
    const descriptor = openSync(join(root, 'a.py'), 'r');
    closeSync(descriptor);
    expect(descriptor).toBeLessThan(200);
  });
});

describe('a described file system', () => {
  test('of the disk is opened again as plain data', () => {
    const disk = diskFileSystem(scratchFolder({ 'a.py': 'x' }));
    expect(outcome(readSource(openFileSystem(structuredClone(disk.describe())), 'a.py'))).toBe('x');
  });

  test('of memory lists and reads the same after crossing threads', async () => {
    const memory = memoryFileSystem({ 'b.py': 'b', './a//c.py': Uint8Array.of(0xff) });
    const again = openFileSystem(structuredClone(memory.describe()));
    expect(await again.list()).toEqual(await memory.list());
    expect(readSource(again, 'a/c.py')).toEqual(readSource(memory, 'a/c.py'));
  });
});

function withoutTimes({ files, problems }: Discovery): unknown {
  return { files: files.map(({ path, bytes }) => ({ path, bytes })), problems };
}

describe('memoryFileSystem', () => {
  test('lists in order with filters, limits and collisions as the disk does', async () => {
    const contents = { 'b/x.py': '12345', 'a.PY': '', 'a.py': '1', 'b/long.ts': '1234567', 'node_modules/m.js': '' };
    const options = { exclude: ['*.PY'], maxFileBytes: 6 };
    const disk = diskFileSystem(scratchFolder(contents));
    const memory = memoryFileSystem(contents);
    expect(withoutTimes(await memory.list())).toEqual(withoutTimes(await disk.list()));
    expect(withoutTimes(await memory.list(options))).toEqual(withoutTimes(await disk.list(options)));
  });

  test('a write shows as a later time, a removed file as vanished', async () => {
    const memory = memoryFileSystem({ 'a.py': '1' });
    const before = (await memory.list()).files[0]!.mtimeMs;
    memory.write('a.py', '2');
    expect((await memory.list()).files[0]!.mtimeMs).toBeGreaterThan(before);
    expect(outcome(readSource(memory, 'a.py'))).toBe('2');
    expect(memory.remove('a.py')).toBe(true);
    expect(memory.remove('a.py')).toBe(false);
    expect(outcome(readSource(memory, 'a.py'))).toBe('vanished');
  });
});
