/**
 * The direction of the rooms as rules. Every arrow is written once, in `MAY_IMPORT`; an arrow that is not there is an error.
 * Run by `src/dev/check-boundaries.ts`, which also proves that every source file was read.
 */

const BASE = ['core', 'observe', 'columns', 'facts'];

/**
 * Room -> rooms that it may import. Direction: core -> observe -> columns -> facts -> languages -> stage -> plan -> store,
 * and inputs beside them -> pool -> engine -> query -> session, plugins -> orchestrator.
 * Where this is narrower or wider than "all that stands left of it":
 * - `core` and `observe` import nothing; `columns`, `facts`, `stage` and `plan` know no language and touch no file.
 * - `store` imports `plan`: a catalog names its segments by the slots of the plan, so plan stands before store.
 * - `inputs` knows only core: what a file means is not its matter.
 * - `plugins` takes of `session` what a transaction changed.
 * - `query` does not know the pool or the engine: a question reads a snapshot, wherever that came from. Of `inputs` it takes
 *   the rules of paths.
 */
const MAY_IMPORT = {
  core: [],
  observe: ['core'],
  columns: ['core', 'observe'],
  facts: ['core', 'observe', 'columns'],
  languages: BASE,
  stage: BASE,
  plan: [...BASE, 'stage'],
  store: [...BASE, 'stage', 'plan'],
  inputs: ['core', 'observe'],
  pool: [...BASE, 'languages', 'stage', 'plan', 'store', 'inputs'],
  engine: [...BASE, 'languages', 'stage', 'plan', 'store', 'inputs', 'pool'],
  query: [...BASE, 'languages', 'stage', 'plan', 'store', 'inputs'],
  session: [...BASE, 'languages', 'stage', 'plan', 'store', 'inputs', 'pool', 'engine', 'query'],
  plugins: [...BASE, 'languages', 'stage', 'plan', 'store', 'query', 'session'],
  orchestrator: [...BASE, 'languages', 'stage', 'plan', 'store', 'inputs', 'pool', 'engine', 'query', 'session', 'plugins'],
};
const ROOMS = Object.keys(MAY_IMPORT);

/** Stages meet in facts. The stages named here also ask the languages: for grammars (L1), module rules (L3), names of modules (L5, L8), libraries (L5). */
const STAGE_MAY_IMPORT = ['core', 'columns', 'facts', 'stage'];
const STAGES_WITH_LANGUAGES = ['l01-ir-build', 'l03-cross-file', 'l05-types', 'l08-symbols'];

/** Packages and Node modules that belong to one room: path of the module, and who may import it. */
const OWNED = [
  // The program writes what it is asked to export; the loaders of grammars and of libraries read files of the package.
  {
    name: 'fs',
    to: '^(node:)?fs(/promises)?$',
    in: ['^src/inputs/', '^src/store/disk/', '^src/languages/(syntax/grammar|library/library)-files[.]ts$', '^src/cli/'],
  },
  { name: 'child-process', to: '^(node:)?child_process$', in: ['^src/inputs/'] },
  { name: 'worker-threads', to: '^(node:)?worker_threads$', in: ['^src/pool/'] },
  { name: 'piscina', to: '(^|/)node_modules/piscina/', in: ['^src/pool/'] },
  { name: 'web-tree-sitter', to: '(^|/)node_modules/web-tree-sitter/', in: ['^src/languages/syntax/'] },
  { name: 'undici', to: '(^|/)node_modules/undici/', in: ['^src/plugins/'] },
  { name: 'chokidar', to: '(^|/)node_modules/chokidar/', in: ['^src/inputs/'] },
  { name: 'commander', to: '(^|/)node_modules/commander/', in: ['^src/cli/'] },
];

/** The grammar is recursive: functions hold patterns, patterns hold functions. These files call each other only while they walk. */
const RECURSIVE = '^src/languages/typescript/';

/** Dev code may read all and is read by nothing that ships. */
const DEV = '^src/(testkit|dev)/';

