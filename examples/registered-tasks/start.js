import { withRedis } from '@graflow-tooling/start';

await withRedis(async ({ worker, program }) => {
  const flags = ['--resolver-id', 'etl', '--resolver-module', './examples/registered-tasks/tasks'];
  await worker(flags, { cwd: '../..' });
  await program('producer.js');
});
