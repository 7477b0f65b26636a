import type { Numbers } from './measurements.ts';

/** Gives the median of each number over all rounds. */
export function mediansOf(rounds: readonly Numbers[]): Numbers {
  const names = [...new Set(rounds.flatMap((round) => Object.keys(round)))];
  return Object.fromEntries(names.map((name) => [name, median(rounds.flatMap((round) => round[name] ?? []))]));
}

/** Writes medians as a Markdown table: a row for each number, with its ratio to the first column. */
export function tableOf(names: readonly string[], medians: readonly Numbers[]): string {
  const [first, ...others] = medians;
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = Object.entries(first ?? {}).map(([what, value]) =>
    row([what, shown(value), ...others.map((numbers) => compared(numbers[what], value))]),
  );
  return [row(['', ...names]), row(['---', ...names.map(() => '---:')]), ...rows].join('\n');
}

const compared = (value: number | undefined, base: number): string =>
  value === undefined ? '' : `${shown(value)} · ${ratio(value, base)}`;

const shown = (value = Number.NaN): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);

const ratio = (value = Number.NaN, base: number): string => `${(value / base).toFixed(2)}x`;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = low] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (low + high) / 2;
}
