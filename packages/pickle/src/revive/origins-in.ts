import type { Pickle, PickleOrigin } from '../format.ts';
import { isRecord } from './part-shapes.ts';

/** Origins stand outside the hash and serve messages alone: what is none is left out. */
export function originsIn({ origins }: Pickle): readonly PickleOrigin[] {
  return Array.isArray(origins) ? origins.map((origin) => (isOrigin(origin) ? origin : unknownOrigin)) : [];
}

const unknownOrigin: PickleOrigin = { name: '(anonymous)', file: '', line: 0 };

function isOrigin(origin: unknown): origin is PickleOrigin {
  if (!isRecord(origin)) return false;
  const { name, package: home, file, line, column = 1 } = origin;
  const isName = (value: unknown): boolean => typeof value === 'string' && !/[\n\r\0]/.test(value);
  const isPlace = (value: unknown, least: number): boolean =>
    Number.isInteger(value) && (value as number) >= least && (value as number) < 2 ** 30;
  return isName(name) && isName(file) && (home === undefined || isName(home)) && isPlace(line, 0) && isPlace(column, 1);
}
