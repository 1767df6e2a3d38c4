/** The code paths that a fixture of ESLint draws, as relations between the names and literals of their segments. */

/** Nodes behind which a name is a label, or bound and not read. */
const BINDS: ReadonlySet<string> = new Set([
  'AssignmentExpression',
  'AssignmentPattern',
  'BreakStatement',
  'CatchClause',
  'ClassDeclaration',
  'ClassExpression',
  'ContinueStatement',
  'FunctionDeclaration',
  'FunctionExpression',
  'LabeledStatement',
  'MethodDefinition',
  'Property',
  'PropertyDefinition',
  'VariableDeclarator',
]);

/** Nodes whose names in front of the body are parameters. */
const FUNCTIONS = /^(Function|ArrowFunction)/;

export interface DrawnPath {
  readonly pairs: Set<string>;
  /** A static block or a field: a path of its own in the fixtures, a stretch of the class body here. */
  readonly isStretch: boolean;
}

interface Drawing {
  readonly edges: readonly (readonly [string, string])[];
  /** Names and literals of each segment; null for unreachable ones. */
  readonly segments: ReadonlyMap<string, readonly string[] | null>;
}

/** One relation per code path, in the order of the `expected` comments. */
export function drawnPaths(text: string): DrawnPath[] {
  const segments = new Map<string, readonly string[] | null>();
  const roots = new Map<string, string>();
  // A name is read, not only written, where it is the target of an operator.
  const read = new Set(
    [...text.matchAll(/(\w+)\s*(?:[-+*/%&|^]|&&|\|\||\?\?|<<|>>>?)=[^=]/g)].map(([, name]) => name!),
  );
  for (const [, id, attributes] of text.matchAll(/^\s*(s\d+_\d+)\s*\[(.*)\];\s*$/gm)) {
    const label = /label="((?:[^"\\]|\\.)*)"/.exec(attributes!)?.[1] ?? '';
    const nodes = label.split('\\n');
    if (id!.endsWith('_1')) roots.set(id!, nodes[0]!);
    segments.set(id!, nodes[0] === '<<unreachable>>' ? null : namesOf(nodes, read));
  }
  return [...text.matchAll(/\/\*expected\s([^]*?)\*\//g)].map(([, arrows]) => {
    const edges = edgesOf(arrows!);
    const root = roots.get(edges[0]?.[1] ?? '') ?? '';
    return { pairs: relation({ edges, segments }), isStretch: !/^(Program|Function|ArrowFunction)/.test(root) };
  });
}

function edgesOf(arrows: string): [string, string][] {
  return arrows.split(';').flatMap((chain) => {
    const ids = chain.trim().split('->');
    return ids.slice(1).map((id, at): [string, string] => [ids[at]!, id]);
  });
}

function namesOf(nodes: readonly string[], read: ReadonlySet<string>): string[] {
  const names: string[] = [];
  let isHead = FUNCTIONS.test(nodes[0]!);
  for (const [at, node] of nodes.entries()) {
    const [, kind, value] = /^(Identifier|Literal) \((.*)\)$/.exec(node) ?? [];
    if (kind === undefined) {
      isHead &&= at === 0;
      continue;
    }
    const before = nodes[at - 1]?.replace(/:.*/, '') ?? '';
    // `a.b = c`: the property is written.
    const isMember = nodes[at - 2]?.startsWith('MemberExpression') && nodes[at - 3]?.startsWith('Assignment');
    const isBound = BINDS.has(before) && !(before === 'AssignmentExpression' && read.has(value!));
    if (kind === 'Literal' || !(isHead || isBound || isMember)) names.push(value!);
  }
  return names;
}

/** All pairs `a b`: b may be met after a with nothing in between. */
function relation({ edges, segments }: Drawing): Set<string> {
  const next = new Map<string, string[]>();
  for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const pairs = new Set<string>();
  const firsts = (name: string, from: string): void => {
    const seen = new Set<string>();
    const waiting = [...(next.get(from) ?? [])];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const names = segments.get(id);
      if (id === 'final' || id === 'thrown') pairs.add(`${name} out`);
      else if (names !== undefined && names !== null && names.length > 0) pairs.add(`${name} ${names[0]!}`);
      else if (names !== null) waiting.push(...(next.get(id) ?? []));
    }
  };
  firsts('in', 'initial');
  const reached = new Set<string>(['initial']);
  for (const id of reached) {
    for (const other of next.get(id) ?? []) if (segments.get(other) !== null) reached.add(other);
    const names = segments.get(id) ?? [];
    for (const [at, name] of names.entries()) {
      if (at + 1 < names.length) pairs.add(`${name} ${names[at + 1]!}`);
      else firsts(name, id);
    }
  }
  return pairs;
}
