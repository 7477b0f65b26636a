import { badValue } from './errors.ts';
import type { Io } from './io.ts';
import type { GivenValue } from './option-values.ts';

/** How lines are written: for people, or one JSON object each. */
export type LogFormat = 'pretty' | 'json';

/** The levels of log lines, from the chattiest. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/**
 * Understands `--log-format`.
 *
 * @throws CliError `GRAFLOW_USAGE`
 */
export function logFormatFrom({ text, from }: GivenValue, io: Io): LogFormat {
  if (text === 'auto') return automaticFormat(io);
  if (text === 'pretty' || text === 'json') return text;
  throw badValue(from, text, 'auto, pretty or json');
}

/** Pretty where somebody watches. */
export const automaticFormat = ({ stderr }: Io): LogFormat => (stderr.isTTY === true ? 'pretty' : 'json');
