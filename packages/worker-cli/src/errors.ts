import { nearestName } from '@graflow/resolver';
import { exitCodes } from './exit-codes.ts';

/** What can be wrong with a command line; each code has a page in `docs/errors`. */
export type CliErrorCode = 'GRAFLOW_USAGE' | 'GRAFLOW_UNSIGNED_CODE';

/** An error of the command line, with all that is printed of it. */
export class CliError extends Error {
  /** The name of the class. */
  override readonly name = 'CliError';
  /** The stable name of what happened. */
  readonly code: CliErrorCode;
  /** What was seen, and what to do. */
  readonly details: { readonly why?: string; readonly fix: string };
  /** How the process ends. */
  readonly exitCode: number;

  /** Keeps everything beside the message. */
  constructor(code: CliErrorCode, message: string, details: CliError['details'], exitCode: number) {
    super(message);
    this.code = code;
    this.details = details;
    this.exitCode = exitCode;
  }
}

const usage = (message: string, fix: string): CliError =>
  new CliError('GRAFLOW_USAGE', message, { fix }, exitCodes.usage);

const seeHelp = 'run graflow-worker --help for the list of options';

export const unknownArgument = (name: string, known: readonly string[]): CliError => {
  const nearest = nearestName(name.replace(/^-+/, ''), known);
  return usage(
    `Unknown ${name.startsWith('-') ? 'option' : 'argument'} ${name}.`,
    nearest === undefined ? seeHelp : `did you mean --${nearest}?`,
  );
};

export const badArguments = (message: string): CliError => usage(message, seeHelp);

export const givenTwice = (option: string): CliError => usage(`--${option} was given twice.`, 'give it once');

export const badValue = (from: string, value: string | undefined, expected: string): CliError =>
  usage(
    `${from} must be ${expected}${value === undefined ? '' : `, got ${JSON.stringify(value)}`}.`,
    'correct the value',
  );

export const nothingToRun = (): CliError =>
  usage(
    'No --resolver-module was given, so this worker knows no task.',
    'give the modules that export the tasks: graflow-worker --resolver-module ./tasks. Or set GRAFLOW_KEY, and it takes tasks by value',
  );

export const unsignedCode = (strategies: readonly string[]): CliError =>
  new CliError(
    'GRAFLOW_UNSIGNED_CODE',
    `--accept ${strategies.join(',')} needs signed tasks, and there is no key.`,
    {
      why: 'such a task is code: whoever can write to Redis could run it on this machine',
      fix: 'set GRAFLOW_KEY, or GRAFLOW_KEY_FILE, to the same secret for producers and workers; make one: openssl rand -hex 32',
    },
    exitCodes.noPermission,
  );
