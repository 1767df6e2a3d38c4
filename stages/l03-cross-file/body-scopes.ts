/** Where bodies stand: which body a row belongs to, which class is around it, and the locals of local classes. */
import type { ReaderOf } from '#columns';
import {
  BODY_KINDS,
  codeOf,
  DECLARATION_KINDS,
  FLAG,
  LOCAL_FLAG,
  LOCAL_KINDS,
  type body,
  type declaration,
  type local,
} from '#facts';

const CLASS_BODY = codeOf(BODY_KINDS, 'class');
const FUNCTION_BODY = codeOf(BODY_KINDS, 'function');
const PARAMETER = codeOf(LOCAL_KINDS, 'parameter');
const FUNCTION = 1 + codeOf(DECLARATION_KINDS, 'function');
const CLASS = 1 + codeOf(DECLARATION_KINDS, 'class');
/** Methods that get the class although nothing says so. */
const IMPLICIT_CLASS_METHODS: ReadonlySet<string> = new Set(['__new__', '__init_subclass__', '__class_getitem__']);

/** The method around some code: its body, the body of its class, and whether it runs on the class itself. */
export interface Method {
  readonly classBody: number;
  readonly isStatic: boolean;
}

/** 53 bits of a hash tell the parameters of one file apart. */
function keyOf(lo: number, hi: number): number {
  return hi * 0x200000 + (lo & 0x1fffff);
}

type FirstRows = { at(row: number): number };

export class BodyScopes {
  readonly bodies: ReaderOf<typeof body>;
  readonly #locals: ReaderOf<typeof local>;
  readonly #declarations: ReaderOf<typeof declaration>;
  /** By local row: the body that it owns, or -1. Made when first asked for. */
  #owned: Int32Array | null = null;
  /** Hashes of the parameters that an argument can name. Made when first asked for. */
  #parameters: Set<number> | null = null;

  constructor(
    bodies: ReaderOf<typeof body>,
    locals: ReaderOf<typeof local>,
    declarations: ReaderOf<typeof declaration>,
  ) {
    this.bodies = bodies;
    this.#locals = locals;
    this.#declarations = declarations;
  }

  /** The body that row `row` of a table belongs to; `first` gives the first row of each body. */
  bodyOf(first: FirstRows, row: number): number {
    let from = 0;
    let to = this.bodies.rows;
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (first.at(middle) <= row) from = middle;
      else to = middle;
    }
    return from;
  }

  /** The body that a local function or class owns, or -1. */
  ownedBy(local: number): number {
    if (this.#owned === null) {
      this.#owned = new Int32Array(this.#locals.rows).fill(-1);
      const { owner, rows } = this.bodies;
      for (let row = 0; row < rows; row++) if (owner.at(row) >= 0) this.#owned[owner.at(row)] = row;
    }
    return this.#owned[local]!;
  }

  isClassBody(row: number): boolean {
    return this.bodies.kind.at(row) === CLASS_BODY;
  }

  /** The method whose current object `this` is in a body: arrow functions and comprehensions have that around them. */
  methodOf(row: number): Method | null {
    let at = row;
    while (at > 0 && !this.isClassBody(at) && this.bodies.kind.at(at) !== FUNCTION_BODY) at = this.bodies.parent.at(at);
    if (at <= 0) return null;
    if (this.isClassBody(at)) return { classBody: at, isStatic: false };
    return this.#asMethod(at);
  }

  /** The innermost method around a body, through any nested functions. */
  methodAround(row: number): Method | null {
    for (let at = row; at > 0; at = this.bodies.parent.at(at)) {
      const method = this.bodies.kind.at(at) === FUNCTION_BODY ? this.#asMethod(at) : null;
      if (method !== null) return method;
    }
    return null;
  }

  /** The method that a local is the current object of, by position: its first parameter. */
  methodOfReceiver(row: number): Method | null {
    if (this.#locals.kind.at(row) !== PARAMETER) return null;
    const owner = this.#locals.body.at(row);
    if (this.bodies.local.at(owner) !== row || this.bodies.kind.at(owner) !== FUNCTION_BODY) return null;
    const flags = this.#flagsOf(owner);
    if ((flags & FLAG.static) !== 0) return null;
    const method = this.#asMethod(owner);
    if (method === null) return null;
    const isStatic = (flags & FLAG.classmethod) !== 0 || IMPLICIT_CLASS_METHODS.has(this.#nameOf(owner));
    return { classBody: method.classBody, isStatic };
  }

  /** The local named `name` that the body of a local class binds, or -1. */
  memberOfLocalClass(classBody: number, name: string): number {
    const { bodies } = this;
    const end = classBody + 1 < bodies.rows ? bodies.local.at(classBody + 1) : this.#locals.rows;
    for (let row = bodies.local.at(classBody); row < end; row++) if (this.#locals.name.at(row) === name) return row;
    return -1;
  }

  /** True when a function here has a parameter of this hash that an argument can name. */
  hasParameter(lo: number, hi: number): boolean {
    if (this.#parameters === null) {
      const { flags, hash, rows } = this.#locals;
      this.#parameters = new Set();
      for (let row = 0; row < rows; row++) {
        if ((flags.at(row) & LOCAL_FLAG.keyword) !== 0) this.#parameters.add(keyOf(hash.lo(row), hash.hi(row)));
      }
    }
    return this.#parameters.has(keyOf(lo, hi));
  }

  /** Declaration kind + 1 of a local function or class, else 0. */
  declaredKind(local: number): number {
    const kind = this.#locals.kind.at(local);
    if (kind === codeOf(LOCAL_KINDS, 'function')) return FUNCTION;
    return kind === codeOf(LOCAL_KINDS, 'class') ? CLASS : 0;
  }

  #asMethod(row: number): Method | null {
    const outer = this.bodies.parent.at(row);
    if (outer < 0 || !this.isClassBody(outer)) return null;
    return { classBody: outer, isStatic: (this.#flagsOf(row) & FLAG.static) !== 0 };
  }

  #flagsOf(row: number): number {
    const declared = this.bodies.declaration.at(row);
    return this.bodies.flags.at(row) | (declared < 0 ? 0 : this.#declarations.flags.at(declared));
  }

  #nameOf(row: number): string {
    const declared = this.bodies.declaration.at(row);
    if (declared >= 0) return this.#declarations.name.at(declared);
    const owner = this.bodies.owner.at(row);
    return owner < 0 ? '' : this.#locals.name.at(owner);
  }
}
