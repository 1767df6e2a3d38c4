/**
 * Runs programs of `flowProgram` in the real interpreters and gives what they did: each call by name, and whether it raised.
 * CPython is watched by `sys.settrace`; Node runs calls that note themselves.
 */
import { Script } from 'node:vm';
import { runPython, type PrintedProgram } from '#testkit';

/** One run: the calls in order, and whether the function ended by itself (it is stopped after many calls). */
export interface Trace {
  readonly calls: readonly (readonly [name: string, raised: boolean])[];
  readonly ended: boolean;
}

/** A program and what its calls do, one number each. */
export interface Job extends PrintedProgram {
  readonly numbers: readonly number[];
}

const WATCH = `
import json, sys
class E1(Exception): pass
class E2(Exception): pass
class Stop(BaseException): pass
class Manager:
    def __init__(self, swallows): self.swallows = swallows
    def __enter__(self): return 1
    def __exit__(self, kind, value, trace): return self.swallows and kind is not Stop
class Thing:
    def __getattr__(self, name): return self
    def __call__(self, *rest, **named): return self
    def __getitem__(self, key): return self
    def __setitem__(self, key, value): pass
    def __delitem__(self, key): pass
    def __delattr__(self, name): pass
    def __iter__(self): return iter((self, self, self))
    def __lt__(self, other): return True
    def __add__(self, other): return self
    def __format__(self, form): return ''
    def __str__(self): return ''
    def __mro_entries__(self, bases): return ()
    def keys(self): return ()
def mark(name):
    def step():
        n = next(numbers, None)
        if n is None: raise Stop()
        if n % 10 == 0: raise (E1 if n % 20 == 0 else E2)()
        kind = name[0]
        if kind == 'x' and n % 2 == 1: raise ExceptionGroup('', [E1(), E2()])
        if kind == 'i': return range(n % 3)
        if kind == 'o': return Thing()
        if kind == 'w': return Manager(n % 2 == 1)
        if kind == 'v': return n % 4 if n % 5 else [n % 4]
        return n % 2 == 1
    return step
CODE = mark('x').__code__
for job in json.load(sys.stdin):
    numbers = iter(job['numbers'])
    calls = []
    def watch(frame, event, arg):
        if event != 'call' or frame.f_code is not CODE: return None
        calls.append([frame.f_locals['name'], False])
        def inside(frame, event, arg):
            if event == 'exception': calls[-1][1] = True
            return inside
        return inside
    space = {'E1': E1, 'E2': E2, **{name: mark(name) for name in job['names']}}
    try: code = compile(job['text'], 'f', 'exec')
    except SyntaxError:
        # A construct that this version does not know.
        print(json.dumps({'calls': [], 'ended': False}))
        continue
    exec(code, space)
    ended = True
    sys.settrace(watch)
    try:
        for _ in space['f']() or (): pass
    except Stop: ended = False
    except Exception: pass
    finally: sys.settrace(None)
    print(json.dumps({'calls': calls, 'ended': ended and next(numbers, None) is not None}))
`;

export const traceOfPython = (jobs: readonly Job[]): Trace[] => runPython<Trace>(WATCH, jobs);

/** An object that has all members, each of which is itself, and can be called, made and iterated. */
const THING: object = new Proxy(function () {}, {
  get: (_, key) => {
    if (key === Symbol.toPrimitive) return () => 1;
    return key === Symbol.iterator ? () => [THING, THING][Symbol.iterator]() : THING;
  },
  apply: () => THING,
  construct: () => THING,
});

/** What a call gives, as in the program above; `something` is an object. */
function given(kind: string, number: number, something: object): unknown {
  if (kind === 'i') return Array.from({ length: number % 3 }, () => []);
  if (kind === 'o') return THING;
  if (kind === 'v') return number % 3;
  if (kind === 'n') return number % 2 === 1 ? something : null;
  return number % 2 === 1;
}

export function traceOfScript({ text, names, numbers }: Job): Trace {
  const calls: [string, boolean][] = [];
  let at = 0;
  const step = (name: string) => (): unknown => {
    const number = numbers[at++];
    if (number === undefined) throw new Error('stop');
    calls.push([name, number % 10 === 0]);
    if (number % 10 === 0) throw new Error(name);
    return given(name.charAt(0), number, something);
  };
  const something = { b: step('b') };
  const space = Object.fromEntries(names.map((name) => [name, step(name)]));
  const script = new Script(`${text}; f()`);
  try {
    script.runInNewContext(space, { timeout: 5000 });
  } catch {
    // A program may end by what it throws.
  }
  return { calls, ended: at < numbers.length };
}
