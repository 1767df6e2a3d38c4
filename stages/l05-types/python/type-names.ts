/** Types as people read them: `int`, `list[str]`, `pkg.mod.Class`, `type[pkg.mod.Class]`. Alternatives in order of their texts. */
import {
  alternatives,
  CALLABLE_TYPE,
  CLASS_TYPE,
  DESCRIPTOR_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LITERAL_TYPE,
  MODULE_TYPE,
  NEVER,
  NONE,
  OUTSIDE_FUNCTION,
  PARTIAL_TYPE,
  SUPER_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  UNKNOWN_TYPE,
  VARIABLE_TYPE,
  type Type,
  type TypeTable,
} from './type.ts';

const UNKNOWN_NAME = 'Unknown';

/** The text of a type; '' when nothing of it is known. What is known of it in part ends with `Unknown`. */
export function typeName(types: TypeTable, type: Type): string {
  return (type.label ??= textOf(types, type));
}

function textOf(types: TypeTable, type: Type): string {
  const wide = types.widened(type);
  if (wide.tag !== UNION_TYPE) {
    const text = nameOf(types, wide);
    return text === UNKNOWN_NAME ? '' : text;
  }
  const texts = new Set<string>();
  let isPartly = false;
  for (const one of alternatives(wide)) {
    const text = nameOf(types, one);
    if (text === UNKNOWN_NAME) isPartly = true;
    else texts.add(text);
  }
  const sorted = [...texts].toSorted();
  return sorted.length > 0 && isPartly ? [...sorted, UNKNOWN_NAME].join(' | ') : sorted.join(' | ');
}

function nameOf(types: TypeTable, type: Type): string {
  switch (type.tag) {
    case NONE:
      return 'None';
    case LITERAL_TYPE:
      return short(type.name);
    case INSTANCE_TYPE:
      return type.items.every((item) => item.tag === NEVER)
        ? short(type.of!.name)
        : `${short(type.of!.name)}[${list(types, type.items)}]`;
    case CLASS_TYPE:
      return `type[${short(type.of!.name)}]`;
    case FUNCTION_TYPE:
      return `def ${type.record!.name}`;
    case OUTSIDE_FUNCTION:
      return type.name.includes('.') ? `def ${short(type.name)}` : 'Callable';
    case CALLABLE_TYPE:
      return 'Callable';
    case MODULE_TYPE:
      return 'module';
    case TUPLE_TYPE:
      return type.items.length === 0 ? 'tuple[()]' : `tuple[${list(types, type.items)}]`;
    case DESCRIPTOR_TYPE:
      return short(`builtins.${type.name}`);
    case PARTIAL_TYPE:
      return 'functools.partial';
    case SUPER_TYPE:
      return 'super';
    case VARIABLE_TYPE:
    case UNKNOWN_TYPE:
    default:
      return UNKNOWN_NAME;
  }
}

function list(types: TypeTable, items: readonly Type[]): string {
  return items.map((item) => typeName(types, item) || UNKNOWN_NAME).join(', ');
}

function short(name: string): string {
  return name.startsWith('builtins.') ? name.slice(9) : name;
}
