// @ts-check
/**
 * Makes sure that the tests find a Redis, and `openssl` for its certificates: nothing to do when REDIS_URL names one or
 * both are on the PATH, else they are installed with the package manager of the system. Where that is impossible it prints
 * the command to run. Sentinel needs no package of its own: it is `redis-server --sentinel`.
 *
 * Plain Node without dependencies: it runs before anything is built.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @param {string} command */
const onPath = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Debian starts what it installs. The tests start servers of their own; one on the usual port would be in the way. */
const stopService = existsSync('/run/systemd/system')
  ? 'systemctl disable --now redis-server'
  : 'service redis-server stop';

/** How each package manager installs a server; the first one found does it. */
const managers = [
  {
    command: 'apt-get',
    steps: [
      'apt-get update',
      'apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120 redis-server openssl',
      stopService,
    ],
  },
  { command: 'dnf', steps: ['dnf install --assumeyes redis openssl'] },
  { command: 'apk', steps: ['apk add --no-cache redis openssl'] },
  { command: 'brew', steps: ['brew install redis openssl'] },
];

const main = () => {
  if (process.env.REDIS_URL || isComplete()) return;
  const manager = managers.find(({ command }) => onPath(command));
  if (!manager) return stop('open https://redis.io/docs/latest/operate/oss_and_stack/install/');

  const prefix = prefixFor(manager.command);
  const sudo = manager.command === 'brew' || isRoot ? '' : 'sudo ';
  const byHand = manager.steps.filter((step) => step !== stopService).map((step) => sudo + step);
  if (prefix === undefined) return stop(byHand.join(' && '));

  console.log('No redis-server, or no openssl, on the PATH: installing them.');
  for (const step of manager.steps) {
    console.log(`$ ${step}`);
    const done = run([...prefix, ...step.split(' ')]);
    // A service that was never started cannot be stopped.
    if (!done && step !== stopService) return stop(byHand.join(' && '));
  }
  if (!isComplete()) stop(byHand.join(' && '));
};

const isComplete = () => onPath('redis-server') && onPath('openssl');

const isRoot = process.getuid?.() === 0;

/** What to put before a command so that it may install: nothing, `sudo -n`, or undefined when it may not. */
const prefixFor = (/** @type {string} */ command) => {
  if (command === 'brew' || isRoot) return [];
  const mayAct = onPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  return mayAct ? ['sudo', '-n'] : undefined;
};

const run = (/** @type {string[]} */ [command = '', ...args]) => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'inherit', env }).status === 0;
};

const stop = (/** @type {string} */ remedy) => {
  console.error(`
The tests need a real Redis and openssl, and one of them is not on the PATH. Run

  ${remedy}

or set REDIS_URL to a Redis that the tests may use.
`);
  process.exitCode = 1;
};

main();
