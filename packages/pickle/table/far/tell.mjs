// Works through jobs and tells of each on the third pipe, so that the parent knows which one hangs or crashes.
import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/** Does every job of the standard input. `open` gives the cases of a file; a job of a file that cannot be opened is not run. */
export async function workThrough(work, open = () => ({})) {
  const tell = (line) => writeSync(3, `${JSON.stringify(line)}\n`);
  const opened = new Map();
  for (const job of JSON.parse(await text(process.stdin))) {
    tell({ begins: job.id });
    if (!opened.has(job.file)) opened.set(job.file, await attempt(() => open(job.file)));
    const cases = opened.get(job.file);
    tell({ id: job.id, ...(cases.failed ? { lost: 'not run' } : await doOne(() => work(job, cases.value))) });
  }
  process.exit(0);
}

async function attempt(run) {
  try {
    return { value: await run() };
  } catch (error) {
    return { failed: error };
  }
}

async function doOne(run) {
  const { value, failed } = await attempt(run);
  return value ?? { refused: String(failed?.message ?? failed).slice(0, 500) };
}
