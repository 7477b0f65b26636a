import { entriesOf, type Invariant } from './history.ts';

const allowedGrowth = 1.05;

/** I8: what Redis uses after all work is done is what it used before, within five per cent. */
export const memory: Invariant = (history) => {
  const samples = entriesOf(history, 'memory');
  const before = samples.find(({ moment }) => moment === 'before')?.bytes;
  const after = samples.findLast(({ moment }) => moment === 'after')?.bytes;
  if (before === undefined || after === undefined || after <= before * allowedGrowth) return [];
  return [{ invariant: 'I8', of: 'redis', what: `uses ${after} bytes after ${before}` }];
};
