/**
 * Reads one stub of Python to its declarations, by name. A branch on the version or the platform that does not hold counts only
 * for the names that nothing else declares. It must never resolve a name of another stub.
 */
import type { Node } from 'web-tree-sitter';

/** The version and the platform that the facts are for. */
const VERSION = [3, 13] as const;
const PLATFORM = 'linux';

export type Declaration =
  | { readonly kind: 'class'; readonly node: Node; readonly scope: StubScope }
  | { readonly kind: 'function'; readonly node: Node; readonly decorators: readonly string[] }
  | { readonly kind: 'variable'; readonly type: string; readonly value: string }
  | { readonly kind: 'import'; readonly module: string; readonly name: string; readonly isPublic: boolean };

/** The names of a module or a class body. */
export class StubScope {
  readonly declarations: Map<string, Declaration[]> = new Map();
  readonly stars: string[] = [];
  readonly all: Set<string> = new Set();
  readonly #doubtful: Map<string, Declaration[]> = new Map();

  add(name: string, declaration: Declaration, holds: boolean): void {
    const map = holds ? this.declarations : this.#doubtful;
    const known = map.get(name);
    if (known === undefined) map.set(name, [declaration]);
    else known.push(declaration);
  }

  /** Takes the names that only branches which do not hold declare. */
  settle(): void {
    for (const [name, declarations] of this.#doubtful) {
      if (!this.declarations.has(name)) this.declarations.set(name, declarations);
    }
    this.#doubtful.clear();
  }
}

interface Place {
  readonly scope: StubScope;
  /** Dotted name of the module, to resolve relative imports. */
  readonly module: string;
  readonly isPackage: boolean;
}

export function readStub(root: Node, module: string, isPackage: boolean): StubScope {
  const scope = new StubScope();
  readBlock(root, { scope, module, isPackage }, true);
  scope.settle();
  return scope;
}

function readBlock(block: Node, place: Place, holds: boolean): void {
  for (const node of block.namedChildren) readStatement(node, place, holds);
}

function readStatement(node: Node, place: Place, holds: boolean): void {
  if (node.type === 'if_statement') readBranches(node, place, holds);
  else if (node.type === 'class_definition') readClass(node, place, holds);
  else if (node.type === 'function_definition') readFunction(node, [], place, holds);
  else if (node.type === 'decorated_definition') readDecorated(node, place, holds);
  else if (node.type === 'expression_statement') readExpression(node, place, holds);
  else if (node.type === 'import_statement') readImport(node, place, holds);
  else if (node.type === 'import_from_statement') readImportFrom(node, place, holds);
  else if (node.type === 'type_alias_statement') readAlias(node, place, holds);
}

function readBranches(node: Node, place: Place, holds: boolean): void {
  const parts = [node, ...node.childrenForFieldName('alternative')];
  let isTaken = false;
  for (const part of parts) {
    const condition = part.childForFieldName('condition');
    const isTrue = condition === null || evaluate(condition);
    const body = part.childForFieldName(part.type === 'else_clause' ? 'body' : 'consequence');
    if (body !== null) readBlock(body, place, holds && isTrue && !isTaken);
    isTaken ||= isTrue;
  }
}

function evaluate(node: Node): boolean {
  const parts = node.namedChildren;
  if (node.type === 'parenthesized_expression') return evaluate(parts[0]!);
  if (node.type === 'not_operator') return !evaluate(parts[0]!);
  if (node.type === 'boolean_operator') {
    const isAnd = node.childForFieldName('operator')!.type === 'and';
    return isAnd ? parts.every(evaluate) : parts.some(evaluate);
  }
  const version = /^sys\.version_info (>=|<) \((\d+),(?: (\d+))?/.exec(node.text);
  if (version !== null) {
    const [, sign, major, minor] = version;
    const isReached = VERSION[0] > Number(major) || (VERSION[0] === Number(major) && VERSION[1] >= Number(minor ?? 0));
    return isReached === (sign === '>=');
  }
  const platform = /^sys\.platform (==|!=) "(\w+)"/.exec(node.text);
  if (platform !== null) return (platform[2] === PLATFORM) === (platform[1] === '==');
  return node.text === 'TYPE_CHECKING';
}

function readClass(node: Node, place: Place, holds: boolean): void {
  const scope = new StubScope();
  readBlock(node.childForFieldName('body')!, { ...place, scope }, true);
  scope.settle();
  place.scope.add(node.childForFieldName('name')!.text, { kind: 'class', node, scope }, holds);
}

function readFunction(node: Node, decorators: readonly string[], place: Place, holds: boolean): void {
  place.scope.add(node.childForFieldName('name')!.text, { kind: 'function', node, decorators }, holds);
}

function readDecorated(node: Node, place: Place, holds: boolean): void {
  const definition = node.childForFieldName('definition')!;
  if (definition.type === 'class_definition') return readClass(definition, place, holds);
  const decorators = node.namedChildren
    .filter((child) => child.type === 'decorator')
    .map((child) => child.text.slice(1));
  readFunction(definition, decorators, place, holds);
}

function readExpression(statement: Node, place: Place, holds: boolean): void {
  const node = statement.namedChildren[0];
  if (node?.type === 'augmented_assignment' && node.text.startsWith('__all__')) return addNames(node, place);
  if (node?.type !== 'assignment') return;
  const left = node.childForFieldName('left')!;
  if (left.text === '__all__') return addNames(node, place);
  if (left.type !== 'identifier') return;
  const type = node.childForFieldName('type')?.text ?? '';
  const value = node.childForFieldName('right')?.text ?? '';
  place.scope.add(left.text, { kind: 'variable', type, value }, holds);
}

function readAlias(node: Node, place: Place, holds: boolean): void {
  const [left, right] = node.namedChildren;
  place.scope.add(left!.text, { kind: 'variable', type: 'TypeAlias', value: right!.text }, holds);
}

function addNames(node: Node, place: Place): void {
  for (const [, name] of node.text.matchAll(/["'](\w+)["']/g)) place.scope.all.add(name!);
}

function readImport(node: Node, place: Place, holds: boolean): void {
  for (const child of node.namedChildren) {
    const isAliased = child.type === 'aliased_import';
    const module = isAliased ? child.childForFieldName('name')!.text : child.text;
    const local = isAliased ? child.childForFieldName('alias')!.text : module.split('.')[0]!;
    const isPublic = isAliased && local === module;
    place.scope.add(local, { kind: 'import', module: isAliased ? module : local, name: '', isPublic }, holds);
  }
}

function readImportFrom(node: Node, place: Place, holds: boolean): void {
  const module = absolute(node.childForFieldName('module_name')!.text, place);
  if (node.namedChildren.some((child) => child.type === 'wildcard_import')) {
    if (holds) place.scope.stars.push(module);
    return;
  }
  for (const child of node.childrenForFieldName('name')) {
    const isAliased = child.type === 'aliased_import';
    const name = isAliased ? child.childForFieldName('name')!.text : child.text;
    const local = isAliased ? child.childForFieldName('alias')!.text : name;
    place.scope.add(local, { kind: 'import', module, name, isPublic: isAliased && local === name }, holds);
  }
}

function absolute(module: string, place: Place): string {
  const dots = /^\.*/.exec(module)![0].length;
  if (dots === 0) return module;
  const segments = place.module.split('.');
  const base = segments.slice(0, segments.length - dots + (place.isPackage ? 1 : 0));
  return [...base, ...module.slice(dots).split('.')].filter((segment) => segment !== '').join('.');
}
