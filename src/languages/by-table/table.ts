/**
 * What a language by table says about its grammar: for each node type, what it declares, imports, names or opens.
 * Types only. A table is data: it names node types and selectors and must never hold code.
 */
import type { DeclarationKind, HERITAGE_KINDS, LITERAL_KINDS } from '#facts';

/**
 * How to get from a node to a node below it: steps joined by `/`. A step is the name of a field, `<type>` for the first
 * child of that type, '' for the first named child, '$' for the last. '.' alone is the node itself.
 * Alternatives are parted by `|`.
 */
export type Selector = string;

/** `parameter`: a parameter of the function around it; directly in a class (records) a property. */
export type DeclaredKind = DeclarationKind | 'parameter';

export interface Declares {
  readonly kind: DeclaredKind;
  /** The kind directly inside a class, struct, trait, interface or enum, when it is another. */
  readonly member?: DeclarationKind;
  /** Where names stand, in order of preference; all nodes of the last step's field count. Default `name`. */
  readonly name?: readonly Selector[];
  /** `members`: what is declared inside is below it. `body`: a function; its inside is lowered as a body. */
  readonly opens?: 'members' | 'body';
  /** The name begins at this child (`operator ==`). */
  readonly nameFrom?: Selector;
  /** Another kind, by the type of a node: that of the child `of`, or of each wrapper between the node and its name. */
  readonly kindBy?: { readonly of?: Selector; readonly is: Readonly<Record<string, DeclaredKind>> };
  /** The type that this is a member of, though it stands outside of it. */
  readonly owner?: Selector;
  /** Not a declaration of its own: the node holds more members of the type named by `owner`. */
  readonly reopens?: boolean;
  /** All of one name in one scope are one symbol (namespaces, open classes, partial ones). */
  readonly merge?: boolean;
  /** Without a name, it is named by this, and what that names is a base of the type around it. */
  readonly embeds?: Selector;
  /** What `embeds` names is a base and no member. */
  readonly embedsOnly?: boolean;
  /** Only nodes with this child declare; the others are walked through. */
  readonly needs?: Selector;
  /** A function without this child is a prototype. Default `body`. */
  readonly body?: Selector;
  /** A function without parameters or body is whole, not a prototype (another name for one). */
  readonly isWhole?: boolean;
  /** Declared once per scope, however often it is written (variables of scripts). */
  readonly once?: boolean;
}

/** How a call names what it calls. */
export interface Calls {
  /** The child that is called. Default `function`. */
  readonly callee?: Selector;
  /** The value whose member is called, when the call itself holds both. */
  readonly object?: Selector;
  readonly arguments?: Selector;
  readonly isNew?: boolean;
  /** The arguments stand beside the callee, each under the selector `arguments` (commands of a shell). */
  readonly isInline?: boolean;
}

/**
 * `path`: the last segment of a dotted name is taken out of the rest. `module`: the text names a module or file.
 * `tree`: nested lists of paths (Rust). `list`: the parts of a path as children of the statement, then names (Scala).
 */
export interface Imports {
  readonly style: 'path' | 'module' | 'tree' | 'list';
  readonly module: Selector;
  readonly alias?: Selector;
  /** What stands in front of the paths of a list, seen from the parent of the list. */
  readonly prefix?: Selector;
  readonly separator?: string;
  /** A child of this type takes everything. */
  readonly star?: string;
  /** The list of names behind the path, and the types of names with an alias: field `name`, then field `alias`. */
  readonly list?: Selector;
  readonly renames?: readonly string[];
  /** The last segment of the module is bound (Go). */
  readonly bindsLast?: boolean;
}

/** The package of a file: the one that it names (all `clause` nodes at the top, joined by dots), or its folder. */
export type PackageOf =
  | { readonly kind: 'jvm'; readonly clause: string; readonly name: Selector }
  | { readonly kind: 'folder'; readonly besides: string };

