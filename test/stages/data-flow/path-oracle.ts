/**
 * Reaching definitions the plain way: sets of what may hold, pushed along every edge until nothing changes, for every variable at
 * every operation. It knows the operations of L1 and the edges of L4, and nothing of merges. Small bodies only.
 */
import { basicBlock, body, flowBody, FLOW_EDGE_KINDS, flowEdge, OPCODES, operation, reference } from '#facts';
import type { Tables } from './flow-lines.ts';

type State = Map<string, Set<string>>;

/** Names that a call may write, in the programs of the tests. */
const CAPTURED = 'c';

export class PathOracle {
  readonly #tables: Tables;
  readonly #first: number;
  readonly #starts: number[] = [];
  readonly #edges: { source: number; target: number; isException: boolean }[] = [];
  readonly #names = new Map<number, string>();
  readonly #variables: Set<string>;
  /** Members can be written under computed names. */
  readonly #isScript: boolean;
  /** Names that the block at hand writes. */
  readonly #written = new Set<string>();
  /** `operation name` -> what reaches there. */
  readonly uses: Map<string, Set<string>> = new Map<string, Set<string>>();

  constructor(tables: Tables, row: number, variables: readonly string[], isScript: boolean) {
    this.#tables = tables;
    this.#isScript = isScript;
    this.#variables = new Set(variables);
    const bodies = tables(body);
    this.#first = bodies.operation.at(row);
    const flow = tables(flowBody);
    const blocks = tables(basicBlock);
    const edges = tables(flowEdge);
    const isLast = row + 1 === bodies.rows;
    const blockEnd = isLast ? blocks.rows : flow.block.at(row + 1);
    const edgeEnd = isLast ? edges.rows : flow.edge.at(row + 1);
    for (let at = flow.block.at(row); at < blockEnd; at++) this.#starts.push(blocks.operation.at(at));
    this.#starts.push((isLast ? tables(operation).rows : bodies.operation.at(row + 1)) - this.#first);
    for (let at = flow.edge.at(row); at < edgeEnd; at++) {
      const kind = FLOW_EDGE_KINDS[edges.kind.at(at)]!;
      if (kind === 'stuck') continue;
      this.#edges.push({ source: edges.source.at(at), target: edges.target.at(at), isException: kind === 'exception' });
    }
    this.#solve();
  }

