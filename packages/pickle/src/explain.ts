import { Buffer } from 'node:buffer';
import { createCapture, walk } from './capture/walk.ts';
import type { Entry } from './capture/capture.ts';
import { pathTo } from './capture/path.ts';
import { emit } from './emit/emit.ts';
import type { PickleProblem, PickleWarning } from './errors.ts';
import type { Node } from './format.ts';
import { releaseHandles } from './inspect/session.ts';
import { modulesIn } from './capture/module-list.ts';

/** One object, function or symbol that a pickle would carry. */
export interface ExplainedPart {
  /** How it is reached, in JavaScript syntax. */
  readonly path: string;
  /** How it travels: `function`, `object`, `map`, `module`, `global`, ... */
  readonly kind: string;
  /** Its size in the pickle, in bytes of JSON, the code of a function included. */
  readonly bytes: number;
}

/** What a function captures. */
export interface Explanation {
  /** Every part, in the order in which the walk met it. */
  readonly parts: readonly ExplainedPart[];
  /** The modules that it takes by name, and what of each. */
  readonly modules: readonly { readonly specifier: string; readonly exports: readonly string[] }[];
  /** What would be refused. */
  readonly problems: readonly PickleProblem[];
  /** What travels and perhaps should not. */
  readonly warnings: readonly PickleWarning[];
  /** The size of the whole pickle in bytes; 0 when it would be refused. */
  readonly bytes: number;
}

/**
 * Lists everything that a function, or any other value, would bring into a pickle, with the way to it and its size; nothing is thrown for what cannot travel.
 *
 * @example
 * ```ts
 * import { explain } from '@graflow/pickle';
 *
 * for (const { path, kind, bytes } of explain(handler).parts) console.log(path, kind, bytes);
 * ```
 */
export function explain(value: unknown): Explanation {
  const capture = createCapture();
  try {
    const root = walk(capture, value);
    const pickle = emit(capture, root);
    const { nodes } = pickle.values as { nodes: readonly Node[] };
    const parts = capture.entries.map((entry: Entry): ExplainedPart => {
      const node = nodes[entry.index] ?? ['missing'];
      const code = node[0] === 'function' ? codeOf(nodes, node[1] as number, pickle.code) : '';
      return {
        path: pathTo(capture, entry),
        kind: node[0],
        bytes: byteLength(JSON.stringify(node)) + byteLength(code),
      };
    });
    const modules = modulesIn(capture.modules, new Map()).map(({ specifier, exports }) => ({ specifier, exports }));
    const { problems, warnings } = capture;
    return { parts, modules, problems, warnings, bytes: problems.length > 0 ? 0 : byteLength(JSON.stringify(pickle)) };
  } finally {
    if (capture.functions.size > 0) releaseHandles();
  }
}

function codeOf(nodes: readonly Node[], home: number, code: Readonly<Record<string, string>>): string {
  return code[String(nodes[home]?.[1])] ?? '';
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
