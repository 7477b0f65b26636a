import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A calendar that is wrong, for one process or several. */
export interface WrongClock {
  /** What a process must find in its environment to have it. */
  readonly env: Readonly<Record<string, string>>;
  /** Moves it: from now on it is so many seconds ahead of the calendar of this machine. */
  set(seconds: number): void;
}

/** Makes a wrong clock. It moves the calendar alone: the monotonic clock, by which everybody logs, stays what it is. */
export function wrongClock(folder: string, name: string, seconds: number): WrongClock {
  const file = join(folder, `${name}.clock`);
  const set: WrongClock['set'] = (ahead) => writeFileSync(file, `${ahead < 0 ? '' : '+'}${ahead}\n`);
  set(seconds);
  const env = {
    LD_PRELOAD: library(),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
  return { env, set };
}

/** Has libfaketime installed where it is not there, and tells where it is. */
function library(): string {
  const setup = fileURLToPath(new URL('../../../tooling/setup/ensure-faketime.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [setup], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`This scenario needs libfaketime.\n${stdout}${stderr}`);
  return stdout.trim().split('\n').at(-1) ?? '';
}
