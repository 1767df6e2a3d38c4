/**
 * `PipelineContext`: the read side that users get: one frozen snapshot, its tables, and the questions. Synchronous, and the
 * same answer for the same question as long as somebody holds it.
 *
 *     context.definition({ name: 'main' }).rows[0];
 *     context.query({ kind: 'callers', symbol: 'shop.cart.Cart.add', depth: 2 });
 */
import type { Columns, TableReader, TableSchema } from '#columns';
import * as ask from '#query';
import type {
  Answer,
  BlockRow,
  CallRow,
  ChunkRow,
  ConstantRow,
  DefinitionRow,
  DependenceRow,
  DependentRow,
  DependentsOptions,
  DepthOptions,
  DominatorRow,
  FileTarget,
  ImportRow,
  ListedSymbolRow,
  OutlineRow,
  PageOptions,
  Query,
  QueryResult,
  ReachingRow,
  ReferenceRow,
  ReferencesOptions,
  SearchMode,
  SearchOptions,
  SearchRow,
  SliceQuery,
  SliceRow,
  SymbolsQuery,
  Target,
  TypedRow,
  TypeRow,
  UseRow,
  VariableTarget,
  VersionRow,
} from '#query';
import type { Snapshot } from '#store';

export class PipelineContext {
  readonly snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    Object.freeze(this);
  }

  /** The transaction that published this snapshot. */
  get txnId(): number {
    return this.snapshot.txnId;
  }

  /** Paths of all files, in order. */
  get files(): string[] {
    return this.snapshot.units.map((unit) => this.snapshot.path(unit));
  }

  /** The rows of a table in a file, or null when the file or its facts are not there. */
  table<C extends Columns>(schema: TableSchema<C>, path: string): TableReader<C> | null {
    const unit = this.snapshot.unit(path);
    return unit === -1 ? null : this.snapshot.table(schema, unit);
  }

  /** The source text of a file, or null. */
  text(path: string): string | null {
    const unit = this.snapshot.unit(path);
    return unit === -1 ? null : this.snapshot.text(unit);
  }

  /** Any question as plain data; a text is a ranked search. `E_QUERY` names what is wrong. */
  query(question: Query | string): QueryResult {
    return ask.query(this.snapshot, typeof question === 'string' ? { kind: 'search', text: question } : question);
  }

  symbols(query: SymbolsQuery = {}): Answer<ListedSymbolRow> {
    return ask.symbols(this.snapshot, query);
  }

  definition(target: Target, options?: PageOptions): Answer<DefinitionRow> {
    return ask.definition(this.snapshot, target, options);
  }

  references(target: Target, options?: ReferencesOptions): Answer<ReferenceRow> {
    return ask.references(this.snapshot, target, options);
  }

  callers(target: Target, options?: DepthOptions): Answer<CallRow> {
    return ask.callers(this.snapshot, target, options);
  }

  callees(target: Target, options?: DepthOptions): Answer<CallRow> {
    return ask.callees(this.snapshot, target, options);
  }

  /** A shortest way of calls from one function to another. */
  path(from: Target, to: Target, options?: PageOptions): Answer<CallRow> {
    return ask.path(this.snapshot, from, to, options);
  }

  imports(path: string, options?: PageOptions): Answer<ImportRow> {
    return ask.imports(this.snapshot, path, options);
  }

  importers(target: Target | FileTarget, options?: PageOptions): Answer<ImportRow> {
    return ask.importers(this.snapshot, target, options);
  }

  /** Files that an edit of `path` can reach through imports. */
  dependents(path: string, options?: DependentsOptions): Answer<DependentRow> {
    return ask.dependents(this.snapshot, path, options);
  }

  /** The type of the name at a position, line and column from 1. */
  typeAt(path: string, line: number, column: number, options?: PageOptions): Answer<TypeRow> {
    return ask.typeAt(this.snapshot, path, line, column, options);
  }

  /** The types of a function: its result, its parameters, the variables that it writes. */
  typesOf(target: Target, options?: PageOptions): Answer<TypedRow> {
    return ask.typesOf(this.snapshot, target, options);
  }

  /** The definitions that may give the value of a name at a position, or all of a variable of a function. Needs `data-flow`. */
  definitionsReaching(target: VariableTarget, options?: PageOptions): Answer<ReachingRow> {
    return ask.definitionsReaching(this.snapshot, target, options);
  }

  /** What may use the value of a name at a position, or all uses of a variable of a function. Needs the stage `data-flow`. */
  uses(target: VariableTarget, options?: PageOptions): Answer<UseRow> {
    return ask.uses(this.snapshot, target, options);
  }

  /** The variables of a function in SSA form. Needs the stage `ssa`. */
  ssa(target: Target, options?: PageOptions): Answer<VersionRow> {
    return ask.ssa(this.snapshot, target, options);
  }

  /** What is known of the value of the name at a position, line and column from 1. Needs the stage `ssa`. */
  constantAt(path: string, line: number, column: number, options?: PageOptions): Answer<ConstantRow> {
    return ask.constantAt(this.snapshot, path, line, column, options);
  }

  outline(path: string, options?: PageOptions): Answer<OutlineRow> {
    return ask.outline(this.snapshot, path, options);
  }

  chunks(path: string, options?: PageOptions): Answer<ChunkRow> {
    return ask.chunks(this.snapshot, path, options);
  }

  /** Text as it stands, a pattern, or chunks by rank (`mode`, by rank unless told). `E_PATTERN` says what is wrong with one. */
  search<M extends SearchMode = 'ranked'>(text: string, options?: SearchOptions<M>): Answer<SearchRow<M>> {
    return ask.search(this.snapshot, text, options);
  }

  /** The control-flow graph of a function, class or module: its blocks. Needs the stage `flow-graph`. */
  cfg(target: Target, options?: PageOptions): Answer<BlockRow> {
    return ask.cfg(this.snapshot, target, options);
  }

  /** On which statements each statement of a function depends. Needs the stage `pdg`. */
  dependences(target: Target, options?: PageOptions): Answer<DependenceRow> {
    return ask.dependences(this.snapshot, target, options);
  }

  /** The statements that decide a value, or that it decides. Needs the stage `pdg`. */
  slice(query: SliceQuery): Answer<SliceRow> {
    return ask.slice(this.snapshot, query);
  }

  /** Dominators and post-dominators of the blocks of a function. Needs the stage `flow-graph`. */
  dominators(target: Target, options?: PageOptions): Answer<DominatorRow> {
    return ask.dominators(this.snapshot, target, options);
  }
}
