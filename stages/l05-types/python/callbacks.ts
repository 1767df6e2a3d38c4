/**
 * Functions that something outside calls with what it is given: which arguments they get there, and whether that happens
 * before the call returns. The signatures tell the arguments. When a function runs no signature tells: that is a table of
 * what the documentation of the standard library says (docs.python.org/3/library). It must never list what is not there.
 */
import { positionalOnly, type Arguments } from './arguments-of.ts';
import type { Evaluator } from './evaluator.ts';
import { INSTANCE_TYPE, LIST_TYPE, OUTSIDE_FUNCTION, CLASS_TYPE, TUPLE_TYPE, type Type } from './type.ts';

export interface Callback {
  readonly callee: Type;
  readonly args: Arguments;
  /** When it runs: a code of those below. */
  readonly runs: number;
}

/** Before the call returns; when what it gave is gone through; later, if at all; nobody said. */
export const AT_ONCE = 0;
export const WHEN_ITERATED = 1;
const LATER = 2;
export const NOT_SAID = 3;

/** By the name of what is called: the parameters whose functions run before it returns. */
const RUN_AT_ONCE: ReadonlyMap<string, string> = new Map([
  ['builtins.sorted', 'key'],
  ['builtins.min', 'key'],
  ['builtins.max', 'key'],
  ['builtins.list.sort', 'key'],
  ['functools.reduce', 'function'],
  ['re.sub', 'repl'],
  ['re.subn', 'repl'],
  ['re.Pattern.sub', 'repl'],
  ['re.Pattern.subn', 'repl'],
  ['heapq.nlargest', 'key'],
  ['heapq.nsmallest', 'key'],
  ['_bisect.bisect_left', 'key'],
  ['_bisect.bisect_right', 'key'],
  ['_bisect.insort_left', 'key'],
  ['_bisect.insort_right', 'key'],
  ['unittest.case.TestCase.assertRaises', 'callable'],
  ['unittest.case.TestCase.assertRaisesRegex', 'callable'],
  ['unittest.case.TestCase.assertWarns', 'callable'],
  ['unittest.case.TestCase.assertWarnsRegex', 'callable'],
]);

/** The same for functions that run when what the call gave is gone through. */
const RUN_WHEN_ITERATED: ReadonlyMap<string, string> = new Map([
  ['builtins.map', 'func'],
  ['builtins.filter', 'function'],
  ['itertools.accumulate', 'func'],
  ['itertools.dropwhile', 'predicate'],
  ['itertools.filterfalse', 'function'],
  ['itertools.groupby', 'key'],
  ['itertools.starmap', 'function'],
  ['itertools.takewhile', 'predicate'],
]);

/** The same for functions that run when something happens, in another thread, or when what the call gave is used. */
const RUN_LATER: ReadonlyMap<string, string> = new Map([
  ['functools.cmp_to_key', 'mycmp'],
  ['collections.defaultdict', 'default_factory'],
  ['threading.Thread', 'target'],
  ['threading.Timer', 'function'],
  ['multiprocessing.context.Process', 'target'],
  ['multiprocessing.process.BaseProcess', 'target'],
  ['concurrent.futures._base.Executor.submit', 'fn'],
  ['concurrent.futures.thread.ThreadPoolExecutor.submit', 'fn'],
  ['concurrent.futures.process.ProcessPoolExecutor.submit', 'fn'],
  ['concurrent.futures._base.Executor.map', 'fn'],
  ['asyncio.threads.to_thread', 'func'],
  ['atexit.register', 'func'],
  ['signal.signal', 'handler'],
  ['weakref.finalize', 'func'],
  ['weakref.ref', 'callback'],
  ['unittest.case.TestCase.addCleanup', 'function'],
]);

/** Functions whose arguments stand in two other parameters. */
const GIVEN_APART: ReadonlySet<string> = new Set([
  'threading.Thread',
  'threading.Timer',
  'multiprocessing.context.Process',
  'multiprocessing.process.BaseProcess',
]);

const NO_CALLBACKS: readonly Callback[] = [];

/** The name of what is called outside; '' for anything else. */
export function outsideName(callee: Type): string {
  if (callee.tag === OUTSIDE_FUNCTION) return callee.name;
  return callee.tag === CLASS_TYPE && callee.of!.symbol === null ? callee.of!.name : '';
}

/** True where it is said when functions run that this name is called with. */
export function tellsWhen(name: string): boolean {
  return RUN_AT_ONCE.has(name) || RUN_WHEN_ITERATED.has(name) || RUN_LATER.has(name);
}

/** What a call of something outside calls of its arguments. */
export function callbacks(e: Evaluator, callee: Type, args: Arguments): readonly Callback[] {
  const name = outsideName(callee);
  if (name === '' || !e.library.takesFunctions(name)) return NO_CALLBACKS;
  const passed = e.library.passed(callee, args);
  if (passed === null) return NO_CALLBACKS;
  const found: Callback[] = [];
  for (const { parameter, given, value } of passed.functions) {
    const apart = GIVEN_APART.has(name) ? givenApart(passed.values) : null;
    const own = given.length > 0 || passed.rest === null ? positionalOnly(given) : passed.rest;
    found.push({ callee: value, args: apart ?? own, runs: whenOf(name, parameter) });
  }
  return found;
}

function whenOf(name: string, parameter: string): number {
  if (RUN_AT_ONCE.get(name) === parameter) return AT_ONCE;
  if (RUN_WHEN_ITERATED.get(name) === parameter) return WHEN_ITERATED;
  return RUN_LATER.get(name) === parameter ? LATER : NOT_SAID;
}

/** `args=(1, 2)` as the arguments of the function that is given beside them. */
function givenApart(values: ReadonlyMap<string, Type>): Arguments | null {
  const positional = values.get('args');
  if (positional?.tag !== TUPLE_TYPE && positional?.tag !== LIST_TYPE) return null;
  const keywords = new Map<string, Type>();
  const named = values.get('kwargs');
  named?.keys?.forEach((key, i) => keywords.set(key.slice(key.indexOf('=') + 1), named.items[i]!));
  return { positional: positional.items, keywords, isWhole: named === undefined || named.tag !== INSTANCE_TYPE };
}
