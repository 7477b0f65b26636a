// Measures what `docs/compared.md` tells, all of it or a part. Run: pnpm --filter @graflow/pickle table [ours | pairs | peers | runners]
import { workbench } from '../test/far-side.ts';
import { keep, kept } from './kept.ts';
import { measurePeers } from './measure-peers.ts';
import { measureRunners } from './measure-runners.ts';
import { measureOurs, measurePairs } from './measure-versions.ts';

const parts = { ours: measureOurs, pairs: measurePairs, peers: measurePeers, runners: measureRunners };
const [only] = process.argv.slice(2);
const bench = await workbench();
try {
  for (const [part, measure] of Object.entries(parts)) {
    if (only === undefined || only === part) keep({ ...kept(), ...(await measure(bench)) });
  }
} finally {
  bench.remove();
}
