// Runs a task of `tasks.ts`, loaded the way argv says, and a by-value task that names the context: does each find the
// task and the context of this program, although it has other copies of the packages?
import { InMemoryTaskQueue } from '@graflow/queue-memory';
import { defaultRegistry } from '@graflow/registry';
import { task, taskMark } from '@graflow/resolver';
import { TaskSpec, taskContext } from '@graflow/taskspec';
import { Worker } from '@graflow/worker';

const load = {
  jiti: async () => {
    const { createJiti } = await import('jiti');
    return createJiti(import.meta.url, { tryNative: false }).import('./tasks.ts');
  },
  tsx: async () => {
    const { tsImport } = await import('tsx/esm/api');
    return tsImport('./tasks.ts', import.meta.url);
  },
};

const { inspect, copies } = await load[process.argv[2]]();
const mark = taskMark(inspect);
defaultRegistry.get().registerTask(mark.name, inspect);

const queue = new InMemoryTaskQueue({ serialize: true });
const worker = new Worker({ queue });
await worker.start();

const named = await queue.enqueue(new TaskSpec({ name: mark.name }));
const byValue = await queue.enqueue(() => taskContext().taskId, [], { strategy: 'pickle' });
console.log(
  JSON.stringify({
    otherCopies: copies.map((copy, index) => copy !== [task, taskContext][index]),
    name: mark.name,
    named: (await named.result()) === named.taskId,
    byValue: (await byValue.result()) === byValue.taskId,
  }),
);

await worker.stop();
await queue.close();
