import type { History } from './history.ts';
import { injuriesIn } from './injuries.ts';

/** Whether what was acknowledged at a moment may be gone, because Redis was killed soon after and syncs now and then. */
export function forgotten(history: History, at: number): boolean {
  const { forgetsMs = 0 } = history.rules;
  if (forgetsMs === 0) return false;
  return injuriesIn(history).some(({ who, from }) => who === 'redis' && at <= from && at >= from - forgetsMs);
}
