/** What the interface says of a declaration beside its name: parameters, types as written, bases. */
import { codeOf, PARAMETER_FLAG, PARAMETER_KINDS } from '#facts';
import { compact, nameNodes, unwrap } from './names.ts';
import type { Path } from './rules.ts';
import type { Walk } from './walk.ts';

const PLAIN = codeOf(PARAMETER_KINDS, 'plain');
const REST = codeOf(PARAMETER_KINDS, 'rest');

/** Adds bases, parameters and types of a declaration. `name`: its name, or -1 for what has no parameters. */
export function describe(w: Walk, node: number, row: number, name: number): void {
  addBases(w, node, row);
  const result = firstOf(w, node, w.rules.resultPaths);
  const generics = w.select(node, w.rules.typeParametersPath);
  if (result >= 0 || generics >= 0) {
    w.low.signature(row, result < 0 ? '' : compact(w, result), generics < 0 ? '' : compact(w, generics));
  }
  if (name < 0) return;
  const list = parameterList(w, node, name);
  if (list >= 0) addParameters(w, list, row);
}

function firstOf(w: Walk, node: number, paths: readonly Path[]): number {
  for (const path of paths) {
    const found = w.select(node, path);
    if (found >= 0) return found;
  }
  return -1;
}

/** The first list of parameters between the name of a function and its body. */
function parameterList(w: Walk, node: number, name: number): number {
  const { declares } = w.rule(node);
  const body = declares === undefined ? -1 : w.select(node, declares.bodyPath);
  const end = body > node ? body : w.next[node]!;
  for (let i = name + 1; i < end; i++) {
    const rule = w.rule(i);
    if (rule.isParameterList === true) return i;
    if (rule.declares?.opens === 'body') return -1;
  }
  return -1;
}

function addParameters(w: Walk, list: number, row: number): void {
  const end = w.next[list]!;
  for (let i = list + 1; i < end; i = w.next[i]!) {
    const rule = w.rule(i);
    const kind = rule.isRest === true ? REST : PLAIN;
    if (rule.declares?.kind === 'parameter') addParameter(w, i, row, kind);
    else if (rule.isBindable === true) w.low.parameter(row, w.slice(i), kind, 0, '');
  }
}

function addParameter(w: Walk, node: number, row: number, kind: number): void {
  const type = w.select(node, w.rules.typePath);
  const flags = firstOf(w, node, w.rules.defaultPaths) >= 0 ? PARAMETER_FLAG.default : 0;
  const annotation = type < 0 ? '' : compact(w, type);
  const names = nameNodes(w, node, w.rule(node).declares!);
  for (const name of names) w.low.parameter(row, parameterName(w, name), kind, flags, annotation);
  if (names.length === 0 && annotation !== 'void') w.low.parameter(row, '', kind, flags, annotation);
}

/** The name of a parameter, a pattern as written, or '' when there is only more of its type. */
function parameterName(w: Walk, node: number): string {
  const name = w.slice(unwrap(w, node).node);
  return /^[\p{L}_$@([{]/u.test(name) ? name : '';
}

function addBases(w: Walk, node: number, row: number): void {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    const { heritage } = w.rule(i);
    if (heritage >= 0) addBaseList(w, i, row, heritage);
    else {
      const kind = w.rules.baseFields.get(w.field[i]!);
      if (kind !== undefined) w.low.heritage(row, baseName(w, i), kind);
    }
  }
}

function addBaseList(w: Walk, list: number, row: number, kind: number): void {
  const end = w.next[list]!;
  for (let i = list + 1; i < end; i = w.next[i]!) {
    const rule = w.rule(i);
    if (rule.isList === true) addBaseList(w, i, row, kind);
    else if (
      w.isNamed(i) &&
      rule.isComment !== true &&
      rule.isModifier !== true &&
      rule.isNoBase !== true &&
      !w.isError(i)
    ) {
      w.low.heritage(row, baseName(w, i), kind);
    }
  }
}

/** A base without the arguments of its type. */
function baseName(w: Walk, node: number): string {
  let at = node;
  for (;;) {
    const { head } = w.rule(at);
    const inner = head === undefined ? -1 : w.select(at, head);
    if (inner < 0) return compact(w, at);
    at = inner;
  }
}
