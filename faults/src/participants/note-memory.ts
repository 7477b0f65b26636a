import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Logger } from '../log/logger.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Says what this process keeps once nothing is left to collect. */
export function noteMemory(who: string, log: Logger): void {
  collectGarbage();
  log({ kind: 'memory', who, moment: 'during', bytes: process.memoryUsage().heapUsed });
}