const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const anyOf = (names) => `(${names.join('|')})`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // Types may go round: they are gone at run time.
    error('no-cycle', 'A cycle has no first module to load.', { pathNot: RECURSIVE }, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    error('unresolved', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    ...ROOMS.map((room) =>
      error(
        `direction-of-${room}`,
        MAY_IMPORT[room].length === 0 ? `${room} imports no room` : `${room} imports only ${MAY_IMPORT[room].join(', ')}`,
        { path: `^src/${room}/` },
        { path: '^(src|stages)/', pathNot: `^src/${anyOf([room, ...MAY_IMPORT[room]])}/` },
      ),
    ).map((rule) =>
      // The orchestrator hands the generated registry to the engine and to the workers.
      rule.name === 'direction-of-orchestrator'
        ? { ...rule, to: { ...rule.to, pathNot: [rule.to.pathNot, '^stages/registry[.]ts$'] } }
        : rule,
    ),
    error(
      'known-rooms',
      'A new room gets its arrows in MAY_IMPORT first.',
      { path: '^src/[^/]+/', pathNot: `^src/${anyOf([...ROOMS, 'cli', 'testkit', 'dev'])}/` },
      {},
    ),
    error('doors', 'Rooms meet at index.ts.', { path: '^src/([^/]+)/', pathNot: DEV }, { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] }),
    error('doors-of-stages', 'Stages reach rooms at index.ts.', { path: '^stages/' }, { path: '^src/', pathNot: '^src/[^/]+/index[.]ts$' }),
    error(
      'doors-by-name',
      'Other rooms are imported as #room, never by a relative path.',
      { path: '^(?:src|stages)/([^/]+)', pathNot: DEV },
      { path: '^src/[^/]+/', pathNot: '^src/$1', dependencyTypesNot: ['aliased-subpath-import'] },
    ),
    error('not-the-entry', 'Rooms and stages do not import what assembles them.', { path: '^(src/[^/]+|stages)/', pathNot: ['^src/cli/', DEV] }, { path: ['^src/[^/]+[.]ts$', '^src/cli/'] }),
    error('cli-is-last', 'The command line is a user of the public index and of rooms; nothing imports it.', { pathNot: ['^src/cli/', DEV] }, { path: '^src/cli/' }),
    error('dev-is-not-shipped', 'testkit and dev are imported by nothing that ships.', { path: '^(src|stages)/', pathNot: DEV }, { path: DEV }),
    error(
      'stage-imports',
      `A stage imports only ${STAGE_MAY_IMPORT.join(', ')} (${STAGES_WITH_LANGUAGES.join(', ')}: languages too).`,
      { path: '^stages/[^/]+/' },
      { path: '^src/', pathNot: `^src/${anyOf([...STAGE_MAY_IMPORT, 'languages'])}/` },
    ),
    error(
      'stage-without-languages',
      'Only the stages that lower, link and name files ask the languages.',
      { path: '^stages/[^/]+/', pathNot: `^stages/${anyOf(STAGES_WITH_LANGUAGES)}/` },
      { path: '^src/languages/' },
    ),
    error('stage-to-stage', 'Stages meet in facts.', { path: '^stages/([^/]+)/' }, { path: '^stages/', pathNot: '^stages/$1/' }),
    error('registry-imports', 'The generated registry knows stage.ts and kernel.ts of each stage.', { path: '^stages/registry[.]ts$' }, { path: '^stages/', pathNot: '^stages/[^/]+/(stage|kernel)[.]ts$' }),
    ...OWNED.map((one) => error(`owner-of-${one.name}`, `${one.name} is imported only in ${one.in.join(', ')}`, { path: '^(src|stages)/', pathNot: [...one.in, DEV] }, { path: one.to })),
    error('no-dev-dependency', 'What ships imports only runtime dependencies.', { path: '^(src|stages)/', pathNot: DEV }, { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['stratagraph-source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.d.ts'],
    },
  },
};