export interface LanguageTable {
  readonly name: string;
  readonly grammar: string;
  readonly extensions: readonly string[];
  readonly fileNames?: readonly string[];
  readonly package?: PackageOf;
  readonly comments: readonly string[];
  /** Left out whole: what names the file itself. */
  readonly ignored?: readonly string[];
  /** Children begin statements. So do parameters. */
  readonly blocks: readonly string[];
  /** Scopes of local names. Without any, a function is one scope. */
  readonly scopes?: readonly string[];
  /** Begin a statement of their own and end it, so that what follows does not depend on their length. */
  readonly clauses?: readonly string[];
  /** Walked outside of the function that they are written at. */
  readonly modifiers?: readonly string[];
  /** Flags of a declaration by the words of its modifiers: names of `FLAG`. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly declares: Readonly<Record<string, Declares>>;
  /** Fields (or '' for all) of a node under which names are bound in the current scope. */
  readonly binds?: Readonly<Record<string, readonly Selector[]>>;
  /** Node types of `binds` that make declarations of a module or class, not locals. */
  readonly bindsDeclare?: readonly string[];
  /** Names that begin with a capital are not bound by patterns (Rust), or are constants (Ruby). */
  readonly capitals?: 'unbound' | 'constant';
  /** Nodes under `binds` whose type is here are bound. Default: all of `names` in the role `read`. */
  readonly bindable?: readonly string[];
  /** Nodes under `binds` in which nothing is bound (`a[i]`). */
  readonly opaque?: readonly string[];
  readonly names: Readonly<Record<string, 'read' | 'type'>>;
  /** A name right inside of these is a type, whatever its node type says. */
  readonly types?: readonly string[];
  /** Names that are made of parts, and are names only when they have one (`"$command"` is none). */
  readonly composed?: readonly string[];
  /** Object and name of each kind of member access. */
  readonly members?: Readonly<Record<string, readonly [object: Selector, name: Selector]>>;
  readonly calls?: Readonly<Record<string, Calls>>;
  /** Field that is assigned; `readwrite` where the value is used too. */
  readonly assigns?: Readonly<Record<string, readonly [target: Selector, role: 'write' | 'readwrite']>>;
  /** Nodes that stand for one of their children: `List<T>` for `List`. */
  readonly heads?: Readonly<Record<string, Selector>>;
  /** Wrappers between a declaration and its name. */
  readonly declarators?: Readonly<Record<string, Selector>>;
  /** Nodes whose text up to this character is a name (`operator bool() const`). */
  readonly spans?: Readonly<Record<string, string>>;
  /** Names written as a path: the selector of what stands in front is the owner of an out-of-line definition. */
  readonly qualified?: Readonly<Record<string, readonly [scope: Selector, name: Selector]>>;
  readonly heritage?: Readonly<Record<string, (typeof HERITAGE_KINDS)[number]>>;
  /** Beside the bases in a heritage node: arguments of constructors. */
  readonly noBases?: readonly string[];
  /** Lists between a heritage node and the bases. */
  readonly lists?: readonly string[];
  /** Field with a base of the declared type, where there is no node around the bases. */
  readonly baseFields?: Readonly<Record<string, (typeof HERITAGE_KINDS)[number]>>;
  readonly parameterLists?: readonly string[];
  readonly restParameters?: readonly string[];
  readonly resultFields?: readonly Selector[];
  readonly imports?: Readonly<Record<string, Imports>>;
  readonly literals?: Readonly<Record<string, (typeof LITERAL_KINDS)[number]>>;
  /** Calls that import, and the argument that names the module. */
  readonly importingCalls?: Readonly<Record<string, 'first' | 'last'>>;
  /** Calls that declare a member by their first argument, or one by each. */
  readonly declaringCalls?: Readonly<Record<string, readonly [DeclarationKind, 'first' | 'each']>>;
  /** Members can be named without the object inside the type. */
  readonly bareMembers?: boolean;
}
