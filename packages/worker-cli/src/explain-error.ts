import { exitCodes } from './exit-codes.ts';
import type { CodedError, Explanation } from './explanation.ts';
import { explanations } from './explanations.ts';

/** Explains an error: what happened, why, what to do, under which code, and how the process ends. */
export function explainError(error: unknown): Explanation {
  if (!isCoded(error)) return bug(error);
  const { code, message } = error;
  const said = { what: message, fix: `see docs/errors/${code}.md`, exitCode: exitCodes.failure };
  return { ...said, ...explanations[code]?.(error), code };
}

const isCoded = (error: unknown): error is CodedError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('GRAFLOW_');

const bug = (error: unknown): Explanation => ({
  what: `graflow-worker met an error that it does not know: ${error instanceof Error ? error.message : String(error)}`,
  fix: 'this is a bug: run it again with --log-level debug and report what it prints',
  code: 'GRAFLOW_BUG',
  exitCode: exitCodes.failure,
});
