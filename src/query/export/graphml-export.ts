/**
 * A snapshot as GraphML: files and what they declare as nodes; containment, imports, calls and inheritance as edges.
 * All nodes come before all edges. Given in pieces, so that it is never in memory whole.
 */
import type { UnitId } from '#core';
import { callEdgeName, CERTAINTY, classBase, codeOf, moduleEdge, TARGET_KINDS } from '#facts';
import { UnitPositions } from '../unit-positions.ts';
import type { View } from '../view.ts';
import type { FileSymbols } from './file-symbols.ts';
import { qualifiedStyle, SymbolDirectory, SymbolNames } from './symbol-directory.ts';

const SYMBOL = codeOf(TARGET_KINDS, 'symbol');

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="path" for="node" attr.name="path" attr.type="string"/>
  <key id="line" for="node" attr.name="line" attr.type="int"/>
  <key id="relation" for="edge" attr.name="relation" attr.type="string"/>
  <key id="certainty" for="edge" attr.name="certainty" attr.type="string"/>
  <key id="count" for="edge" attr.name="count" attr.type="int"/>
  <graph id="index" edgedefault="directed">
`;
const TAIL = `  </graph>
</graphml>
`;

/** A text inside XML: reserved characters escaped; what XML 1.0 cannot hold becomes the replacement character. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(FORBIDDEN, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

// oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 forbids
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

export function* exportGraphml(view: View): Generator<string> {
  const graph = new GraphWriter(view);
  yield HEAD;
  for (const unit of view.snapshot.units) yield graph.nodes(unit);
  for (const unit of view.snapshot.units) yield graph.edges(unit);
  yield TAIL;
}

class GraphWriter {
  readonly #view: View;
  readonly #directory: SymbolDirectory;
  readonly #names: SymbolNames;
  /** Number of the first node of each file. */
  readonly #first = new Map<UnitId, number>();

  constructor(view: View) {
    this.#view = view;
    this.#directory = new SymbolDirectory(view);
    this.#names = new SymbolNames(this.#directory, qualifiedStyle);
    let next = 0;
    for (const unit of view.snapshot.units) {
      this.#first.set(unit, next);
      next += this.#directory.file(unit)?.count ?? 1;
    }
  }

  /** The file, then its declarations and its nested functions and classes. */
  nodes(unit: UnitId): string {
    const path = this.#view.path(unit);
    const symbols = this.#directory.file(unit);
    let out = node(this.#id(unit, 0), 'file', this.#view.moduleName(unit), path, 1);
    if (symbols === null) return out;
    const lines = this.#view.lines(unit);
    const positions = new UnitPositions(this.#view, unit);
    for (let symbol = 1; symbol < symbols.count; symbol++) {
      if (!isNode(symbols, symbol)) continue;
      const offset =
        symbol < symbols.declared ? positions.declaration(symbol) : positions.local(symbol - symbols.declared);
      const name = this.#names.of(symbols, symbol);
      out += node(this.#id(unit, symbol), symbols.kind(symbol), name, path, lines.lineAt(offset) + 1);
    }
    return out;
  }

  edges(unit: UnitId): string {
    const symbols = this.#directory.file(unit);
    if (symbols === null) return '';
    return this.#containment(symbols) + this.#imports(unit) + this.#inheritance(symbols) + this.#calls(symbols);
  }

  #containment(symbols: FileSymbols): string {
    let out = '';
    for (let symbol = 1; symbol < symbols.count; symbol++) {
      if (!isNode(symbols, symbol)) continue;
      const outer = this.#id(symbols.unit, this.#nodeOf(symbols, symbols.parent(symbol)));
      out += edge(outer, this.#id(symbols.unit, symbol), 'contains', 'resolved', 1);
    }
    return out;
  }

  #imports(unit: UnitId): string {
    const table = this.#view.table(moduleEdge, unit);
    let out = '';
    for (let row = 0; table !== null && row < table.rows; row++) {
      const target = this.#directory.find(table.key.lo(row), table.key.hi(row));
      if (target !== null) out += edge(this.#id(unit, 0), this.#id(target.file.unit, 0), 'imports', 'resolved', 1);
    }
    return out;
  }

  #inheritance(symbols: FileSymbols): string {
    const table = this.#view.table(classBase, symbols.unit);
    let out = '';
    for (let row = 0; table !== null && row < table.rows; row++) {
      if (table.kind.at(row) !== SYMBOL) continue;
      const from = this.#directory.find(table.key.lo(row), table.key.hi(row));
      const to = this.#directory.find(table.symbol.lo(row), table.symbol.hi(row));
      if (from === null || to === null) continue;
      out += edge(this.#id(from.file.unit, from.symbol), this.#id(to.file.unit, to.symbol), 'inherits', 'resolved', 1);
    }
    return out;
  }

  /** One edge per caller, callee and certainty, with the number of calls. */
  #calls(symbols: FileSymbols): string {
    const table = this.#view.table(callEdgeName, symbols.unit);
    const counts = new Map<string, { from: string; to: string; certainty: string; count: number }>();
    for (let row = 0; table !== null && row < table.rows; row++) {
      const to = this.#directory.find(table.key.lo(row), table.key.hi(row));
      if (to === null) continue;
      const caller = this.#nodeOf(symbols, symbols.ofBody(table.caller.at(row)));
      const certainty = CERTAINTY[table.certainty.at(row)]!;
      const one = { from: this.#id(symbols.unit, caller), to: this.#id(to.file.unit, to.symbol), certainty, count: 0 };
      const key = `${one.from} ${one.to} ${certainty}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, one);
      (known ?? one).count++;
    }
    let out = '';
    for (const { from, to, certainty, count } of counts.values()) out += edge(from, to, 'calls', certainty, count);
    return out;
  }

  #id(unit: UnitId, symbol: number): string {
    return `n${this.#first.get(unit)! + symbol}`;
  }

  /** The nearest symbol from this one outwards that is a node. */
  #nodeOf(symbols: FileSymbols, symbol: number): number {
    let at = symbols.first(symbol);
    while (at > 0 && !symbols.isNamed(at)) at = symbols.first(symbols.parent(at));
    return at;
  }
}

function isNode(symbols: FileSymbols, symbol: number): boolean {
  return symbols.isNamed(symbol) && symbols.first(symbol) === symbol;
}

function node(id: string, kind: string, name: string, path: string, line: number): string {
  return (
    `    <node id="${id}"><data key="kind">${kind}</data><data key="name">${escapeXml(name)}</data>` +
    `<data key="path">${escapeXml(path)}</data><data key="line">${line}</data></node>\n`
  );
}

function edge(source: string, target: string, relation: string, certainty: string, count: number): string {
  return (
    `    <edge source="${source}" target="${target}"><data key="relation">${relation}</data>` +
    `<data key="certainty">${certainty}</data><data key="count">${count}</data></edge>\n`
  );
}
