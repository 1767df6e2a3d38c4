/**
 * Small Python programs that run without failing, for the laws of types: classes, functions, branches, loops and containers
 * over a few names. `probe(n, value)` gives its value; what stands in it is compared with what Python sees.
 */
import fc from 'fast-check';

const NAMES = ['a', 'b', 'c'] as const;
const name = fc.constantFrom(...NAMES);

/** Expressions that never fail, whatever the names hold. */
const simple = fc.oneof(
  fc.constantFrom(
    '1',
    '"s"',
    'None',
    '2.5',
    'True',
    '[]',
    '[1]',
    '("t", 1)',
    '{"k": 1}',
    'K()',
    'L()',
    'K',
    'helper',
    'K().m()',
    'L().m()',
    'L().n',
  ),
  name,
);
const expression = fc.oneof(
  { weight: 3, arbitrary: simple },
  fc.tuple(simple, simple).map(([a, b]) => `[${a}, ${b}]`),
  fc.tuple(simple, simple).map(([a, b]) => `(${a}, ${b})`),
  fc.tuple(simple, simple).map(([a, b]) => `(${a}, ${b})[1]`),
  fc.tuple(simple, simple).map(([a, b]) => `[${a}, ${b}][0]`),
  fc.tuple(simple, simple).map(([a, b]) => `{"k": ${a}, "l": ${b}}["l"]`),
  fc.tuple(simple, simple).map(([a, b]) => `(${a} or ${b})`),
  fc.tuple(simple, simple).map(([a, b]) => `(${a} and ${b})`),
  fc.tuple(simple, simple, simple).map(([a, b, c]) => `(${a} if ${b} else ${c})`),
  simple.map((a) => `helper(${a})`),
  simple.map((a) => `wrap(${a})()`),
  simple.map((a) => `decorated(${a})`),
  simple.map((a) => `str(${a})`),
  simple.map((a) => `[i for i in (${a}, 1)]`),
  simple.map((a) => `list(map(lambda i: i, [${a}, 1]))[0]`),
  simple.map((a) => `list(map(helper, (${a}, "s")))`),
  simple.map((a) => `sorted([${a}], key=lambda i: str(i))[0]`),
  simple.map((a) => `max([${a}, 1], key=lambda i: 0)`),
  simple.map((a) => `list(filter(lambda i: i is None, [${a}]))`),
  simple.map((a) => `K(${a}).v`),
  simple.map((a) => `(${a} is None)`),
  simple.map((a) => `(not ${a})`),
  fc.constantFrom(
    '1 + 2',
    '1 / 2',
    '"a" + "b"',
    '2.5 * 2',
    'len("a")',
    'sorted([2, 1])',
    '"a,b".split(",")',
    'max(1, 2)',
    'apply(K)',
    'apply(lambda: 1)',
  ),
);

let probes = 0;
function probed(text: string): string {
  probes = (probes + 1) % 1_000_000;
  return `probe(${probes}, ${text})`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

/** Patterns that never fail to be asked; each binds `q`. Classes that others are below are none: what is not known is one of them. */
const pattern = fc.constantFrom(
  'float() as q',
  'str(q)',
  'None as q',
  '(float() | str()) as q',
  'float(q) | str(q)',
  '[q, *_]',
  '[*q]',
  '(str() as q, _)',
  '{"k": q}',
  '{**q}',
  'L(v=q)',
  'L() | list() as q',
  'str() | None as q if q',
  'q if isinstance(q, (float, str))',
);

interface Statement {
  readonly lines: readonly string[];
}

const { block } = fc.letrec<{ statement: Statement; block: Statement }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(name, expression).map(([to, value]) => ({ lines: [`${to} = ${probed(value)}`] })),
    fc.tuple(name, expression, expression).map(([to, x, y]) => ({ lines: [`${to}, *_ = (${x}, ${y})`, probed(to)] })),
    expression.map((value) => ({ lines: [probed(value)] })),
    fc.tuple(name, tie('block'), tie('block')).map(([on, then, other]) => ({
      lines: [`if ${on}:`, ...indent(then.lines), 'else:', ...indent(other.lines)],
    })),
    fc.tuple(name, tie('block')).map(([on, then]) => ({
      lines: [`if isinstance(${on}, str):`, ...indent([probed(on), ...then.lines])],
    })),
    fc.tuple(name, tie('block')).map(([on, then]) => ({
      lines: [`if ${on} is not None:`, ...indent([probed(on), ...then.lines])],
    })),
    fc.tuple(name, expression, tie('block')).map(([to, value, body]) => ({
      lines: [`for ${to} in [${value}, 1]:`, ...indent([probed(to), ...body.lines])],
    })),
    fc
      .tuple(name, expression, expression)
      .map(([to, x, y]) => ({ lines: [`${to} = [${x}]`, `${to} += (${y},)`, probed(`${to}[-1]`)] })),
    fc
      .tuple(name, fc.constantFrom('K', 'L'), expression)
      .map(([to, of, value]) => ({ lines: [`${to} = ${of}()`, `${to} += ${value}`, probed(to)] })),
    fc.tuple(name, pattern, pattern, tie('block')).map(([on, first, second, other]) => ({
      lines: [
        `match ${on}:`,
        ...indent([`case ${first}:`, ...indent([probed('q'), probed(on)])]),
        ...indent([`case ${second}:`, ...indent([probed('q'), probed(on)])]),
        ...indent(['case q:', ...indent([probed('q'), ...other.lines])]),
      ],
    })),
    fc.tuple(tie('block'), tie('block')).map(([body, handler]) => ({
      lines: ['try:', ...indent(body.lines), ...indent(['unbound']), 'except NameError:', ...indent(handler.lines)],
    })),
    fc
      .tuple(name, expression)
      .map(([to, value]) => ({ lines: [`${to} = [${value}]`, `${to}.append(1)`, probed(`${to}[0]`)] })),
  ),
  block: fc
    .array(tie('statement'), { minLength: 1, maxLength: 3 })
    .map((all) => ({ lines: all.flatMap(({ lines }) => lines) })),
}));

const FIXED = [
  'class K:',
  '    def __init__(self, v=None): self.v = v',
  '    def m(self): return self',
  '    def __iadd__(self, o): return (self, o)',
  '    @property',
  '    def n(self): return "n"',
  'class L(K):',
  '    def m(self): return 1',
  '    def __add__(self, o): return 1',
  'def helper(p=0): return p',
  'def wrap(p):',
  '    def inner(): return p',
  '    return inner',
  'def apply(f): return f()',
  'def deco(f):',
  '    def inner(*a): return f(*a)',
  '    return inner',
  '@deco',
  'def decorated(p): return (p, 1)',
  'a = b = c = None',
];

export const programText: fc.Arbitrary<string> = fc
  .tuple(block, block, fc.array(expression, { maxLength: 2 }))
  .map(([body, rest, given]) =>
    [
      ...FIXED,
      'def run(a, b=None):',
      ...indent(['c = b', ...body.lines, 'return a']),
      ...given.map((value) => `run(${value})`),
      ...rest.lines,
      probed('run(1)'),
    ].join('\n'),
  );
