import { defineFreeingScript } from '../connection/script.ts';
import { prelude } from './prelude.ts';

/**
 * Lets tasks be claimed again.
 *
 * KEYS tag · no arguments. Returns 1.
 * One script, so that whoever sleeps until something may be claimed is woken in the same step. O(1).
 */
export const resumeScript = defineFreeingScript(
  'resume/1',
  prelude,
  `
redis.call('HDEL', tag .. ':cfg', 'paused')
wake_where_due()
return 1
`,
);
