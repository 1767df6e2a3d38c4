/** The stages of the package, generated from the folders below `stages/`. Do not edit. */
import type { RegisteredStage } from '#stage';
import { stage as l01IrBuild } from './l01-ir-build/stage.ts';
import { stage as l02Chunking } from './l02-chunking/stage.ts';
import { stage as l02Lexical } from './l02-lexical/stage.ts';
import { stage as l03CrossFile } from './l03-cross-file/stage.ts';
import { stage as l04FlowGraph } from './l04-flow-graph/stage.ts';
import { stage as l05Types } from './l05-types/stage.ts';
import { stage as l06DataFlow } from './l06-data-flow/stage.ts';
import { stage as l07Ssa } from './l07-ssa/stage.ts';
import { stage as l08Symbols } from './l08-symbols/stage.ts';
import { stage as l09Occurrences } from './l09-occurrences/stage.ts';
import { stage as l11Pdg } from './l11-pdg/stage.ts';

export const REGISTRY: readonly RegisteredStage[] = [
  { stage: l01IrBuild, load: () => import('./l01-ir-build/kernel.ts') },
  { stage: l02Chunking, load: () => import('./l02-chunking/kernel.ts') },
  { stage: l02Lexical, load: () => import('./l02-lexical/kernel.ts') },
  { stage: l03CrossFile, load: () => import('./l03-cross-file/kernel.ts') },
  { stage: l04FlowGraph, load: () => import('./l04-flow-graph/kernel.ts') },
  { stage: l05Types, load: () => import('./l05-types/kernel.ts') },
  { stage: l06DataFlow, load: () => import('./l06-data-flow/kernel.ts') },
  { stage: l07Ssa, load: () => import('./l07-ssa/kernel.ts') },
  { stage: l08Symbols, load: () => import('./l08-symbols/kernel.ts') },
  { stage: l09Occurrences, load: () => import('./l09-occurrences/kernel.ts') },
  { stage: l11Pdg, load: () => import('./l11-pdg/kernel.ts') },
];
