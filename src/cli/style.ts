/** Colours of the output, or none. */
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

export type Style = (format: Format, text: string) => string;

export function styleFor(isColoured: boolean): Style {
  return isColoured ? (format, text) => styleText(format, text, { validateStream: false }) : (_, text) => text;
}
