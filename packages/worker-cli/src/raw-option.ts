import type { Io } from './io.ts';

/**
 * Looks for an option in the raw arguments, else in a variable: for whoever reports that the arguments make no sense.
 *
 * @param names - as they are written, such as `--log-level` and `-l`
 */
export function rawOption({ argv, env }: Io, names: readonly string[], variable: string): string | undefined {
  for (const [position, argument] of argv.entries()) {
    for (const name of names) {
      if (argument === name) return argv[position + 1];
      if (argument.startsWith(`${name}=`)) return argument.slice(name.length + 1);
    }
  }
  return env[variable];
}
