import type { Slot } from '../../format.ts';
import { refuse } from '../refusals/refuse.ts';
import { slotFor } from '../slot.ts';
import type { Capture, Entry } from '../capture.ts';

/** `new.target` of the code around an arrow, which only the heap knows. */
export function outerNewTarget(capture: Capture, entry: Entry): Slot {
  const found = capture.heap().outerOf(entry.value as object, '.new.target');
  if (found) return slotFor(capture, found.value, { from: entry, how: 'new.target', kind: 'variable' });
  refuse(
    capture,
    entry,
    'it uses new.target of the code around it, and V8 does not show it',
    'Keep new.target in a variable outside, and capture that.',
  );
  return ['undefined'];
}
