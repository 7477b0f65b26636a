import { nearestName } from '@graflow/resolver';
import type { Logger } from 'pino';
import type { Io } from './io.ts';
import { optionTable } from './option-table.ts';

const prefix = 'GRAFLOW_';

const known: readonly string[] = [
  ...Object.values(optionTable).flatMap(({ env }) => env as readonly string[]),
  'GRAFLOW_KEY',
  'GRAFLOW_KEY_FILE',
].flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));

/** A variable that means nothing here, and the one that was most likely meant. */
export interface MisspelledVariable {
  readonly name: string;
  readonly nearest: string;
}

/** Finds variables whose names are almost ours; others are left alone, for Kubernetes sets some that begin as ours do. */
export function misspelledVariables({ env }: Io): readonly MisspelledVariable[] {
  return Object.keys(env).flatMap((name) => {
    const rest = name.slice(prefix.length);
    if (!name.startsWith(prefix) || known.includes(rest)) return [];
    const nearest = nearestName(rest, known);
    return nearest === undefined ? [] : [{ name, nearest: prefix + nearest }];
  });
}

/** Warns of each of them. */
export function warnOfMisspelledVariables(io: Io, logger: Logger): void {
  for (const { name, nearest } of misspelledVariables(io))
    logger.warn({ event: 'variable-unknown', name }, `${name} means nothing here; did you mean ${nearest}?`);
}
