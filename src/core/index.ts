/** core: ids, hashes and errors. Imports nothing. */
export { ERROR_CODES, type ErrorCode, type ErrorKind } from './error-codes.ts';
export { EngineError, isEngineError, throwIfAborted, type EngineErrorFields } from './errors.ts';
export { hashHex, hashOf, hashPath, hashText, mixHash, mixInto, type HashCell } from './hash.ts';
export { NONE, type Branded, type TxnId, type UnitId } from './ids.ts';
