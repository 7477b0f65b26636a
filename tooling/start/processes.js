import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the `graflow-worker` of the example and waits until it takes tasks. Its log is shown when it does not start. */
export const startWorker = async (flags, { cwd, env }) => {
  const command = resolve('node_modules/.bin/graflow-worker');
  const worker = spawn(command, [...flags, '--log-format', 'json', '--log-level', 'info'], { cwd, env });
  await lineOf(worker, 'graflow-worker', (line) => line.includes('"worker-started"'));
  return { stop: () => stop(worker) };
};

/** Runs a Node program of the example to its end; it prints where we print. */
export const runProgram = async (file, flags, { env }) => {
  const program = spawn(process.execPath, [file, ...flags], { env, stdio: 'inherit' });
  const [code] = await once(program, 'exit');
  if (code !== 0) throw new Error(`${file} ended with code ${code}.`);
};

/** Waits for a line of a process that says it is ready. */
export const lineOf = (child, name, isReady) =>
  new Promise((resolve, reject) => {
    const lines = [];
    const read = (line) => {
      lines.push(line);
      if (isReady(line)) resolve(undefined);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', read);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${name} ended with code ${code}:\n${lines.join('\n')}`)));
  });

/** Asks a process to end, and waits until it is gone. */
export const stop = async (child) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
};
