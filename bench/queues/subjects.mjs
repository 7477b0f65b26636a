import { beeQueue } from './bee-queue.mjs';
import { bullmq } from './bullmq.mjs';
import { graflow, graflowPickle, graflowSigned, graflowSource } from './graflow.mjs';
import { platformatic, runsPlatformatic } from './platformatic.mjs';

/**
 * Everything that is measured; ratios are against the first. Plain JavaScript, so that Node runs it without a loader
 * whose costs would be measured too.
 *
 * @type {readonly import('./subject.ts').Subject[]}
 */
export const subjects = [
  bullmq,
  beeQueue,
  ...(runsPlatformatic ? [platformatic] : []),
  graflow,
  graflowSigned,
  graflowPickle,
  graflowSource,
];
