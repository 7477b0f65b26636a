import createYargs from 'yargs';
import { runCommand } from './commands/run.ts';
import { badArguments, unknownArgument } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { optionTable } from './option-table.ts';
import { reportError } from './report-error.ts';
import { version } from './version.ts';

/**
 * The command line, in any process: reads `io.argv`, does what it says, and gives the exit code. Never rejects; errors
 * are printed to `io.stderr`.
 *
 * @example
 * ```ts
 * import { main } from '@graflow/worker-cli';
 *
 * const exitCode = await main({ ...io, argv: ['--resolver-module', './tasks', '--once'] });
 * ```
 */
export async function main(io: Io): Promise<number> {
  let exitCode: number = exitCodes.ok;
  try {
    const asked = await parse(io, (code) => (exitCode = code));
    if (asked !== '') io.stdout.write(`${asked}\n`);
    return exitCode;
  } catch (error) {
    return reportError(error, io);
  }
}

/** Runs the command; gives the text of `--help` or `--version` where that was asked for. */
async function parse(io: Io, exit: (exitCode: number) => void): Promise<string> {
  let text = '';
  await createYargs()
    .scriptName('graflow-worker')
    // Else messages follow the language of the system, and yargs prints, and ends the process, by itself.
    .locale('en')
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error?: Error) => {
      // What yargs has against the arguments comes as YError or as text alone; everything else is thrown by a command.
      throw error === undefined || error.name === 'YError' ? argumentError(message ?? String(error), io.argv) : error;
    })
    .parserConfiguration({ 'greedy-arrays': false, 'camel-case-expansion': false, 'dot-notation': false })
    .strict()
    .command(runCommand(io, exit))
    .version(version)
    .alias('version', 'V')
    .alias('help', 'h')
    .example('$0 -m ./tasks', 'run the tasks that this module exports')
    .example('$0 -m ./tasks.js -q high,low -c 20', 'two queues, high first, 20 tasks at a time')
    .example('$0 -m ./tasks --once', 'run what is waiting, then exit')
    .epilogue(
      'Every option has a variable: --redis-url is GRAFLOW_REDIS_URL. Command line, then environment, then default.',
    )
    .wrap(100)
    .parseAsync([...io.argv], {}, (_error, _arguments, output) => void (text = output));
  return text;
}

function argumentError(message: string, argv: readonly string[]): Error {
  const [, name] = /^Unknown (?:argument|command)s?: ([^,]+)/.exec(message) ?? [];
  if (name === undefined) return badArguments(message);
  const written = argv.find((argument) => argument.replace(/^-+|=.*$/g, '') === name) ?? name;
  return unknownArgument(written.replace(/=.*$/, ''), Object.keys(optionTable));
}
