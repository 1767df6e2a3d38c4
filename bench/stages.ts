/** The stages that benches of names and calls need, and no others. */
import type { StageSwitches } from '../src/orchestrator/index.ts';

/** What definitions, references and calls need; what types tell of them too, when asked. */
export const namesOnly = (enableTypes: boolean): StageSwitches => ({
  enableTypes,
  enableChunking: false,
  enableLexical: false,
  enableSymbols: false,
  enableOccurrences: false,
});
