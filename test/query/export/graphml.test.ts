/** The GraphML export, read with a strict reader of the XML that it may hold. */
import { expect, test } from 'vitest';
import { escapeXml } from '../../../src/query/export/graphml-export.ts';
import { exported, SHOP } from './export-text.ts';

interface Element {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };

function decoded(text: string): string {
  if (/[<>"]|&(?!lt;|gt;|amp;|quot;)/.test(text)) throw new Error(`not escaped: ${text}`);
  return text.replaceAll(/&\w+;/g, (entity) => ENTITIES[entity]!);
}

/** Elements, attributes and text, every element closed: no more of XML than an export may use. */
function readXml(text: string): Element {
  const top: Element = { tag: '', attributes: new Map(), children: [], text: '' };
  const open = [top];
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  if (!text.startsWith(declaration)) throw new Error('no declaration');
  const token = /<(\/?)([a-z]+)((?:\s+[\w:.]+="[^"]*")*)\s*(\/?)>|([^<]+)/gy;
  token.lastIndex = declaration.length;
  for (let at = token.lastIndex; at < text.length; at = token.lastIndex) {
    const [whole, end, tag, attributes, isEmpty, words] = token.exec(text) ?? [];
    if (whole === undefined) throw new Error(`no XML at ${at}: ${text.slice(at, at + 40)}`);
    const inner = open.at(-1)!;
    if (words !== undefined) inner.text += decoded(words);
    else if (end === '/') {
      if (inner.tag !== tag) throw new Error(`</${tag}> closes <${inner.tag}>`);
      open.pop();
    } else {
      const pairs = [...attributes!.matchAll(/([\w:.]+)="([^"]*)"/g)];
      const element: Element = {
        tag: tag!,
        attributes: new Map(pairs.map(([, name, value]) => [name!, decoded(value!.replaceAll('"', ''))])),
        children: [],
        text: '',
      };
      inner.children.push(element);
      if (isEmpty === '') open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.tag}> is not closed`);
  return top.children[0]!;
}

interface Graph {
  readonly nodes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly facts: Readonly<Record<string, string>>;
  }[];
}

function readGraph(text: string): Graph {
  const root = readXml(text);
  expect(root.tag).toBe('graphml');
  const keys = new Set(root.children.filter(({ tag }) => tag === 'key').map((key) => key.attributes.get('id')));
  const graph = root.children.find(({ tag }) => tag === 'graph')!;
  const factsOf = (element: Element): Record<string, string> => {
    for (const one of element.children) expect(keys).toContain(one.attributes.get('key'));
    return Object.fromEntries(element.children.map((one) => [one.attributes.get('key')!, one.text]));
  };
  const nodes = new Map(
    graph.children.filter(({ tag }) => tag === 'node').map((node) => [node.attributes.get('id')!, factsOf(node)]),
  );
  const edges = graph.children
    .filter(({ tag }) => tag === 'edge')
    .map((one) => ({ from: one.attributes.get('source')!, to: one.attributes.get('target')!, facts: factsOf(one) }));
  return { nodes, edges };
}

function named(graph: Graph, relation: string): string[] {
  const name = (id: string): string => graph.nodes.get(id)!['name']!;
  return graph.edges
    .filter(({ facts }) => facts['relation'] === relation)
    .map(({ from, to }) => `${name(from)} > ${name(to)}`);
}

test('every edge joins two nodes, and the ids of nodes are distinct', async () => {
  const text = (await exported(SHOP, 'graphml')).toString();
  const graph = readGraph(text);
  expect(graph.nodes.size).toBe(text.match(/<node /g)!.length);
  expect(graph.edges.length).toBeGreaterThan(15);
  for (const { from, to } of graph.edges) {
    expect(graph.nodes.has(from)).toBe(true);
    expect(graph.nodes.has(to)).toBe(true);
  }
});

test('files contain declarations, import files; classes inherit; functions call', async () => {
  const graph = readGraph((await exported(SHOP, 'graphml')).toString());
  expect(named(graph, 'contains')).toContain('shop.cart > shop.cart.Cart');
  expect(named(graph, 'contains')).toContain('shop.cart.Cart > shop.cart.Cart.add');
  expect(named(graph, 'contains')).toContain('shop.cart.Cart.add > shop.cart.Cart.add.twice');
  expect(named(graph, 'imports')).toContain('shop > shop.cart');
  expect(named(graph, 'inherits')).toEqual(['shop.cart.Cart > shop.cart.Basket', 'web/view.Square > web/view.Shape']);
  expect(named(graph, 'calls')).toContain('web/view.Square.area > web/view.sum');
});

test('calls of one function from another are one edge that counts them', async () => {
  const graph = readGraph((await exported(SHOP, 'graphml')).toString());
  const add = graph.edges.find(
    ({ from, to, facts }) =>
      facts['relation'] === 'calls' &&
      graph.nodes.get(from)!['name'] === 'main' &&
      graph.nodes.get(to)!['name'] === 'shop.cart.Cart.add',
  )!;
  expect(add.facts).toEqual({ relation: 'calls', certainty: 'resolved', count: '2' });
});

test('names and paths are escaped, and what XML cannot hold is replaced', async () => {
  const graph = readGraph((await exported({ 'a&b/<c>".ts': 'export const x = 1;\n' }, 'graphml')).toString());
  expect([...graph.nodes.values()].map((node) => node['path'])).toEqual(['a&b/<c>".ts', 'a&b/<c>".ts']);
  expect(escapeXml('a\u0000b\u001fc\ud800d\uffff\te')).toBe('a\ufffdb\ufffdc\ufffdd\ufffd\te');
});
