import { RedisTaskQueue } from '@graflow/queue-redis';
import type { Scenario } from '../scenario.ts';
import { started } from '../stage/find.ts';
import type { Stage } from '../stage/stage.ts';
import { writeFiles } from '../stage/write-files.ts';

const tasks = new URL('../participants/tasks.ts', import.meta.url);
const importWork = `import { work } from ${JSON.stringify(tasks.href)};`;
const requireWork = `const work = async (ms) => (await import(${JSON.stringify(tasks.href)})).work(ms);`;

/** Every kind of module that a worker may be given, each with a task named after it. */
const kinds: Readonly<Record<string, string>> = {
  'module.mjs': `${importWork} export const inModuleMjs = (ms) => work(ms);`,
  'module.cjs': `${requireWork} exports.inModuleCjs = (ms) => work(ms);`,
  'module.ts': `${importWork} export const inModuleTs = (ms: number): Promise<number> => work(ms);`,
  'module.mts': `${importWork} export const inModuleMts = (ms: number): Promise<number> => work(ms);`,
  'module.cts': `${requireWork} exports.inModuleCts = (ms: number) => work(ms);`,
  'esm/module.js': `${importWork} export const inEsmJs = (ms) => work(ms);`,
  'esm/package.json': '{ "type": "module" }',
  'cjs/module.js': `${requireWork} exports.inCjsJs = (ms) => work(ms); exports.twice = (ms) => 2 * ms;`,
  'cjs/package.json': '{ "type": "commonjs" }',
  'mixed/index.mjs': `import cjs from '../cjs/module.js'; import { inModuleTs } from '../module.ts';
    export const inMixed = (ms) => inModuleTs(cjs.twice(ms));`,
};
const names = [
  'inModuleMjs',
  'inModuleCjs',
  'inModuleTs',
  'inModuleMts',
  'inModuleCts',
  'inEsmJs',
  'inCjsJs',
  'inMixed',
];

/** Modules that cannot be used, and what a worker says of each before it claims anything. */
const unusable: readonly (readonly [name: string, text: string | undefined, code: string])[] = [
  ['gone.mjs', undefined, 'GRAFLOW_MODULE_NOT_FOUND'],
  ['needs-more.mjs', `import 'a-package-that-nobody-has'; export const any = () => 1;`, 'GRAFLOW_MODULE_FAILED'],
  ['broken.mjs', 'export const any = (', 'GRAFLOW_MODULE_FAILED'],
  ['throws.cjs', `throw new Error('not today');`, 'GRAFLOW_MODULE_FAILED'],
  ['empty.mjs', 'export {};', 'GRAFLOW_NO_TASKS'],
];

/** Modules of every kind, ones that are missing or broken, and an export that a new release has under another name. */
export const modules: Scenario = {
  number: 28,
  words: 'modules of every kind, missing ones, and a renamed export',
  inCi: false,
  async play(stage) {
    const { url } = await stage.startRedis({});
    const at = writeFiles(stage.directory, {
      ...kinds,
      ...Object.fromEntries(unusable.map(([name, text]) => [name, text])),
    });
    const producer = await stage.startProducer();
    const broken: string[] = [];
    const asked = unusable.map(async ([name, , code]) => {
      const isolation = stage.random.pick(['none', 'process', 'thread'] as const);
      const said = await codeOf(stage, { modules: [at(name)], isolation });
      if (said !== code) broken.push(`${name}, isolation ${isolation}: ${said}, not ${code}`);
    });
    await Promise.all(asked);
    const every = Object.keys(kinds).filter((name) => !name.endsWith('.json'));
    const isolation = stage.random.pick(['none', 'process'] as const);
    await stage.startWorker({ modules: [...every.map(at), at('mixed')], isolation });
    const ids = (await Promise.all(names.map((name) => producer.enqueue(2, name, [5])))).flat();
    ids.push(...(await playRenamed(stage, url, broken)));
    await stage.collect(ids);
    const dead = stage.entries().filter((entry) => entry.kind === 'outcome' && entry.state === 'dead');
    const burnt = stage.entries().filter((entry) => entry.kind === 'start' && entry.attempt > 1);
    if (dead.length > 0) broken.push(`${dead.length} tasks of good modules are dead`);
    if (burnt.length > 0) broken.push(`${burnt.length} attempts were burnt by refusals`);
    return { ids, broken };
  },
};

async function codeOf(stage: Stage, wish: Parameters<Stage['startWorker']>[0]): Promise<string> {
  const { name, gone } = await stage.startWorker(wish);
  const said = stage.entries().find((entry) => entry.kind === 'notStarted' && entry.by === name);
  if (said?.kind !== 'notStarted') return 'it started';
  await gone;
  return said.code;
}

/**
 * Tasks of the old and of the new name, while workers of both releases are there: each is left to whoever knows it. When the
 * last old one is gone, its tasks are dead letters, and a replay runs them once it is back.
 */
async function playRenamed(stage: Stage, url: string, broken: string[]): Promise<readonly string[]> {
  const at = writeFiles(stage.directory, {
    'release-1.mjs': `${importWork} export const shipOrder = (ms) => work(ms);`,
    'release-2.mjs': `${importWork} export const sendOrder = (ms) => work(ms);`,
  });
  const producer = await stage.startProducer();
  const older = await stage.startWorker({ modules: [at('release-1.mjs')] });
  await stage.startWorker({ modules: [at('release-2.mjs')] });
  const both = [...(await producer.enqueue(10, 'shipOrder', [5])), ...(await producer.enqueue(10, 'sendOrder', [5]))];
  for (const id of both) await stage.until('each finds its worker', started([id]), 20_000);
  older.terminate();
  await older.gone;
  const left = await producer.enqueue(3, 'shipOrder', [5]);
  await using operator = new RedisTaskQueue({ url, prefix: 'faults' });
  const codes = await Promise.all(left.map((id) => operator.handle(id).result({ timeoutMs: 60_000 }).catch(codeIn)));
  for (const code of codes)
    if (code !== 'GRAFLOW_TASK_UNROUTABLE') broken.push(`a task that nobody knows ended with ${String(code)}`);
  await stage.startWorker({ modules: [at('release-1.mjs')] });
  for (const id of left) await operator.deadLetters.replay(id);
  return [...both, ...left];
}

const codeIn = (error: unknown): unknown => (error as { readonly code?: unknown }).code;
