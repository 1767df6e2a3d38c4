/** The facts of a text as the short lines that tests of all front ends read. It must never hide a row. */
import type { SegmentReader } from '#columns';
import * as facts from '#facts';

const NAMED = new Set(['load', 'store', 'delete', 'attribute', 'store_attribute', 'delete_attribute']);
const OPERATED = new Set(['unary', 'binary', 'compare']);

export class View {
  readonly reader: SegmentReader;
  readonly text: string;
  constructor(reader: SegmentReader, text: string) {
    this.reader = reader;
    this.text = text;
  }

  /** `kind name flags` of every declaration but the module, names as paths. */
  get declarations(): string[] {
    const { rows, name, kind, flags, parent } = this.reader.table(facts.declaration);
    const path = (row: number): string => {
      const outer = parent.at(row);
      return outer <= 0 ? name.at(row) : `${path(outer)}.${name.at(row)}`;
    };
    return list(1, rows, (row) => words(facts.DECLARATION_KINDS[kind.at(row)]!, path(row), ...bits(flags.at(row))));
  }

  get parameters(): string[] {
    const { rows, name, kind, flags, annotation } = this.reader.table(facts.parameter);
    return list(0, rows, (row) =>
      words(
        facts.PARAMETER_KINDS[kind.at(row)]!,
        name.at(row),
        flags.at(row) === 0 ? '' : 'default',
        annotation.at(row),
      ),
    );
  }

  get imports(): string[] {
    const { rows, module, imported, local, level, flags } = this.reader.table(facts.importTable);
    return list(0, rows, (row) =>
      words(
        '.'.repeat(level.at(row)) + module.at(row),
        imported.at(row),
        local.at(row) === '' ? '' : `as ${local.at(row)}`,
        ...bitNames(facts.IMPORT_FLAG, flags.at(row)),
      ),
    );
  }

  /** Exports in the order of their names; rows of one name in order of the source. */
  get exports(): string[] {
    const { rows, name, kind, declared, module, imported, level } = this.reader.table(facts.exportTable);
    const lines = list(0, rows, (row) =>
      words(
        name.at(row),
        facts.EXPORT_KINDS[kind.at(row)]!,
        declared.at(row) === 0 ? '' : facts.DECLARATION_KINDS[declared.at(row) - 1]!,
        '.'.repeat(level.at(row)) + module.at(row),
        imported.at(row),
      ),
    );
    return lines.toSorted((a, b) => a.split(' ')[0]!.localeCompare(b.split(' ')[0]!));
  }

  /** `name role scope target` of every reference; the target of a local names the body that owns it. */
  get references(): string[] {
    const { rows, name, role, scope, target, base } = this.reader.table(facts.reference);
    const local = this.reader.table(facts.local);
    const declaration = this.reader.table(facts.declaration);
    return list(0, rows, (row) => {
      const kind = facts.REFERENCE_SCOPES[scope.at(row)]!;
      const at = target.at(row);
      let to = '';
      if (kind === 'local') to = `${facts.LOCAL_KINDS[local.kind.at(at)]!} of body ${local.body.at(at)}`;
      if (kind === 'declaration')
        to = `${facts.DECLARATION_KINDS[declaration.kind.at(at)]!} ${declaration.name.at(at)}`;
      if (kind === 'import') to = String(at);
      if (kind === 'attribute' && base.at(row) >= 0) to = `of ${name.at(base.at(row))}`;
      return words(name.at(row), facts.REFERENCE_ROLES[role.at(row)]!, kind, to);
    });
  }

  /** Every reference, local and declaration whose place does not hold its name. */
  get misplaced(): string[] {
    const { reader, text } = this;
    const found: string[] = [];
    const starts = reader.table(facts.statementPosition).start;
    const check = (name: string, at: number): void => {
      // The implicit parameter of a comprehension has no text.
      if (name !== '.0' && (name === '' || !text.startsWith(name, at | 0))) found.push(`${name} at ${at}`);
    };
    const references = reader.table(facts.reference);
    const offsets = reader.table(facts.referenceSpan).offset;
    for (let i = 0; i < references.rows; i++) {
      check(references.name.at(i), starts.at(references.statement.at(i)) + offsets.at(i));
    }
    const locals = reader.table(facts.local);
    const spans = reader.table(facts.localSpan);
    for (let i = 0; i < locals.rows; i++) {
      check(locals.name.at(i), starts.at(spans.statement.at(i)) + spans.offset.at(i));
    }
    const declared = reader.table(facts.declaration);
    const places = reader.table(facts.declarationPosition);
    for (let i = 1; i < declared.rows; i++) check(declared.name.at(i), places.name.at(i));
    return found;
  }

