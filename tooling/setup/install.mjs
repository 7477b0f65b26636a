// @ts-check
/**
 * Installs what is missing with the package manager of the system. Where that is impossible it prints the command to run.
 *
 * Plain Node without dependencies: it runs before anything is built.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @param {string} command */
export const onPath = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/**
 * What is needed, and how each package manager calls it.
 *
 * @typedef {object} Need
 * @property {string} what is missing, for people
 * @property {() => boolean} isThere
 * @property {Partial<Record<'apt-get' | 'dnf' | 'apk' | 'brew', string>>} packages
 * @property {string} [afterwards] a command that may fail, where apt-get installed something
 * @property {string} otherwise what to do where no manager is known
 * @property {(remedy: string) => string} complaint
 */

/** How each package manager installs; the first one found does it. */
const managers = /** @type {const} */ ([
  ['apt-get', ['apt-get update', 'apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120']],
  ['dnf', ['dnf install --assumeyes']],
  ['apk', ['apk add --no-cache']],
  ['brew', ['brew install']],
]);

/** Installs it unless it is there; sets the exit code where that fails. @param {Need} need */
export function ensure({ what, isThere, packages, afterwards, otherwise, complaint }) {
  const stop = (/** @type {string} */ remedy) => {
    console.error(complaint(remedy));
    process.exitCode = 1;
  };
  if (isThere()) return;
  const [manager, how] = managers.find(([command]) => packages[command] && onPath(command)) ?? [];
  if (!manager || !how) return stop(otherwise);

  const steps = how.map((step) => (step.includes('update') ? step : `${step} ${packages[manager]}`));
  const prefix = prefixFor(manager);
  const sudo = manager === 'brew' || isRoot ? '' : 'sudo ';
  const byHand = steps.map((step) => sudo + step).join(' && ');
  if (prefix === undefined) return stop(byHand);

  console.log(`${what}: installing.`);
  for (const step of steps) if (!run([...prefix, ...step.split(' ')])) return stop(byHand);
  if (afterwards && manager === 'apt-get') run([...prefix, ...afterwards.split(' ')]);
  if (!isThere()) stop(byHand);
}

const isRoot = process.getuid?.() === 0;

/** What to put before a command so that it may install: nothing, `sudo -n`, or undefined when it may not. */
const prefixFor = (/** @type {string} */ command) => {
  if (command === 'brew' || isRoot) return [];
  const mayAct = onPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  return mayAct ? ['sudo', '-n'] : undefined;
};

const run = (/** @type {string[]} */ [command = '', ...args]) => {
  console.log(`$ ${[command, ...args].join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'inherit', env }).status === 0;
};
