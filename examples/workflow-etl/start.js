import { withRedis } from '@graflow-tooling/start';

await withRedis(async ({ worker, program }) => {
  await program('main.js');
  await worker(['--resolver-module', './tasks.js']);
  await program('main.js', '--redis');
});
