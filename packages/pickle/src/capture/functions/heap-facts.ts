import type { Activation } from './activation.ts';
import { refuse } from '../refusals/refuse.ts';
import { slotFor } from '../slot.ts';
import type { Capture } from '../capture.ts';
import type { FunctionRecord } from './function-record.ts';

/** Finds `this` of arrows that took it from around them; true when that brought new values in. */
export function resolveThis(capture: Capture): boolean {
  const wanting = [...capture.wantThis];
  capture.wantThis.clear();
  for (const index of wanting) {
    const entry = capture.entries[index];
    const record = capture.functions.get(index);
    if (!entry || !record) continue;
    const found = capture.heap().outerOf(entry.value as object, 'this');
    if (found) record.outerThis = slotFor(capture, found.value, { from: entry, how: 'this', kind: 'variable' });
    else
      refuse(
        capture,
        entry,
        'it uses `this` of the code around it, and V8 does not show it',
        'Keep it in a variable outside (const self = this), and capture that.',
      );
  }
  return wanting.length > 0;
}

/**
 * Tells apart activations that look alike. Two counters that stand at the same number have equal scopes; only where one of their functions
 * assigns to a variable that another one uses does it matter, and then the heap knows.
 */
export function separateActivations(capture: Capture): void {
  const users = doubtful(capture);
  if (users.size === 0) return;
  const known = new Map<string, Activation>();
  for (const record of users) {
    const fn = capture.entries[record.index]?.value as object;
    const contexts = capture.heap().contextsOf(fn);
    let at = 0;
    const exact = new Map<Activation, Activation>();
    for (const activation of record.chain.toReversed()) {
      const names = Object.keys(activation.values);
      const found =
        names.length === 0
          ? -1
          : contexts.findIndex((context, index) => index >= at && names.every((name) => context.names.has(name)));
      if (found < 0 || activation.once) continue;
      at = found + 1;
      const key = `${activation.scope}@${contexts[found]?.id}`;
      const own = known.get(key) ?? { ...activation };
      known.set(key, own);
      exact.set(activation, own);
    }
    record.chain = record.chain.map((activation) => exact.get(activation) ?? activation);
    record.captures = record.captures.map((capturing) => {
      const activation = capturing.activation && (exact.get(capturing.activation) ?? capturing.activation);
      return { ...capturing, activation };
    });
  }
}

/** Functions that use a variable of an activation which may be two, where a function assigns to it. */
function doubtful(capture: Capture): Set<FunctionRecord> {
  const users = new Map<Activation, Set<FunctionRecord>>();
  const assigned = new Set<Activation>();
  for (const record of capture.functions.values()) {
    for (const { activation, assigned: writes } of record.captures) {
      if (!activation || activation.once) continue;
      users.set(activation, (users.get(activation) ?? new Set()).add(record));
      if (writes) assigned.add(activation);
    }
  }
  return new Set(
    [...assigned].flatMap((activation) =>
      (users.get(activation)?.size ?? 0) > 1 ? [...(users.get(activation) ?? [])] : [],
    ),
  );
}
