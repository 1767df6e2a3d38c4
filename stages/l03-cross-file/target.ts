/** `Target`: what a name means beyond its body, once resolved. Values only; made here so that all have one shape. */
import { codeOf, DECLARATION_KINDS, TARGET_KINDS, pathHash } from '#facts';

export const MISSING: number = codeOf(TARGET_KINDS, 'missing');
export const EXTERNAL: number = codeOf(TARGET_KINDS, 'external');
export const FILE: number = codeOf(TARGET_KINDS, 'file');
export const SYMBOL: number = codeOf(TARGET_KINDS, 'symbol');
export const BUILTIN: number = codeOf(TARGET_KINDS, 'builtin');
/** A package without a file, known by its dotted name only. Never written: it has meaning only below a further name. */
export const PREFIX = -1;

const DECLARED_MODULE = 1 + codeOf(DECLARATION_KINDS, 'module');

export interface Target {
  /** A code of `TARGET_KINDS`, or `PREFIX`. */
  readonly kind: number;
  /** Text of the path of a `file`, and of the module that exports a symbol; else ''. */
  readonly path: string;
  readonly pathLo: number;
  readonly pathHi: number;
  readonly lo: number;
  readonly hi: number;
  /** Declaration kind + 1, 0 unknown. */
  readonly declared: number;
  /** `FLAG` bits where the target is a member or a declaration of this file; else 0. */
  readonly flags: number;
  /** Dotted name of what lies outside; of a name that its module does not declare. */
  readonly name: string;
  /** Of a variable that is another name of something: the dotted path of that in its module; else ''. */
  readonly alias: string;
  /** Of a namespace that other files add to: its dotted name; else ''. */
  readonly global: string;
}

export function symbolTarget(
  pathLo: number,
  pathHi: number,
  lo: number,
  hi: number,
  declared: number,
  flags: number,
): Target {
  return { kind: SYMBOL, path: '', pathLo, pathHi, lo, hi, declared, flags, name: '', alias: '', global: '' };
}

export function namedTarget(kind: number, name: string): Target {
  return { kind, path: '', pathLo: 0, pathHi: 0, lo: 0, hi: 0, declared: 0, flags: 0, name, alias: '', global: '' };
}

export function fileTarget(path: string): Target {
  const cell = { lo: 0, hi: 0 };
  pathHash(cell, path);
  const { lo, hi } = cell;
  return { ...symbolTarget(lo, hi, lo, hi, DECLARED_MODULE, 0), kind: FILE, path };
}

/** A name that the module `file` does not declare: it may be set at run time. `declared` is 0, `name` is the name. */
export function undeclaredTarget(file: Target, name: string): Target {
  return { ...file, declared: 0, name };
}

/** True when the target is something of the repository that is known for sure. */
export function isInside(target: Target): boolean {
  return target.kind === SYMBOL || (target.kind === FILE && target.declared !== 0);
}

const CLASS_KINDS: ReadonlySet<number> = new Set(
  (['class', 'interface', 'enum', 'struct', 'trait', 'namespace'] as const).map(
    (kind) => 1 + codeOf(DECLARATION_KINDS, kind),
  ),
);

/** True when a declared kind (kind + 1) has members. */
export function hasMembers(declared: number): boolean {
  return CLASS_KINDS.has(declared);
}
