import { explainError } from './explain-error.ts';
import type { Explanation } from './explanation.ts';
import type { Io } from './io.ts';
import { automaticFormat } from './log-format.ts';
import { rawOption } from './raw-option.ts';
import { safeText } from './safe-text.ts';

/**
 * Prints an error to stderr, in five parts: what, why, fix, code, exit; as a block, or as one JSON object.
 *
 * @returns the exit code
 */
export function reportError(error: unknown, io: Io): number {
  const explanation = explainError(error);
  const stack = wantsStack(io) ? stackOf(error) : undefined;
  io.stderr.write(wantsJson(io) ? json(explanation, stack) : block(explanation, stack));
  return explanation.exitCode;
}

const json = ({ what, why, fix, code, exitCode }: Explanation, stack: string | undefined): string =>
  `${JSON.stringify({ level: 60, time: new Date().toISOString(), pid: process.pid, event: 'worker-refused', code, exit: exitCode, why, fix, stack, msg: what })}\n`;

function block({ what, why, fix, code, exitCode }: Explanation, stack: string | undefined): string {
  const whyLine = why === undefined ? [] : [`  Why   ${safeText(why)}`];
  const stackLines = stack === undefined ? [] : stack.split('\n').map((line) => `  ${safeText(line)}`);
  return [
    `✖ ${safeText(what)}`,
    ...whyLine,
    `  Fix   ${safeText(fix)}`,
    `  ${code} · exit ${exitCode}`,
    ...stackLines,
    '',
  ].join('\n');
}

/** Where the arguments make no sense, the error is about them: so they are read in the plainest way. */
function wantsJson(io: Io): boolean {
  const format = rawOption(io, ['--log-format'], 'GRAFLOW_LOG_FORMAT');
  return format === 'json' || (format !== 'pretty' && automaticFormat(io) === 'json');
}

const wantsStack = (io: Io): boolean =>
  ['debug', 'trace'].includes(rawOption(io, ['--log-level', '-l'], 'GRAFLOW_LOG_LEVEL') ?? '');

/** The stack of the innermost cause: there it began. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return stackOf(error.cause) ?? error.stack;
}
