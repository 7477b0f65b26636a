/**
 * Compares codecs for arguments and results: time and size on real payloads, and what each does with every kind of
 * value. `pnpm --filter @graflow-tooling/bench codec`; measures what `pnpm build` made.
 */
import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { type Codec, codecs } from './codec/codecs.ts';
import { judge } from './codec/judge.ts';
import { kinds } from './codec/kinds.ts';
import { payloads } from './codec/payloads.ts';

interface Measured {
  readonly codec: string;
  readonly writeUs: number;
  readonly readUs: number;
  readonly bytes: number;
}

const measurements = Object.entries(payloads).map(([payload, value]) => ({
  payload,
  measured: codecs.flatMap((codec) => (judge(codec, value) === 'carried' ? [measure(codec, value)] : [])),
}));
const judgements = Object.entries(kinds).map(([kind, value]) => ({
  kind,
  judged: Object.fromEntries(codecs.map((codec) => [codec.name, judge(codec, value)])),
}));
const refusals = codecs.map((codec) => ({ codec: codec.name, says: refusalOf(codec) }));

for (const { payload, measured } of measurements) {
  console.log(`\n${payload}`);
  console.table(
    measured.map(({ codec, writeUs, readUs, bytes }) => ({
      codec,
      'write us': round(writeUs),
      'read us': round(readUs),
      bytes,
    })),
  );
}
console.table(Object.fromEntries(judgements.map(({ kind, judged }) => [kind, judged])));
console.table(refusals);

const result = { at: new Date().toISOString(), node: process.version, measurements, judgements, refusals };
await writeFile(new URL('results/codec.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);

function measure({ name, write, read }: Codec, value: unknown): Measured {
  const written = write(value);
  return {
    codec: name,
    writeUs: fastest(() => write(value)),
    readUs: fastest(() => read(written)),
    bytes: typeof written === 'string' ? Buffer.byteLength(written) : written.length,
  };
}

/** The fastest of seven rounds of 50 ms: what is slower was disturbed. */
function fastest(run: () => unknown): number {
  const perRound = Math.max(1, Math.round(50_000 / timeOf(run, 3)));
  return Math.min(...Array.from({ length: 7 }, () => timeOf(run, perRound)));
}

function timeOf(run: () => unknown, count: number): number {
  const start = performance.now();
  for (let index = 0; index < count; index += 1) run();
  return (1_000 * (performance.now() - start)) / count;
}

function refusalOf({ write, read }: Codec): string {
  try {
    return `nothing; it reads back as ${inspect(read(write([{ options: { onDone: () => 1 } }])), { depth: 4, breakLength: Infinity })}`;
  } catch (error) {
    return error instanceof Error
      ? `${error.message}${'path' in error ? ` (path ${String(error.path)})` : ''}`
      : String(error);
  }
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
