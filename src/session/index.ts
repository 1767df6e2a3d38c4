/** session: what one agent sees and does: its view, its changes, its commit against those of the others. */
export { AgentSession, ISOLATIONS, type Isolation, type RebaseResult } from './agent-session.ts';
export { ChangeAnalyzer, CHANGE_CLASSES, type ChangeClass, type DeclarationChange } from './change-analyzer.ts';
export { unitsOf, type Committed, type CommitResult, type Delta, type Refused } from './commit-result.ts';
export { meetTexts, type Conflict } from './conflicts.ts';
export type { Impact } from './impact.ts';
export { Sessions, type SessionLimits, type SessionOptions } from './sessions.ts';
export { isBroken } from './commit.ts';
