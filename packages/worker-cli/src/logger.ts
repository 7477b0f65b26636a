import { hostname } from 'node:os';
import { pino, type Logger } from 'pino';
import type { Io } from './io.ts';
import type { LogFormat, LogLevel } from './log-format.ts';
import { type LogLine, prettyLine } from './pretty-line.ts';

/** How lines are written. */
export interface LoggerOptions {
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

/** Opens the log, which goes to stderr: one JSON object a line, or lines for people. */
export function openLogger({ logLevel, logFormat }: LoggerOptions, io: Io): Logger {
  const isColoured = io.stderr.isTTY === true && (io.env['NO_COLOR'] ?? '') === '';
  const write = (line: string): void => {
    io.stderr.write(logFormat === 'json' ? line : prettyLine(JSON.parse(line) as LogLine, isColoured));
  };
  return pino(
    { level: logLevel, base: { pid: process.pid, hostname: hostname() }, timestamp: pino.stdTimeFunctions.isoTime },
    { write },
  );
}
