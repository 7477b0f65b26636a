import { Buffer } from 'node:buffer';
import { createCapture, walk } from './capture/walk.ts';
import { emit } from './emit/emit.ts';
import { partsOf } from './explained-parts.ts';
import type { Explanation } from './explanation.ts';
import { explanationText } from './explanation-text.ts';
import { heaviestParts } from './heaviest-parts.ts';
import { releaseHandles } from './inspect/session.ts';
import type { PickleOptions } from './pickle.ts';

/**
 * Lists everything that a function, or any other value, would bring into a pickle, with the way to it and its size; nothing is thrown for what cannot travel.
 *
 * @example
 * ```ts
 * import { explain } from '@graflow/pickle';
 *
 * console.log(String(explain(handler)));
 * for (const { path, totalBytes } of explain(handler).heaviest) console.log(path, totalBytes);
 * ```
 */
export function explain(value: unknown, options: Pick<PickleOptions, 'allowSecrets'> = {}): Explanation {
  const capture = createCapture(options.allowSecrets);
  try {
    const root = walk(capture, value);
    const pickle = emit(capture, root);
    const found = partsOf(capture, pickle);
    const modules = Array.from(capture.modules, ([specifier, { exports }]) => ({ specifier, exports: [...exports] }));
    const { problems, warnings } = capture;
    const bytes = problems.length > 0 ? 0 : Buffer.byteLength(JSON.stringify(pickle));
    const explanation = { parts: found.parts, heaviest: heaviestParts(found), modules, problems, warnings, bytes };
    return Object.defineProperty(explanation, 'toString', { value: () => explanationText(explanation) });
  } finally {
    if (capture.functions.size > 0) releaseHandles();
  }
}
