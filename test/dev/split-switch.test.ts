/** Huge functions are cut into small ones that do the same, and left alone where that is not certain. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { readModule } from '../../src/dev/wasm/binary.ts';
import { splitSwitches } from '../../src/dev/wasm/split-switch.ts';
import { wasm } from '../../src/languages/syntax/wasm.ts';
import {
  ADD,
  bits,
  block,
  br,
  brIf,
  brTable,
  burn,
  type Bytes,
  get,
  i32,
  loop,
  note,
  OWN,
  PASSED,
  RETURN,
  set,
  setState,
  switchModule,
  type SwitchModule,
  type Targets,
  valueBlock,
} from './switch-module.ts';

type Module = Uint8Array<ArrayBuffer>;

const CASES = 20;
const SIZES = { from: 100, piece: 60 };

/** Everything that a module can be seen to do: the sum and the memory, for states within the table and out of it. */
function behaviour(module: Module, states: number): string[] {
  const { exports } = new wasm.Instance(new wasm.Module(module), {}) as {
    // Safe because: the modules of these tests export just these.
    exports: { run: (state: number) => number; memory: { buffer: ArrayBuffer } };
  };
  return Array.from({ length: states + 4 }, (_, at) => {
    const state = at < states + 2 ? at : -at;
    return `${state}: ${exports.run(state)} ${new Uint32Array(exports.memory.buffer, 64, 4).join(' ')}`;
  });
}

const functions = (module: Module): number => readModule(module)!.bodies.length;
const largest = (module: Module): number => Math.max(...readModule(module)!.bodies.map((body) => body.length));

/** Cases that go from state to state. */
const plain: SwitchModule = {
  cases: CASES,
  caseCode: (nth, { again }) => [note(nth), setState((nth * 7 + 3) % (CASES + 1)), br(again)],
  states: Array.from({ length: CASES }, (_, nth) => nth),
  otherState: -1,
};

/** The same with another code for the case in the middle. */
const withCase = (code: (targets: Targets) => Bytes, more: Partial<SwitchModule> = {}): Module =>
  switchModule({ ...plain, caseCode: (nth, to) => (nth === 9 ? code(to) : plain.caseCode(nth, to)), ...more });

/** The module cut in pieces; fails when it is not cut, or does anything else than before. */
function expectSame(module: Module, states = CASES): Module {
  const cut = splitSwitches(module, SIZES);
  expect(functions(cut)).toBeGreaterThan(functions(module));
  expect(behaviour(cut, states)).toEqual(behaviour(module, states));
  return cut;
}

describe('a function with a large switch', () => {
  test('does the same in pieces, all of them small', () => {
    const module = switchModule(plain);
    const cut = expectSame(module);
    expect(new Set(behaviour(module, CASES).map((line) => line.split(' ')[1])).size).toBeGreaterThan(CASES / 2);
    expect(largest(module)).toBeGreaterThan(450);
    expect(largest(cut)).toBeLessThan(300);
  });

  test('is cut into the same bytes each time, and what is cut is cut no further', () => {
    const module = switchModule(plain);
    const cut = splitSwitches(module, SIZES);
    expect(splitSwitches(module, SIZES)).toEqual(cut);
    expect(splitSwitches(cut, SIZES)).toBe(cut);
  });

  test('keeps its sections in their order, and those that are not understood byte for byte', () => {
    const [before, after] = [readModule(switchModule(plain))!, readModule(splitSwitches(switchModule(plain), SIZES))!];
    expect(after.sections.map(({ id }) => id)).toEqual(before.sections.map(({ id }) => id));
    const kept = (module: typeof before): string[] =>
      module.sections.filter(({ id }) => ![1, 3, 10].includes(id)).map(({ content }) => content.join());
    expect(kept(after)).toEqual(kept(before));
  });

  test('reaches every end from a case: the next round, behind all cases, and two blocks around the loop', () => {
    for (const target of ['again', 'tail', 'fail', 'done'] as const) {
      expectSame(withCase((to) => [note(50), setState(4), br(to[target])]));
      expectSame(withCase((to) => [note(50), setState(4), bits(1), brIf(to[target]), note(51), br(to.tail)]));
    }
  });

  test('reaches them from blocks, loops and tables within a case', () => {
    const table = (to: Targets): Bytes => [
      block(
        block(bits(7), brTable([0, 1, to.again + 2, to.fail + 2, to.tail + 2], to.done + 2)),
        note(5),
        br(to.tail + 1),
      ),
    ];
    expectSame(withCase((to) => [note(50), setState(4), table(to), br(to.again)]));
    expectSame(withCase((to) => [setState(4), loop(note(3), burn(to.done + 1), bits(1), brIf(0)), br(to.again)]));
  });

  test('runs on from a case into the next one, and jumps to a later one, behind the last too', () => {
    expectSame(withCase(() => note(50)));
    expectSame(withCase((to) => [note(50), bits(2), brIf(to.before(11)), br(to.again)]));
    const last = (nth: number, to: Targets): Bytes => (nth === CASES - 1 ? note(50) : plain.caseCode(nth, to));
    expectSame(switchModule({ ...plain, caseCode: last }));
  });

  test('finds its case when states are in any order, share one, or have the one for all others', () => {
    const states = [-1, ...Array.from({ length: 40 }, (_, at) => (at * 7) % CASES), 3, 3];
    for (const otherState of [-1, 0, 9, CASES - 1]) {
      expectSame(switchModule({ ...plain, states, otherState }), states.length);
      expectSame(switchModule({ ...plain, otherState }));
      expectSame(switchModule({ ...plain, states: plain.states.filter((nth) => nth !== 9), otherState }));
    }
  });

  test('gives pieces the locals that they read, and they have their own', () => {
    expectSame(withCase((to) => [get(PASSED), set(OWN), note(50), get(OWN), brIf(to.fail), br(to.again)]));
  });
});

