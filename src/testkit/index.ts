/** testkit: what tests share. Never exported by the package. */
export { freezeAlone, lowerText } from './lower.ts';
export { indexFiles, type IndexedFiles } from './index-files.ts';
export { differences, postingPairs } from './compare-snapshots.ts';
export { editScript, moduleText, pythonPackage, type Files } from './python-package.ts';
export { staleFacts, type Edits } from './edits.ts';
export { runPython } from './run-python.ts';
export { lawRuns, lawShare } from './law-runs.ts';
export { unitsRun } from './counters.ts';
export { COLLIDING_NAMES, COLLIDING_PATHS } from './colliding-texts.ts';
export { typescriptWorkspace, workspaceEdits } from './typescript-workspace.ts';
export { anomalies, type Anomaly, type Transaction } from './history-checker.ts';
export { randomNumbers } from './random-numbers.ts';
export { ENTRY, EXIT, FlowWalk, type Tables } from './flow-walk.ts';
export { flowTables } from './flow-tables.ts';
export { asPython, asScript, flowProgram, type PrintedProgram, type Statement } from './flow-programs.ts';
export { parseLiterate, type Assertion, type LiterateCase, type Revision } from './literate.ts';
export { stagesOfCases, type Fact } from './literate-fact.ts';
export { FACTS, runLiterate, type LiterateResult } from './literate-run.ts';
