import { join } from 'node:path';
import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Order } from '../participants/settings.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage/stage.ts';
import { writeFiles } from '../stage/write-files.ts';

const secret = 'a secret of at least thirty-two characters';

/** The files of a package of that name. */
type Package = (name: string) => Readonly<Record<string, string>>;

const esm =
  (version: string, text: string): Package =>
  (name) => ({
    'package.json': JSON.stringify({ name, version, type: 'module', exports: './main.js' }),
    'main.js': text,
  });
const commonJs =
  (version: string, text: string): Package =>
  (name) => ({ 'package.json': JSON.stringify({ name, version, main: './main.js' }), 'main.js': text });
const price = 'export const price = (ms) => ms;';

/** Packages that tasks use, as they are installed where these are made, and at a worker that cannot run the tasks. */
const lacking: Readonly<Record<string, readonly [there: Package, here: Package | undefined]>> = {
  missing: [esm('1.0.0', price), undefined],
  renamed: [esm('1.0.0', price), esm('1.0.0', 'export const cost = (ms) => ms;')],
  broken: [esm('1.0.0', price), esm('1.0.0', 'throw new Error("not today");')],
  older: [esm('2.0.0', price), esm('1.0.0', price)],
  changed: [commonJs('1.0.0', 'exports.price = (ms) => ms;'), commonJs('1.0.0', 'exports.cost = (ms) => ms;')],
};

/** Packages that are made in two ways, of which either will do. */
const alike: typeof lacking = {
  same: [commonJs('1.0.0', 'exports.price = (ms) => ms;'), commonJs('1.0.1', 'exports.price = (ms) => ms;')],
  turned: [esm('1.0.0', price), commonJs('1.0.0', 'exports.price = (ms) => ms;')],
};

/** The ways in which a task may be written that uses a package. */
const writings: Readonly<Record<string, (name: string) => string>> = {
  mjs: (name) => `import { price } from '${name}';
    export const task = async (ms) => price(await globalThis.faultsWork(ms));`,
  cjs: (name) => `const { price } = require('${name}');
    exports.task = async (ms) => price(await globalThis.faultsWork(ms));`,
  ts: (name) => `import { price } from '${name}';
    export const task = async (ms: number): Promise<number> => price(await (globalThis as any).faultsWork(ms));`,
};

/**
 * Tasks that travel by value and use packages, which one of the workers does not have as they need them: it leaves them to
 * the other, which runs them in their first attempt. When that one is gone they are dead letters that say what is missing, and
 * a replay runs them once it is back.
 */
export const packages: Scenario = {
  number: 28.1,
  words: 'by-value tasks whose packages are missing, broken, renamed, older or of another kind at one worker',
  inCi: false,
  async play(stage) {
    const { url } = await stage.startRedis({});
    const [producing, able, unable] = writeFolders(stage);
    const isolation = stage.random.pick(['none', 'process', 'thread'] as const);
    const wish = { secret, isolation };
    const producer = await stage.startProducer({ secret, cwd: producing });
    await stage.startWorker({ ...wish, cwd: unable });
    const knowing = await stage.startWorker({ ...wish, cwd: able });
    const needing = stage.random.shuffle(ordersOf(producing, lacking));
    const others = ordersOf(producing, alike);
    producer.send([...needing, ...others]);
    await using operator = new RedisTaskQueue({ url, prefix: 'faults' });
    const ended = await Promise.all([...needing, ...others].map((order) => failureOf(operator, order)));
    const broken = ended.flatMap((error) => (error === undefined ? [] : [error.message]));
    knowing.terminate();
    await knowing.gone;
    const left = ordersOf(producing, lacking).map((order) => ({ ...order, id: `left-${order.id}` }));
    producer.send(left);
    broken.push(...(await withoutReason(operator, left)));
    await stage.startWorker({ ...wish, cwd: able });
    for (const { id } of left) await operator.deadLetters.replay(id);
    const ids = [...needing, ...others, ...left].map(({ id }) => id);
    await stage.collect(ids);
    for (const entry of stage.entries()) {
      if (entry.kind === 'start' && entry.attempt > 1) broken.push(`a refusal burnt an attempt of ${entry.id}`);
      if (entry.kind === 'outcome' && entry.state !== 'value') broken.push(`${entry.id} ended with ${entry.code}`);
    }
    return { ids, broken, notes: [`isolation ${isolation}`] };
  },
};

/** One folder of the producer and of either worker, each with its packages. */
function writeFolders(stage: Stage): readonly [producing: string, able: string, unable: string] {
  const all = { ...lacking, ...alike };
  const tasks = Object.keys(all).flatMap((name) =>
    Object.entries(writings).map(([kind, write]) => [`${name}.${kind}`, write(name)] as const),
  );
  const packagesAt = (side: 0 | 1) =>
    Object.entries(all).flatMap(([name, sides]) =>
      Object.entries(sides[side]?.(name) ?? {}).map(([file, text]) => [`node_modules/${name}/${file}`, text] as const),
    );
  const folders = { producing: [...tasks, ...packagesAt(0)], able: packagesAt(0), unable: packagesAt(1) };
  for (const [folder, files] of Object.entries(folders))
    writeFiles(join(stage.directory, folder), { 'package.json': '{ "type": "module" }', ...Object.fromEntries(files) });
  return [join(stage.directory, 'producing'), join(stage.directory, 'able'), join(stage.directory, 'unable')];
}

const ordersOf = (folder: string, some: typeof lacking): readonly Order[] =>
  Object.keys(some).flatMap((name) =>
    Object.keys(writings).map((kind) => ({
      id: `${name}-${kind}`,
      task: 'task',
      from: join(folder, `${name}.${kind}`),
      args: [5],
    })),
  );

/** Waits until a task has ended, and gives why it has no value. */
const failureOf = (
  operator: RedisTaskQueue,
  { id }: Order,
): Promise<(Error & { readonly code?: unknown }) | undefined> =>
  operator
    .handle(id)
    .result({ timeoutMs: 60_000 })
    .then(
      () => undefined,
      (error: Error) => error,
    );

/** Waits until each is a dead letter, and gives those that do not say what is missing. */
async function withoutReason(operator: RedisTaskQueue, orders: readonly Order[]): Promise<readonly string[]> {
  const ended = await Promise.all(
    orders.map(async (order) => {
      const error = await failureOf(operator, order);
      const [, name = ''] = order.id.split('-');
      const isTold = error?.code === 'GRAFLOW_TASK_UNROUTABLE' && error.message.includes(name);
      return isTold ? [] : [`${order.id} ended with ${String(error?.code)}: ${error?.message}`];
    }),
  );
  return ended.flat();
}
