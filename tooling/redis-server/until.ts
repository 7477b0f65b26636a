import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until a condition holds: servers that must find each other tell nobody when they have. */
export const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await sleep(50);
};
