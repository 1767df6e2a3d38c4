/** Writes the input segment of a file: its path and language, its text as UTF-8, what was found wrong with it. */
import { FORMAT_VERSION, digestOf, SegmentBuilder, SegmentLayout } from '#columns';
import { FILE_FLAG, file, inputProblem, source } from '#facts';
import { decodeSource } from '#inputs';
import { languageOf } from '#languages';

export const INPUT_TABLES = [file, source, inputProblem] as const;
export const INPUT_LAYOUT: SegmentLayout = new SegmentLayout(INPUT_TABLES);

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 10) lines++;
  return bytes.length > 0 && bytes[bytes.length - 1] !== 10 ? lines + 1 : lines;
}

/** Fills `out` (of `INPUT_LAYOUT`) from the bytes of a file and returns the segment's key. */
export function fillInput(out: SegmentBuilder, path: string, bytes: Uint8Array, isTooLarge: boolean): Uint8Array {
  out.clear();
  const decoded = decodeSource(bytes);
  const fileTable = out.table(file);
  const strings = out.strings(file);
  fileTable.add();
  fileTable.col.path[0] = strings.intern(path);
  fileTable.col.language[0] = strings.intern(decoded.isBinary || isTooLarge ? 'text' : languageOf(path));
  fileTable.col.flags[0] = (isTooLarge ? FILE_FLAG.large : 0) | (decoded.isBinary ? FILE_FLAG.binary : 0);
  const text = out.table(source);
  text.add();
  text.col.text[0] = decoded.utf8;
  text.col.lines[0] = countLines(decoded.utf8);
  text.col.ascii[0] = decoded.isAscii ? 1 : 0;
  for (const found of decoded.problems) addProblem(out, found.code, found.message);
  if (isTooLarge)
    addProblem(
      out,
      'too-large',
      `the file has ${bytes.length} bytes, more than maxFileBytes; only its text is searched`,
    );
  return digestOf(['input', String(FORMAT_VERSION), path, String(fileTable.col.flags[0]), decoded.utf8]);
}

function addProblem(out: SegmentBuilder, code: string, message: string): void {
  const row = out.table(inputProblem).add();
  const strings = out.strings(inputProblem);
  out.table(inputProblem).col.code[row] = strings.intern(code);
  out.table(inputProblem).col.message[row] = strings.intern(message);
}
