/**
 * Writes the golden records. Run once for each version of the format, and never again for one that was published:
 * `npx tsx --conditions=@graflow/source packages/taskspec/test/golden/write.ts`
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { keyRingFrom, type TaskEnvelope, type TaskOptions } from '@graflow/resolver';
import { encodeRecord, TaskSpec } from '../../src/index.ts';
import { goldenKey } from './golden-key.ts';

const now = Date.UTC(2026, 10, 23);
const code = 'export default (left, right) => left + right;';
const hash = createHash('sha256').update(code).digest('hex');
const common = { version: 1, name: 'add', code: { [hash]: code } } as const;

const reference: TaskEnvelope = { version: 1, strategy: 'reference', name: 'add' };
const pickle = { ...common, strategy: 'pickle', pickle: { format: 'graflow-pickle/1', hash, values: [[1], 'two'], modules: [] } } as unknown as TaskEnvelope;
const source: TaskEnvelope = { ...common, strategy: 'source' };

const plain = [1, 'zwölf', { a: [true, null] }];
const rich = [new Date(now), new Map<unknown, unknown>([['a', 1n]]), new Set([-0]), Buffer.from([1, 2]), undefined, NaN];
const options: TaskOptions = { delayMs: 5_000, timeoutMs: 1_000, retry: { maxAttempts: 5, jitter: 0 }, priority: 1 };

await write('reference', reference, plain);
await write('reference-with-options', reference, [], { options });
await write('reference-with-rich-arguments', reference, rich);
await write('reference-signed', reference, plain, { signed: true });
await write('pickle-signed', pickle, rich, { signed: true });
await write('source-signed', source, plain, { signed: true });
await write('source-unsigned', source, plain);

async function write(name: string, envelope: TaskEnvelope, args: unknown[], more: { options?: TaskOptions; signed?: true } = {}) {
  const task = { taskId: 'AbCdEfGhIjKlMnOpQrStUv', resolverId: 'default', name: 'add', args, options: more.options ?? {} };
  const claim = { token: '', attempt: 1, failures: 0, signal: AbortSignal.any([]) };
  const spec = await TaskSpec.claimed({ ...task, claim, loadEnvelope: () => envelope }, {} as never).ensureSerialized();
  const keys = more.signed && keyRingFrom(goldenKey);
  const { header, bytes } = encodeRecord(spec, { prefix: 'golden', queue: 'records', now, keys });
  const description = { header, envelope, args: inspect(args, { depth: 9, breakLength: Infinity }) };
  writeFileSync(new URL(`${name}.v1.bin`, import.meta.url), bytes);
  writeFileSync(new URL(`${name}.v1.json`, import.meta.url), `${JSON.stringify(description, null, 2)}\n`);
}
