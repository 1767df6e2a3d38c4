/**
 * What is known of classes and functions outside the repository: the contract between the type evaluator and the data of
 * a language's standard library. Types are text in the syntax of PEP 484, every class under its dotted name
 * (`builtins.list[_T]`, `builtins.str | None`). A reader must answer from memory: no I/O, and the same answer always.
 */

export const LIBRARY_KINDS = ['module', 'class', 'function', 'variable'] as const;
export type LibraryKind = (typeof LIBRARY_KINDS)[number];

export const LIBRARY_PARAMETER_KINDS = ['plain', 'positional_only', 'keyword_only', 'rest', 'keyword_rest'] as const;
export type LibraryParameterKind = (typeof LIBRARY_PARAMETER_KINDS)[number];

export interface LibraryParameter {
  readonly name: string;
  readonly kind: LibraryParameterKind;
  /** Type expression, '' when it is not known. Of `rest` the type of one argument. */
  readonly type: string;
  readonly hasDefault: boolean;
}

/** One way to call a function. Parameters of methods include the receiver. */
export interface LibrarySignature {
  readonly parameters: readonly LibraryParameter[];
  /** Type expression of what a call gives, '' when it is not known. Of an `async` function what awaiting it gives. */
  readonly returns: string;
}

export interface LibraryEntry {
  readonly kind: LibraryKind;
  /** The dotted name under which it is defined: `posixpath.join` for `os.path.join`, `io.TextIOWrapper`. */
  readonly name: string;
  /** Of a class: its bases as type expressions in order, with their arguments; `builtins.object` may be left out. */
  readonly bases: readonly string[];
  /** Of a class: the names of its type parameters in order (`_T`, `_KT`). Any other bare name of its types that has no
   * dot is a type variable of the function, or `Self`, `Any`, `None`, `Never`. */
  readonly typeParameters: readonly string[];
  /** Of a variable or a property: its type expression; else ''. */
  readonly type: string;
  /** Of a function: its overloads in order, at least one; else none. */
  readonly signatures: readonly LibrarySignature[];
  readonly isProperty: boolean;
  readonly isClassMethod: boolean;
  readonly isStaticMethod: boolean;
  readonly isAsync: boolean;
}

export interface Library {
  /** What stands under a dotted name (`builtins.str.split`, `os.path.join`, `re.compile`), aliases followed; null when that is
   * not known. A member is found in the class that declares it and in no class below: who asks walks the bases. */
  lookup(name: string): LibraryEntry | null;
}

/** Knows nothing. */
export const NO_LIBRARY: Library = { lookup: () => null };
