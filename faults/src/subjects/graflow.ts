import { collect } from '../stage/collect.ts';
import type { Subject } from './subject.ts';

/** What all of this is about. */
export const graflow: Subject = {
  name: 'graflow',
  worker: 'worker',
  producer: 'producer',
  defaultLeaseMs: 8_000,
  tellsPoison: true,
  patienceMs: 60_000,
  collect,
};
