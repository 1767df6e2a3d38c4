/** Numbers of the grammar that the front end compares with, looked up once per grammar. Never used across grammars. */
import { OPERATORS } from '#facts';
import type { Grammar } from '../syntax/index.ts';

/** Ids of node types and, from `inName` on, of fields. */
export interface NodeIds {
  readonly identifier: number;
  readonly attribute: number;
  readonly call: number;
  readonly subscript: number;
  readonly string: number;
  readonly stringContent: number;
  readonly stringEnd: number;
  readonly interpolation: number;
  readonly parenthesized: number;
  readonly binary: number;
  readonly assignment: number;
  readonly augmented: number;
  readonly list: number;
  readonly tuple: number;
  readonly listSplat: number;
  readonly dictionarySplat: number;
  readonly keywordArgument: number;
  readonly argumentList: number;
  readonly generator: number;
  readonly pair: number;
  readonly asPattern: number;
  readonly expressionStatement: number;
  readonly decorator: number;
  readonly functionDefinition: number;
  readonly classDefinition: number;
  readonly block: number;
  readonly forInClause: number;
  readonly ifClause: number;
  readonly withItem: number;
  readonly caseClause: number;
  readonly exceptClause: number;
  readonly elseClause: number;
  readonly finallyClause: number;
  readonly elifClause: number;
  readonly dottedName: number;
  readonly aliasedImport: number;
  readonly relativeImport: number;
  readonly wildcardImport: number;
  readonly casePattern: number;
  readonly keywordPattern: number;
  readonly splatPattern: number;
  readonly listSplatPattern: number;
  readonly dictionarySplatPattern: number;
  readonly tuplePattern: number;
  readonly positionalSeparator: number;
  readonly keywordSeparator: number;
  readonly genericType: number;
  readonly memberType: number;
  readonly chevron: number;
  readonly error: number;
  readonly asyncToken: number;
  readonly fromToken: number;
  readonly starToken: number;
  readonly orToken: number;
  readonly minusToken: number;
  readonly underscoreToken: number;
  readonly inName: number;
  readonly inType: number;
  readonly inValue: number;
  readonly inAlias: number;
  readonly inBody: number;
  readonly inLeft: number;
  readonly inRight: number;
  readonly inKey: number;
  readonly inCause: number;
  readonly inAttribute: number;
  readonly inArguments: number;
  readonly inParameters: number;
  readonly inTypeParameters: number;
  readonly inReturnType: number;
  readonly inSuperclasses: number;
  readonly inModuleName: number;
  readonly inSubject: number;
  readonly inSubscript: number;
  readonly inGuard: number;
  readonly inConsequence: number;
  readonly inCondition: number;
  readonly inOperators: number;
}

export function nodeIds(grammar: Grammar): NodeIds {
  const type = (name: string): number => grammar.type(name);
  const token = (name: string): number => grammar.type(name, false);
  const field = (name: string): number => grammar.field(name);
  return {
    identifier: type('identifier'),
    attribute: type('attribute'),
    call: type('call'),
    subscript: type('subscript'),
    string: type('string'),
    stringContent: type('string_content'),
    stringEnd: type('string_end'),
    interpolation: type('interpolation'),
    parenthesized: type('parenthesized_expression'),
    binary: type('binary_operator'),
    assignment: type('assignment'),
    augmented: type('augmented_assignment'),
    list: type('list'),
    tuple: type('tuple'),
    listSplat: type('list_splat'),
    dictionarySplat: type('dictionary_splat'),
    keywordArgument: type('keyword_argument'),
    argumentList: type('argument_list'),
    generator: type('generator_expression'),
    pair: type('pair'),
    asPattern: type('as_pattern'),
    expressionStatement: type('expression_statement'),
    decorator: type('decorator'),
    functionDefinition: type('function_definition'),
    classDefinition: type('class_definition'),
    block: type('block'),
    forInClause: type('for_in_clause'),
    ifClause: type('if_clause'),
    withItem: type('with_item'),
    caseClause: type('case_clause'),
    exceptClause: type('except_clause'),
    elseClause: type('else_clause'),
    finallyClause: type('finally_clause'),
    elifClause: type('elif_clause'),
    dottedName: type('dotted_name'),
    aliasedImport: type('aliased_import'),
    relativeImport: type('relative_import'),
    wildcardImport: type('wildcard_import'),
    casePattern: type('case_pattern'),
    keywordPattern: type('keyword_pattern'),
    splatPattern: type('splat_pattern'),
    listSplatPattern: type('list_splat_pattern'),
    dictionarySplatPattern: type('dictionary_splat_pattern'),
    tuplePattern: type('tuple_pattern'),
    positionalSeparator: type('positional_separator'),
    keywordSeparator: type('keyword_separator'),
    genericType: type('generic_type'),
    memberType: type('member_type'),
    chevron: type('chevron'),
    error: grammar.errorType,
    asyncToken: token('async'),
    fromToken: token('from'),
    starToken: token('*'),
    orToken: token('or'),
    minusToken: token('-'),
    underscoreToken: token('_'),
    inName: field('name'),
    inType: field('type'),
    inValue: field('value'),
    inAlias: field('alias'),
    inBody: field('body'),
    inLeft: field('left'),
    inRight: field('right'),
    inKey: field('key'),
    inCause: field('cause'),
    inAttribute: field('attribute'),
    inArguments: field('arguments'),
    inParameters: field('parameters'),
    inTypeParameters: field('type_parameters'),
    inReturnType: field('return_type'),
    inSuperclasses: field('superclasses'),
    inModuleName: field('module_name'),
    inSubject: field('subject'),
    inSubscript: field('subscript'),
    inGuard: field('guard'),
    inConsequence: field('consequence'),
    inCondition: field('condition'),
    inOperators: field('operators'),
  };
}

/** Code of `OPERATORS` by type id; augmented forms count as their operator. */
export function operatorCodes(grammar: Grammar): Uint8Array {
  return Uint8Array.from(grammar.typeNames, (name) => {
    const plain = name === '<>' ? '!=' : name.length > 1 && name.endsWith('=') ? name.slice(0, -1) : name;
    const operators: readonly string[] = OPERATORS;
    const exact = operators.indexOf(name);
    return Math.max(exact > 0 ? exact : operators.indexOf(plain), 0);
  });
}

/** 1 for types that are never an operand: keywords, operators, comments, line continuations. */
export function tokenTypes(grammar: Grammar): Uint8Array {
  const extras = new Set([grammar.type('comment'), grammar.type('line_continuation')]);
  return Uint8Array.from(grammar.typeNames, (name, id) => {
    if (id === grammar.errorType) return 0;
    return extras.has(id) || grammar.type(name) !== id ? 1 : 0;
  });
}
