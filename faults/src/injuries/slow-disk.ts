import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Makes every sync of a process to its disk take so many milliseconds longer. Needs the right to trace a process of the same
 * user. Gives the way back.
 *
 * @throws Error with what strace says where it may not.
 */
export async function slowDisk(pid: number, ms: number): Promise<() => Promise<void>> {
  ensureStrace();
  const syncs = 'fsync,fdatasync';
  const injection = ['-e', `trace=${syncs}`, '-e', `inject=${syncs}:delay_enter=${ms * 1_000}`];
  const strace = spawn('strace', ['-f', '-p', `${pid}`, '-o', '/dev/null', ...injection], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = once(strace, 'exit');
  let said = '';
  for await (const text of strace.stderr) {
    said += String(text);
    if (/attached/.test(said)) break;
  }
  if (!/attached/.test(said)) throw new Error(`strace cannot hold up process ${pid}: ${said.trim()}`);
  return async () => {
    strace.kill('SIGTERM'); // it lets go of the process, which goes on
    await gone;
  };
}

function ensureStrace(): void {
  const setup = fileURLToPath(new URL('../../../tooling/setup/ensure-strace.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [setup], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`This scenario needs strace.\n${stdout}${stderr}`);
}
