import { toSpecs } from '@graflow/taskspec';
import { enqueueSpecs } from './enqueue-specs.ts';
import { MemoryStore } from './memory-store.ts';
import { settingsOf } from './queue-options.ts';

let kept: unknown;

/**
 * Keeps one object of each kind that a task makes, for as long as the process lives. V8 throws away the code that it made
 * for a kind of objects when the last of them is gone: a queue that was empty during a full collection would begin as
 * slowly as in a new process.
 */
export function keepShapes(): void {
  kept ??= shapes();
}

function shapes(): unknown {
  const settings = settingsOf({});
  const store = new MemoryStore(settings);
  const handles = enqueueSpecs(
    store,
    settings,
    toSpecs(() => undefined, undefined, undefined, settings.binding),
  );
  return [handles, store.claim()];
}
