/**
 * Rows of `ir-build` that need no scope: what stands beside declarations, exports, problems, settings. `Lowering` adds the rest.
 */
import type { HashCell } from '#core';
import type { SegmentBuilder, StringTableBuilder } from '#columns';
import * as facts from '#facts';
import { globalKey, nameKey, parameterHash, pathHash } from '#facts';
import { splitPath } from './path-stem.ts';
import { openTables, type Tables } from './tables.ts';

export class InterfaceRows {
  readonly t: Tables;
  readonly interfaceStrings: StringTableBuilder;
  readonly bodyStrings: StringTableBuilder;
  /** Path of the file that is lowered. */
  path = '';
  protected readonly out: SegmentBuilder;
  protected readonly cell: HashCell = { lo: 0, hi: 0 };

  constructor(out: SegmentBuilder) {
    this.out = out;
    this.t = openTables(out);
    this.interfaceStrings = out.strings(facts.declaration);
    this.bodyStrings = out.strings(facts.body);
  }

  problem(code: string, message: string, start: number, end: number): void {
    const row = this.t.problem.add();
    const col = this.t.problem.col;
    const strings = this.out.strings(facts.problem);
    col.code[row] = strings.intern(code);
    col.message[row] = strings.intern(message);
    col.start[row] = start;
    col.end[row] = end;
  }

  parameter(declaration: number, name: string, kind: number, flags: number, annotation: string): void {
    const row = this.t.parameter.add();
    const col = this.t.parameter.col;
    col.declaration[row] = declaration;
    col.name[row] = this.interfaceStrings.intern(name);
    col.kind[row] = kind;
    col.flags[row] = flags;
    col.annotation[row] = this.interfaceStrings.intern(annotation);
  }

  /** Says that arguments of calls can name the parameter `name` of `declaration`. */
  parameterName(declaration: number, name: string): void {
    const { hash } = this.t.declaration.col;
    parameterHash(this.cell, hash[2 * declaration]!, hash[2 * declaration + 1]!, name);
    const row = this.t.parameterName.add();
    const { key } = this.t.parameterName.col;
    key[2 * row] = this.cell.lo;
    key[2 * row + 1] = this.cell.hi;
  }

  /** Return type of a function or type of a variable as written, and type parameters as written. */
  signature(declaration: number, type: string, parameters: string): void {
    const row = this.t.signature.add();
    const col = this.t.signature.col;
    col.declaration[row] = declaration;
    col.type[row] = this.interfaceStrings.intern(type);
    col.parameters[row] = this.interfaceStrings.intern(parameters);
  }

  /** A base of a class as a dotted name; `kind` is a code of `HERITAGE_KINDS`, `passed` its type arguments as written. */
  heritage(declaration: number, base: string, kind: number, passed = ''): void {
    const row = this.t.heritage.add();
    const col = this.t.heritage.col;
    col.declaration[row] = declaration;
    col.base[row] = this.interfaceStrings.intern(base);
    col.kind[row] = kind;
    col.arguments[row] = this.interfaceStrings.intern(passed);
  }

  /** Says anew where a declaration stands. */
  placeDeclaration(row: number, start: number, end: number, nameStart: number): void {
    const { col } = this.t.declarationPosition;
    col.start[row] = start;
    col.end[row] = end;
    col.name[row] = nameStart;
  }

  decorator(declaration: number, name: string): void {
    const row = this.t.decorator.add();
    this.t.decorator.col.declaration[row] = declaration;
    this.t.decorator.col.name[row] = this.interfaceStrings.intern(name);
  }

  /** Adds an export; `declared` is a declaration row of this file or -1. See `EXPORT_KINDS`. */
  exportName(name: string, kind: number, declared: number, module: string, imported: string, level: number): void {
    const row = this.t.exportTable.add();
    const col = this.t.exportTable.col;
    const strings = this.interfaceStrings;
    nameKey(this.cell, name);
    col.key[2 * row] = this.cell.lo;
    col.key[2 * row + 1] = this.cell.hi;
    col.name[row] = strings.intern(name);
    col.kind[row] = kind;
    if (declared >= 0) {
      const hash = this.t.declaration.col.hash;
      col.target[2 * row] = hash[2 * declared]!;
      col.target[2 * row + 1] = hash[2 * declared + 1]!;
      col.declared[row] = 1 + this.t.declaration.col.kind[declared]!;
    }
    col.module[row] = strings.intern(module);
    col.imported[row] = strings.intern(imported);
    col.level[row] = level;
  }

  /** Says that other files see `declaration` as `name` in the global namespace `scope`, '' for the global scope itself. */
  globalName(scope: string, name: string, declaration: number): void {
    const row = this.t.globalName.add();
    const { key, kind, path, target } = this.t.globalName.col;
    const { hash, kind: kinds } = this.t.declaration.col;
    globalKey(this.cell, scope, name);
    key[2 * row] = this.cell.lo;
    key[2 * row + 1] = this.cell.hi;
    kind[row] = kinds[declaration]!;
    pathHash(this.cell, this.path);
    path[2 * row] = this.cell.lo;
    path[2 * row + 1] = this.cell.hi;
    target[2 * row] = hash[2 * declaration]!;
    target[2 * row + 1] = hash[2 * declaration + 1]!;
  }

  docstring(declaration: number, start: number, end: number): void {
    const row = this.t.docstring.add();
    this.t.docstring.col.declaration[row] = declaration;
    this.t.docstring.col.start[row] = start;
    this.t.docstring.col.end[row] = end;
  }

  comment(start: number, end: number): void {
    const row = this.t.comment.add();
    this.t.comment.col.start[row] = start;
    this.t.comment.col.end[row] = end;
  }

  /** Adds a project setting (manifests and configuration files). */
  config(key: string, value: string): void {
    const row = this.t.projectConfig.add();
    const strings = this.out.strings(facts.projectConfig);
    this.t.projectConfig.col.key[row] = strings.intern(key);
    this.t.projectConfig.col.value[row] = strings.intern(value);
  }

  /** Says that the folder of this file is the package `name`. */
  packageName(name: string): void {
    this.#addPackage(name, this.path.slice(0, Math.max(0, this.path.lastIndexOf('/'))));
  }

  /** Says that this file is a part of the package `name`. */
  packagePart(name: string): void {
    this.#addPackage(name, this.path);
  }

  #addPackage(name: string, place: string): void {
    const row = this.t.package.add();
    const { col } = this.t.package;
    const strings = this.out.strings(facts.packageTable);
    nameKey(this.cell, name);
    col.key[2 * row] = this.cell.lo;
    col.key[2 * row + 1] = this.cell.hi;
    col.name[row] = strings.intern(name);
    col.folder[row] = strings.intern(place);
  }

  protected addStem(path: string): void {
    const { stem, extension } = splitPath(path);
    const row = this.t.fileStem.add();
    nameKey(this.cell, stem);
    this.t.fileStem.col.key[2 * row] = this.cell.lo;
    this.t.fileStem.col.key[2 * row + 1] = this.cell.hi;
    this.t.fileStem.col.extension[row] = this.out.strings(facts.fileStem).intern(extension);
  }
}
