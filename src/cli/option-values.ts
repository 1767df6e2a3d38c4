/** Reads the values of options. A wrong one gives a message with what would be right. */
import { InvalidArgumentError } from 'commander';
import { REGISTRY } from '../../stages/registry.ts';
import { unknownWord } from './nearest.ts';

/** Slugs of the stages that this version has. */
export const STAGES: readonly string[] = REGISTRY.map(({ stage }) => stage.id);

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

export function workers(text: string): number | 'auto' {
  if (text === 'auto') return text;
  if (/^\d{1,3}$/.test(text) && Number(text) <= 256) return Number(text);
  throw new InvalidArgumentError("Give a number from 0 to 256, or 'auto'.");
}

export function stageList(text: string): string[] {
  const slugs = commaList(text);
  for (const slug of slugs) {
    if (!STAGES.includes(slug)) throw new InvalidArgumentError(`${capital(unknownWord('stage', slug, STAGES))}.`);
  }
  return slugs;
}

export function commaList(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => part !== '')) return parts;
  throw new InvalidArgumentError('Give names with commas between.');
}

/** For options that may be given several times. */
export function repeated(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
