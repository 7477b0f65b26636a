import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Measured, Outcome } from './measured.ts';
import { comparedPage } from './compared-page.ts';

const data = new URL('../docs/compared.json', import.meta.url);

/** The page that is drawn of what was measured. */
export const page = new URL('../docs/compared.md', import.meta.url);

/** What was measured last. */
export function kept(): Measured {
  if (!existsSync(data)) return { ours: {}, peers: {}, pairs: [], bytes: { equal: 0, differ: [] }, runners: [] };
  return JSON.parse(readFileSync(data, 'utf8')) as Measured;
}

/** Keeps what was measured, and draws the page of it. What is plainly right is not written down. */
export function keep(measured: Measured): void {
  const text = JSON.stringify(measured, (_, value: unknown) => (isRight(value) ? undefined : value), 2);
  writeFileSync(data, `${text}\n`);
  writeFileSync(page, comparedPage(kept()));
}

function isRight(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as Outcome).verdict === 'right';
}
