/**
 * `EngineError`: every failure of the engine, as plain data that crosses threads.
 * Bad user code is not an error: kernels return facts plus `problem` rows.
 */
import { ERROR_CODES, type ErrorCode, type ErrorKind } from './error-codes.ts';

export interface EngineErrorFields {
  readonly stage?: string;
  readonly unit?: string;
  readonly cause?: unknown;
}

export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly stage: string | undefined;
  readonly unit: string | undefined;

  /** `detail` says what was found and what would be right, without a final full stop. */
  constructor(code: ErrorCode, detail: string, fields: EngineErrorFields = {}) {
    super(`${code}: ${detail}`, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = code;
    this.kind = ERROR_CODES[code].kind;
    this.stage = fields.stage;
    this.unit = fields.unit;
  }
}

/** True for an `EngineError` of any copy of this package, by shape. */
export function isEngineError(value: unknown): value is EngineError {
  return value instanceof Error && value.name === 'EngineError' && 'code' in value && 'kind' in value;
}

/** Throws `E_ABORTED` when the signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new EngineError('E_ABORTED', 'the work was cancelled', { cause: signal.reason });
}
