/** Types as text that means the same in every file, and back. A closed type only: what it was made in is left out. */
import type { PackedReader, PackedWriter } from './packed-text.ts';
import type { FunctionRecord, SymbolRef } from './term.ts';
import {
  CALLABLE_TYPE,
  CLASS_TYPE,
  DESCRIPTOR_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  MODULE_TYPE,
  NONE,
  OUTSIDE_FUNCTION,
  PARTIAL_TYPE,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  type ClassRef,
  type Type,
  type TypeTable,
} from './type.ts';

export function writeType(out: PackedWriter, type: Type): void {
  switch (type.tag) {
    case NONE:
      out.text += 'n';
      return;
    case LITERAL_TYPE:
      out.text += 'l';
      out.string(type.name);
      out.string(type.text);
      return;
    case INSTANCE_TYPE:
    case CLASS_TYPE:
      out.text += type.tag === INSTANCE_TYPE ? 'i' : 'c';
      writeClass(out, type.of!);
      writeItems(out, type.items);
      return;
    case FUNCTION_TYPE:
      out.text += 'f';
      out.symbol(type.record!.symbol);
      writeItems(out, type.items);
      return;
    case OUTSIDE_FUNCTION:
    case DESCRIPTOR_TYPE:
      out.text += type.tag === OUTSIDE_FUNCTION ? 'o' : 'd';
      out.string(type.name);
      writeItems(out, type.items);
      return;
    case MODULE_TYPE:
      out.text += type.symbol === null ? 'm' : 'M';
      out.string(type.name);
      if (type.symbol !== null) out.symbol(type.symbol);
      return;
    case TUPLE_TYPE:
    case LIST_TYPE:
    case CALLABLE_TYPE:
    case UNION_TYPE:
      out.text += type.tag === TUPLE_TYPE ? 't' : type.tag === LIST_TYPE ? 'L' : type.tag === UNION_TYPE ? 'u' : 'C';
      writeItems(out, type.items);
      return;
    case RECORD_TYPE:
    case PARTIAL_TYPE:
      out.text += type.tag === RECORD_TYPE ? 'R' : 'p';
      if (type.tag === PARTIAL_TYPE) out.number(type.keys!.length);
      writeItems(out, type.items);
      for (const key of type.keys!) out.string(key);
      return;
    default:
      out.text += '?';
  }
}

function writeItems(out: PackedWriter, items: readonly Type[]): void {
  out.number(items.length);
  for (const item of items) writeType(out, item);
}

function writeClass(out: PackedWriter, of: ClassRef): void {
  out.text += of.symbol === null ? 'O' : 'S';
  if (of.symbol !== null) out.symbol(of.symbol);
  out.string(of.name);
}

export function readTypeText(
  from: PackedReader,
  types: TypeTable,
  functionOf: (symbol: SymbolRef) => FunctionRecord | null,
): Type {
  const items = (): Type[] => {
    const all: Type[] = [];
    for (let count = from.number(); count > 0; count--) all.push(readTypeText(from, types, functionOf));
    return all;
  };
  const sign = from.char();
  switch (sign) {
    case 'n':
      return types.none;
    case 'l': {
      const name = from.string();
      return types.literal(name, from.string());
    }
    case 'i':
    case 'c': {
      const of = readClass(from, types);
      return sign === 'i' ? types.instance(of, items()) : types.classType(of, items());
    }
    case 'f': {
      const record = functionOf(from.symbol());
      const bound = items()[0] ?? null;
      return record === null ? types.unknown : types.functionType(record, bound, null);
    }
    case 'o': {
      const name = from.string();
      return types.outsideFunction(name, items()[0] ?? null);
    }
    case 'd': {
      const name = from.string();
      const held = items();
      return held.length === 0 ? types.unknown : types.descriptor(name, held);
    }
    case 'm':
      return types.module(null, from.string());
    case 'M': {
      const name = from.string();
      return types.module(from.symbol(), name);
    }
    case 't':
      return types.tuple(items());
    case 'L':
      return types.list(items());
    case 'C':
      return types.callable(items());
    case 'u':
      return types.union(items());
    case 'p': {
      const named = from.number();
      const held = items();
      return types.partial(
        Array.from({ length: named }, () => from.string()),
        held,
      );
    }
    case 'R': {
      const values = items();
      return types.record(
        values.map(() => from.string()),
        values,
      );
    }
    default:
      return types.unknown;
  }
}

function readClass(from: PackedReader, types: TypeTable): ClassRef {
  const sign = from.char();
  const symbol = sign === 'S' ? from.symbol() : null;
  const name = from.string();
  return symbol === null ? types.outsideClass(name) : types.classOf(symbol, name);
}