  /** The references of one name. */
  of(name: string): string[] {
    return this.references.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  }

  get bodies(): string[] {
    const { rows, kind, parent, declaration, owner, flags } = this.reader.table(facts.body);
    return list(0, rows, (row) =>
      words(
        facts.BODY_KINDS[kind.at(row)]!,
        `in ${parent.at(row)}`,
        declaration.at(row) >= 0 ? 'declared' : owner.at(row) >= 0 ? 'owned' : '',
        ...bits(flags.at(row)),
      ),
    );
  }

  /** The operations of one body, each as `opcode operands names`. */
  operations(body: number): string[] {
    const [from, to] = this.#range(body);
    return list(from, to, (row) => this.#operation(row));
  }

  #range(body: number): [number, number] {
    const { rows, operation } = this.reader.table(facts.body);
    const end = body + 1 < rows ? operation.at(body + 1) : this.reader.rows(facts.operation);
    return [operation.at(body), end];
  }

  #operation(row: number): string {
    const { opcode, a, b, aux } = this.reader.table(facts.operation);
    const name = facts.OPCODES[opcode.at(row)]!;
    const operands = [a.at(row), b.at(row)].filter((operand) => operand >= 0).map((operand) => `%${operand}`);
    return words(name, ...operands, this.#aux(name, aux.at(row)));
  }

  #aux(opcode: string, aux: number): string {
    if (NAMED.has(opcode)) return this.reader.table(facts.reference).name.at(aux);
    if (OPERATED.has(opcode)) return facts.OPERATORS[aux]!;
    if (opcode === 'build') return facts.BUILD_KINDS[aux]!;
    if (opcode === 'closure' || opcode === 'import') return `@${aux}`;
    if (opcode === 'parameter') return this.reader.table(facts.local).name.at(aux);
    if (opcode === 'constant') return this.reader.table(facts.literal).text.at(aux);
    if (opcode === 'match') return words(facts.MATCH_KINDS[aux & 15]!, aux > 15 ? String(aux >> 4) : '');
    if (opcode === 'call') return this.#arguments(aux);
    return aux === 0 ? '' : String(aux);
  }

  #arguments(row: number): string {
    const { rows, flags, arguments: first } = this.reader.table(facts.call);
    const argument = this.reader.table(facts.argument);
    const to = row + 1 < rows ? first.at(row + 1) : argument.rows;
    const stars = ['', '', '*', '**'];
    const given = list(first.at(row), to, (at) => {
      const name = argument.name.at(at);
      return `${stars[argument.kind.at(at)]!}${name === '' ? '' : `${name}=`}%${argument.value.at(at)}`;
    });
    return words(`(${given.join(' ')})`, ...bitNames(facts.CALL_FLAG, flags.at(row)));
  }

  get problems(): string[] {
    const { rows, code, start, end } = this.reader.table(facts.problem);
    return list(0, rows, (row) => words(code.at(row), this.text.slice(start.at(row), end.at(row))));
  }

  /** Digest of a block by its name. */
  digest(block: string): string {
    return this.reader.blockDigestHex(this.reader.layout.blocks.findIndex(([name]) => name === block));
  }
}

function list(from: number, to: number, line: (row: number) => string): string[] {
  return Array.from({ length: to - from }, (_, at) => line(from + at));
}

function words(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function bits(flags: number): string[] {
  return bitNames(facts.FLAG, flags);
}

function bitNames(names: Readonly<Record<string, number>>, flags: number): string[] {
  return Object.keys(names).filter((name) => (flags & names[name]!) !== 0);
}
