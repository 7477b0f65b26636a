import type { Node } from '../../format.ts';
import type { Capture, Entry } from '../capture.ts';
import { otherWayFor } from './other-way.ts';
import { pathTo } from '../path.ts';

/** Notes that a value cannot travel, with two ways out; the second one may be left to its kind. */
export function refuse(
  capture: Capture,
  entry: Entry,
  reason: string,
  fix: string,
  otherwise = otherWayFor(entry.value),
): Node {
  capture.problems.push({ path: pathTo(capture, entry), reason, fixes: [fix, otherwise] });
  return ['refused'];
}
