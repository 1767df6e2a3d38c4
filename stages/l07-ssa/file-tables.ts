/** The tables of one file that the stage reads. */
import type { ReaderOf } from '#columns';
import type {
  argument,
  basicBlock,
  body,
  call,
  chainBody,
  flowBody,
  flowDefinition,
  flowEdge,
  flowUse,
  flowVariable,
  literal,
  local,
  mergeOperand,
  operation,
  reference,
} from '#facts';

export interface FileTables {
  readonly bodies: ReaderOf<typeof body>;
  readonly locals: ReaderOf<typeof local>;
  readonly literals: ReaderOf<typeof literal>;
  readonly references: ReaderOf<typeof reference>;
  readonly operations: ReaderOf<typeof operation>;
  readonly calls: ReaderOf<typeof call>;
  readonly arguments: ReaderOf<typeof argument>;
  readonly flow: ReaderOf<typeof flowBody>;
  readonly blocks: ReaderOf<typeof basicBlock>;
  readonly edges: ReaderOf<typeof flowEdge>;
  readonly chains: ReaderOf<typeof chainBody>;
  readonly variables: ReaderOf<typeof flowVariable>;
  readonly definitions: ReaderOf<typeof flowDefinition>;
  readonly uses: ReaderOf<typeof flowUse>;
  readonly operands: ReaderOf<typeof mergeOperand>;
}
