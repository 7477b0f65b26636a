/**
 * Measures Graflow over Redis next to BullMQ in the same run, on one private redis-server, taking turns.
 * `pnpm bench` measures the usual rows, `--all` all of them, `--only latency` those whose name says so; `--subjects
 * bullmq,graflow` some libraries; `--rounds 3 --scale 0.1` is a quick look; `--results NAME` names the file that keeps
 * them. Measures what `pnpm build` made. From Node 22.19 on \@platformatic/job-queue is measured, too.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startRedis } from '@graflow-tooling/redis-server';
import { Redis } from 'ioredis';
import type { Numbers } from './queues/measurements.ts';
import { others, usual } from './queues/rows.ts';
import { subjects as known } from './queues/subjects.mjs';
import { mediansOf, tableOf } from './queues/table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    all: { type: 'boolean', default: false },
    results: { type: 'string', default: 'queues' },
    subjects: { type: 'string', default: known.map(({ name }) => name).join() },
  },
});

const server = await startRedis({ own: true });
const redis = new Redis(server.url);
const measurements = values.all || values.only !== '' ? { ...usual, ...others } : usual;
const subjects = known.filter(({ name }) => values.subjects.split(',').includes(name));
const rounds = subjects.map((): Numbers[] => []);

for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const [name, measure] of Object.entries(measurements)) {
    if (!name.includes(values.only)) continue;
    for (const index of turns(round)) {
      const subject = subjects[index];
      if (subject === undefined) continue;
      await redis.flushall();
      const numbers = await measure(subject, { redis, redisUrl: server.url, scale: Number(values.scale) });
      rounds[index]?.push(numbers);
      console.error(`round ${round + 1}, ${name}, ${subject.name}`);
    }
  }
}

const medians = rounds.map(mediansOf);
console.log(
  tableOf(
    subjects.map(({ name }) => name),
    medians,
  ),
);
const result = {
  at: new Date().toISOString(),
  node: process.version,
  redis: /redis_version:(\S+)/.exec(await redis.info('server'))?.[1],
  cpu: `${cpus().length} x ${cpus()[0]?.model}`,
  ...values,
  medians: Object.fromEntries(subjects.map(({ name }, index) => [name, medians[index]])),
  rounds: Object.fromEntries(subjects.map(({ name }, index) => [name, rounds[index]])),
};
await writeFile(new URL(`results/${values.results}.json`, import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
redis.disconnect();
await server.stop();

/** Another one goes first in each round, so that no one always meets a warm machine. */
function turns(round: number): number[] {
  return subjects.map((_subject, index) => (index + round) % subjects.length);
}
