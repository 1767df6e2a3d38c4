/**
 * Turns candidate names into rows: one `lstat` each, and one per directory. Must never follow a link: a link is left out,
 * quietly when it leads to something inside the root (which is listed under its own name), with a problem when not.
 */
import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { sep } from 'node:path';
import { isInside } from './contained-file.ts';
import type { ListingRules } from './discover-options.ts';
import type { DiscoveredFile, Discovery } from './file-system.ts';
import { orderListing } from './listing-order.ts';
import { type InputProblem, type InputProblemCode, systemCode } from './problem.ts';
import { pathFault } from './relative-path.ts';
import { HARD_MAX_FILE_BYTES, sizeProblem } from './size-limits.ts';

/** Where a listing stood, to go back to when its source turns out to be unusable. */
export interface ListingMark {
  readonly files: number;
  readonly problems: number;
}

export class ListingCollector {
  readonly #realRoot: string;
  /** The root with a separator at its end. Names are checked, so adding one is enough; `join` would double the cost. */
  readonly #prefix: string;
  readonly #rules: ListingRules;
  readonly #files: DiscoveredFile[] = [];
  readonly #problems: InputProblem[] = [];
  readonly #plainDirectories = new Map<string, boolean>([['', true]]);

  constructor(realRoot: string, rules: ListingRules) {
    this.#realRoot = realRoot;
    this.#prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
    this.#rules = rules;
  }

  mark(): ListingMark {
    return { files: this.#files.length, problems: this.#problems.length };
  }

  rewind(mark: ListingMark): void {
    this.#files.length = mark.files;
    this.#problems.length = mark.problems;
  }

  addProblem(path: string, code: InputProblemCode, message: string): void {
    this.#problems.push({ path, code, message });
  }

  admitsDirectory(path: string): boolean {
    return this.#rules.filter.admitsDirectory(path);
  }

  /** Adds the row or the problem of one name. True when the name is a directory that must be listed by itself. */
  admit(path: string): boolean {
    const fault = pathFault(path);
    if (fault !== undefined) {
      this.addProblem(path, 'bad-name', `cannot be indexed: ${fault}`);
      return false;
    }
    // What lies behind a link in a directory's place is not part of the tree; git keeps such names in its index.
    if (!this.#isBelowPlainDirectories(path)) return false;
    const stat = this.#stat(path);
    // Deleted from disk and still known to git.
    if (stat === undefined) return false;
    if (stat.isDirectory()) return this.#rules.filter.admitsDirectory(path);
    if (!this.#rules.filter.admitsFile(path)) return false;
    if (stat.isSymbolicLink()) this.#admitLink(path);
    else if (stat.isFile()) this.#admitFile(path, stat);
    else this.addProblem(path, 'not-a-file', 'is a pipe, socket or device');
    return false;
  }

  freeze(): Discovery {
    return orderListing(this.#files, this.#problems);
  }

  #admitFile(path: string, stat: Stats): void {
    const oversize = sizeProblem(path, stat.size, this.#rules.maxFileBytes);
    if (oversize !== undefined) this.#problems.push(oversize);
    if (stat.size <= HARD_MAX_FILE_BYTES) this.#files.push({ path, bytes: stat.size, mtimeMs: stat.mtimeMs });
  }

  #admitLink(path: string): void {
    try {
      const target = realpathSync.native(this.#prefix + path);
      if (!isInside(this.#realRoot, target))
        this.addProblem(path, 'escapes-root', 'is a symbolic link out of the root');
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ELOOP') this.addProblem(path, 'symlink-loop', 'is a symbolic link that leads back to itself');
      else if (code === 'ENOENT' || code === 'ENOTDIR')
        this.addProblem(path, 'dangling-link', 'is a symbolic link to nothing');
      else this.addProblem(path, 'unreadable', `is a symbolic link that cannot be resolved (${code})`);
    }
  }

  #stat(path: string): Stats | undefined {
    try {
      return lstatSync(this.#prefix + path, { throwIfNoEntry: false });
    } catch (error) {
      this.addProblem(path, 'unreadable', `cannot be looked at (${systemCode(error)})`);
      return undefined;
    }
  }

  #isBelowPlainDirectories(path: string): boolean {
    const slash = path.lastIndexOf('/');
    return slash < 0 || this.#isPlainDirectory(path.slice(0, slash));
  }

  #isPlainDirectory(directory: string): boolean {
    const known = this.#plainDirectories.get(directory);
    if (known !== undefined) return known;
    const isPlain = this.#isBelowPlainDirectories(directory) && this.#stat(directory)?.isDirectory() === true;
    this.#plainDirectories.set(directory, isPlain);
    return isPlain;
  }
}