  #solve(): void {
    const states = new Map<number, State>([[0, this.#entry()]]);
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      for (const [block, state] of states) {
        const { early, late } = this.#run(block, copy(state));
        for (const edge of this.#edges) {
          if (edge.source !== block) continue;
          const target = states.get(edge.target);
          const out = edge.isException ? early : late;
          if (target === undefined) {
            states.set(edge.target, copy(out));
            isChanged = true;
          } else if (join(target, out)) isChanged = true;
        }
      }
    }
  }

  #entry(): State {
    const state: State = new Map([...this.#variables].map((name) => [name, new Set(['entry'])]));
    for (let op = 0; op < this.#starts.at(-1)!; op++) {
      // A function of ECMAScript is there from the start; those of Python are first in these programs.
      const { code, name } = this.#at(op);
      if (code === 'store' && name === 'w') state.set('w', new Set([String(op)]));
    }
    return state;
  }

  /** Runs a block: what holds before its first write, and at its end. Notes the uses. */
  #run(block: number, state: State): { early: State; late: State } {
    let early: State | null = null;
    this.#written.clear();
    for (let op = this.#starts[block]!; op < this.#starts[block + 1]!; op++) {
      const { code, name, base } = this.#at(op);
      const isWrite = code === 'store' || code.startsWith('store_') || code === 'parameter';
      if (isWrite && early === null) early = copy(state);
      if (code === 'load' || code === 'attribute' || code === 'index')
        this.#read(op, code === 'index' ? `${base}[]` : name, state);
      if (code === 'store') this.#write(state, name, op, false);
      if (code === 'parameter') state.set(name, new Set([String(op)]));
      if (code === 'store_attribute' || code === 'store_index') this.#writeMember(state, base, name, op, code);
      if (code === 'call')
        for (const held of this.#variables) if (held === CAPTURED || /[.[]/.test(held)) touch(state, held);
    }
    // An exception leaves before the writes of the block, but other effects of its operations may be there.
    if (early !== null) {
      for (const [name, set] of state) {
        if (set.has('clobber') && !this.#written.has(name)) touch(early, name);
      }
    }
    return { early: early ?? copy(state), late: state };
  }

  #read(op: number, name: string, state: State): void {
    this.#names.set(op, name);
    const found = state.get(name);
    if (found === undefined) return;
    const key = `${op} ${name}`;
    this.uses.set(key, new Set([...(this.uses.get(key) ?? []), ...found]));
    // A value that is handed on takes along what the object holds.
    const held = state.get(`${name}[]`);
    if (held !== undefined && !this.#isBase(op))
      this.uses.set(`${op} ${name}[]`, new Set([...(this.uses.get(`${op} ${name}[]`) ?? []), ...held]));
  }

  #write(state: State, name: string, op: number, isPartial: boolean): void {
    this.#written.add(name);
    const old = isPartial ? state.get(name)! : new Set<string>();
    if (state.has(name)) state.set(name, new Set([...old, String(op)]));
    for (const below of this.#variables) {
      if (!below.startsWith(`${name}.`) && !below.startsWith(`${name}[`)) continue;
      this.#written.add(below);
      state.set(below, new Set([`gone ${op}`]));
    }
  }

  #writeMember(state: State, base: string, member: string, op: number, code: string): void {
    const own = code === 'store_attribute' ? `${base}.${member}` : '';
    for (const other of this.#variables) {
      const isItem = other.endsWith('[]');
      const hasMember = other
        .split('.')
        .slice(1)
        .some((part) => part.replace('[]', '') === member);
      const isComputed = code === 'store_index' && this.#isScript && other.includes('.');
      if (other === own || other === `${base}[]`) continue;
      if (own !== '' && (other.startsWith(`${own}.`) || other.startsWith(`${own}[`))) continue;
      if (isItem || (code === 'store_attribute' && hasMember) || isComputed) touch(state, other);
    }
    if (own !== '') this.#write(state, own, op, false);
    if (state.has(`${base}[]`)) this.#write(state, `${base}[]`, op, true);
  }

  #isBase(op: number): boolean {
    for (let next = op + 1; next < this.#starts.at(-1)!; next++) {
      const { code, a } = this.#at(next);
      if (a === op && /^(attribute|index|store_attribute|store_index)$/.test(code)) return true;
    }
    return false;
  }

  /** The opcode, the name that it means, and the path of its base. */
  #at(op: number): { code: string; name: string; base: string; a: number } {
    const { opcode, a, aux } = this.#tables(operation);
    const at = this.#first + op;
    const code = OPCODES[opcode.at(at)]!;
    const base = a.at(at) < 0 ? '' : (this.#names.get(a.at(at)) ?? '');
    const isNamed = /^(load|store|attribute|store_attribute)$/.test(code);
    const text = isNamed ? this.#tables(reference).name.at(aux.at(at)) : '';
    if (code === 'parameter') return { code, name: ['o', 'p', 'b'][op]!, base, a: -1 };
    return { code, name: code === 'attribute' ? `${base}.${text}` : text, base, a: a.at(at) };
  }
}

function touch(state: State, name: string): void {
  state.get(name)?.add('clobber');
}

function copy(state: State): State {
  return new Map([...state].map(([name, set]) => [name, new Set(set)]));
}

function join(into: State, from: State): boolean {
  let isChanged = false;
  for (const [name, set] of from) {
    const target = into.get(name)!;
    for (const token of set) {
      if (target.has(token)) continue;
      target.add(token);
      isChanged = true;
    }
  }
  return isChanged;
}
