/**
 * The one table of error codes: types, `docs/errors.md` and the tests are made from it.
 * A code is never reused for another meaning.
 */
export const ERROR_CODES = {
  E_NO_INDEX: { kind: 'permanent', means: 'Nothing has been indexed yet', todo: 'Call indexRepository(root) first' },
  E_CLOSED: { kind: 'permanent', means: 'The orchestrator was closed', todo: 'Make a new UnifiedOrchestrator' },
  E_BUSY: {
    kind: 'transient',
    means: 'An index, or a commit of this session, is already running',
    todo: 'Await the one that runs',
  },
  E_ROOT: { kind: 'permanent', means: 'The root is not a readable directory', todo: 'Pass the path of a directory' },
  E_CONFIG: {
    kind: 'permanent',
    means: 'An option has a wrong value',
    todo: 'See the message for what would be right',
  },
  E_QUERY: { kind: 'permanent', means: 'A query is malformed', todo: 'See the message for the member that is wrong' },
  E_PATTERN: {
    kind: 'permanent',
    means: 'A search pattern is outside the dialect',
    todo: 'See docs/search.md for the dialect',
  },
  E_PATH: {
    kind: 'permanent',
    means: 'A path leaves the root or is not relative',
    todo: 'Pass a path relative to the root, with /',
  },
  E_CHANGE: {
    kind: 'permanent',
    means: 'A change does not fit the state of its file',
    todo: 'See the message for the file and its state',
  },
  E_SESSION: {
    kind: 'permanent',
    means: 'An agent has no session, or its session has ended',
    todo: 'Begin a session with beginSession(agentId)',
  },
  E_SESSION_ACTIVE: {
    kind: 'permanent',
    means: 'An agent that has a session began another',
    todo: 'Commit or abort the first one',
  },
  E_SESSION_LIMIT: {
    kind: 'transient',
    means: 'As many sessions as allowed are active',
    todo: 'End one, or raise maxActiveSessions',
  },
  E_LOCKED: {
    kind: 'transient',
    means: 'Another process writes to the directory of a saved index',
    todo: 'Close that process, or open with readOnly',
  },
  E_STORAGE: {
    kind: 'infrastructure',
    means: 'A saved index cannot be read or written',
    todo: 'See the message for the directory and the cause',
  },
  E_SPILL: {
    kind: 'infrastructure',
    means: 'Segments over the memory budget cannot be written to a file; they stay in memory',
    todo: 'Free space in the directory of temporary files (TMPDIR), or raise memoryBudget',
  },
  E_PLUGIN: {
    kind: 'transient',
    means: 'An index plugin is missing, threw, hung or named a wrong transaction',
    todo: 'See the message; register the index, or ask with consistency eventual',
  },
  E_EMBEDDINGS: {
    kind: 'infrastructure',
    means: 'A server of embeddings gave no usable answer',
    todo: 'See the message for its address and its answer',
  },
  E_ABORTED: {
    kind: 'cancelled',
    means: 'The work was cancelled by its AbortSignal',
    todo: 'Nothing, or start it again',
  },
  E_PLAN_TWO_WRITERS: {
    kind: 'permanent',
    means: 'Two steps write one table',
    todo: 'Give each writer a table of its own',
  },
  E_PLAN_NO_WRITER: {
    kind: 'permanent',
    means: 'A table is read that no step writes',
    todo: 'Declare the read optional or add the writer',
  },
  E_PLAN_CYCLE: {
    kind: 'permanent',
    means: 'The declared reads and writes form a cycle',
    todo: 'Split a step so that the cycle opens',
  },
  E_PLAN_DEPENDENCIES: {
    kind: 'permanent',
    means: 'A stage lists dependencies by hand',
    todo: 'Declare reads; dependencies are derived',
  },
  E_STAGE_UNKNOWN: { kind: 'permanent', means: 'No stage has this name', todo: 'See docs/stages.md for the slugs' },
  E_STAGE_KERNEL: {
    kind: 'permanent',
    means: 'A stage kernel cannot be loaded or is not a function',
    todo: 'Export a function named kernel from the module',
  },
  E_STAGE_REQUIRED: {
    kind: 'permanent',
    means: 'A stage that cannot be switched off was switched off',
    todo: 'Leave ir-build enabled',
  },
  E_HASH_COLLISION: {
    kind: 'permanent',
    means: 'Two symbols have one 64-bit descriptor hash',
    todo: 'Rename one of the two, or report it',
  },
  E_KERNEL_THREW: {
    kind: 'permanent',
    means: 'A kernel threw on one unit',
    todo: 'The unit is failed, the rest is indexed; report it with the file',
  },
  E_KERNEL_TIMEOUT: {
    kind: 'transient',
    means: 'A kernel did not end within the wall time',
    todo: 'The unit is failed, the rest is indexed',
  },
  E_WORKER_LOST: {
    kind: 'infrastructure',
    means: 'A worker ended while it ran a unit',
    todo: 'The unit is failed, the rest is indexed',
  },
  E_GRAMMAR: {
    kind: 'infrastructure',
    means: 'A grammar could not be loaded',
    todo: 'Reinstall the package, or run npm run build in a checkout',
  },
  E_LIBRARY: {
    kind: 'permanent',
    means: 'The facts of a standard library cannot be read',
    todo: 'Reinstall the package; in a checkout, see src/dev/generate-libraries.ts',
  },
  E_INTERNAL: {
    kind: 'permanent',
    means: 'A fault of the program itself',
    todo: 'Report it with the command and the message',
  },
  E_TABLE_SCHEMA: {
    kind: 'permanent',
    means: 'A table is declared wrongly',
    todo: 'See the message for the table and column',
  },
} as const satisfies Record<string, { kind: ErrorKind; means: string; todo: string }>;

export type ErrorKind = 'transient' | 'permanent' | 'infrastructure' | 'cancelled';
export type ErrorCode = keyof typeof ERROR_CODES;
