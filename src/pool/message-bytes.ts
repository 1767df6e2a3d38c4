/**
 * What posting a message copies, as V8 writes it: Node posts with the same serialisation. Moved arrays and shared buffers
 * are a reference each.
 */
import { Serializer } from 'node:v8';

/** Gives shared buffers numbers, as the posting of a message does. */
class MessageWriter extends Serializer {
  #shared = 0;

  _getSharedArrayBufferId(): number {
    return this.#shared++;
  }
}

/** Bytes that a message takes. Its arrays are moved with it, as those of tasks and results are. To be asked before it is posted. */
export function messageBytes(message: object): number {
  const writer = new MessageWriter();
  let moved = 0;
  for (const value of Object.values(message))
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer)
      writer.transferArrayBuffer(moved++, value.buffer);
  writer.writeValue(message);
  return writer.releaseBuffer().length;
}