describe('a function stays as it is', () => {
  const expectUntouched = (module: Module): void => {
    expect(behaviour(module, CASES)).not.toEqual([]);
    expect(splitSwitches(module, SIZES)).toBe(module);
  };

  test('when it is small, has few cases, or would be one piece', () => {
    const module = switchModule(plain);
    expect(splitSwitches(module, { from: 2_000, piece: 60 })).toBe(module);
    expect(splitSwitches(module, { from: 100, piece: 2_000 })).toBe(module);
    expectUntouched(switchModule({ ...plain, cases: 12, states: plain.states.slice(0, 12) }));
    expectUntouched(withCase(({ tail }) => br(tail), { caseCode: (_, { tail }) => [note(1), bits(1), brIf(tail)] }));
  });

  test('when a case reads a local that another one writes', () => {
    expectUntouched(withCase((to) => [get(OWN), i32(1), ADD, set(OWN), note(50), br(to.again)]));
    // In one block it is written, behind it not surely.
    expectUntouched(
      withCase((to) => [block(bits(1), brIf(0), i32(1), set(OWN)), get(OWN), brIf(to.fail), br(to.again)]),
    );
  });

  test('when what is not moved reads a local that a case writes', () => {
    const writes = (to: Targets): Bytes => [i32(1), set(OWN), br(to.tail)];
    expectUntouched(withCase(writes, { tail: [get(OWN), brIf(2)] }));
    expectUntouched(withCase(writes, { first: [get(OWN), brIf(CASES + 1)] }));
    expectSame(withCase(writes, { tail: [i32(0), set(OWN), get(OWN), brIf(2)] }));
  });

  test('when a case returns, or carries a value out', () => {
    expectUntouched(withCase(() => [i32(1), RETURN]));
    expectUntouched(withCase((to) => [i32(1), br(to.done + 1)]));
    const around = switchModule({ ...plain, tail: [valueBlock(i32(1)), brIf(2)] });
    expectSame(around);
  });

  test('when a case is entered before the table', () => {
    expectUntouched(switchModule({ ...plain, first: [bits(1), brIf(3)] }));
    expectSame(switchModule({ ...plain, first: [bits(8), brIf(CASES), note(2)] }));
  });

  test('when it has an instruction that is not known', () => {
    const saturating: Bytes = [0x43, 0, 0, 0, 0, 0xfc, 0, 0x1a];
    expectUntouched(withCase((to) => [saturating, br(to.again)]));
    const known: Bytes = [0x43, 0, 0, 0, 0, 0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a, 0xa8, 0x1a, 0x3f, 0, 0x1a];
    expectSame(withCase((to) => [known, br(to.again)]));
  });
});

/** What cases are made of: a step, a number for it, and where it may go. */
const step = fc.record({
  what: fc.constantFrom('note', 'state', 'leave', 'table', 'loop', 'own'),
  value: fc.nat(63),
  to: fc.nat(5),
});
const ends = fc.record({ falls: fc.nat(5).map((draw) => draw === 0), to: fc.nat(5), state: fc.nat(CASES + 1) });
const code = fc.array(fc.tuple(fc.array(step, { maxLength: 4 }), ends), { minLength: CASES, maxLength: CASES + 10 });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function depthOf(to: number, nth: number, cases: number, targets: Targets): number {
  const later = nth + to - 3;
  if (to > 3 && later < cases) return targets.before(later);
  return [targets.again, targets.again, targets.tail, targets.fail][to] ?? targets.done;
}

function stepCode({ what, value }: Step, depth: number, again: number): Bytes {
  if (what === 'note') return note(value);
  if (what === 'state') return setState(value % (CASES + 3));
  if (what === 'leave') return [bits((value % 7) + 1), brIf(depth)];
  if (what === 'table') return [block(block(bits(3), brTable([0, 1, depth + 2], again + 2)), note(value))];
  if (what === 'loop') return [loop(note(value), burn(depth + 1), bits(1), brIf(0))];
  return [get(PASSED), set(OWN), get(OWN), bits(value), ADD, set(OWN), get(OWN), brIf(depth)];
}

test('any switch does the same in pieces of any size', () => {
  let cut = 0;
  const runs = lawRuns(300);
  const law = fc.property(
    code,
    fc.array(fc.integer({ min: -1, max: CASES - 1 }), { minLength: CASES, maxLength: 40 }),
    fc.integer({ min: 1, max: 400 }),
    (cases, states, piece) => {
      const module = switchModule({
        cases: cases.length,
        caseCode: (nth, targets) => {
          const [steps, end] = cases[nth]!;
          const depth = (to: number): number => depthOf(to, nth, cases.length, targets);
          return [
            note(nth),
            steps.map((one) => stepCode(one, depth(one.to), targets.again)),
            end.falls ? [] : [setState(end.state), br(depth(end.to))],
          ];
        },
        states: states.slice(1),
        otherState: states[0]!,
      });
      const after = splitSwitches(module, { from: 100, piece });
      if (after !== module) cut++;
      expect(behaviour(after, states.length)).toEqual(behaviour(module, states.length));
    },
  );
  fc.assert(law, runs);
  expect(cut).toBeGreaterThan(runs.numRuns / 2);
});
