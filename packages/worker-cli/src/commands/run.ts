import type { CommandModule } from 'yargs';
import type { Io } from '../io.ts';
import { optionTable, type OptionSpec } from '../option-table.ts';
import { runOptionsFrom } from '../run-options.ts';

/** `graflow-worker [run]`: takes tasks from a queue and runs them. */
export const runCommand = (io: Io, exit: (exitCode: number) => void): CommandModule => ({
  command: ['run', '$0'],
  describe: 'Take tasks from a queue and run them',
  builder: (yargs) =>
    yargs.options(Object.fromEntries(Object.entries(optionTable).map(([name, spec]) => [name, flagOf(spec)]))),
  handler: async (flags) => {
    const options = runOptionsFrom(flags, io);
    // Only now, so that --help and a mistake in the options are answered at once.
    const { runWorker } = await import('../run-worker.ts');
    exit(await runWorker(options, io));
  },
});

/** All values are strings for yargs: it would take `abc` for a number, and say so nowhere. */
const flagOf = ({ alias, group, describe, isFlag, defaultText }: OptionSpec) => ({
  ...(alias === undefined ? {} : { alias }),
  ...(defaultText === undefined ? {} : { defaultDescription: defaultText }),
  ...(isFlag === true ? { type: 'boolean' as const } : { type: 'string' as const, requiresArg: true }),
  group,
  describe,
});
