import { sourcesIn } from '../../analyse/passed-on.ts';
import { moduleTextAt } from '../../inspect/module-text.ts';
import { urlFrom } from './local-url.ts';

/** A name that a module of the user's own gives out. */
export interface ExportSource {
  readonly url: string;
  readonly exported: string;
}

/** An export, and then the exports that it may come from, over modules that only pass it on. */
export function* exportSources(
  url: string,
  exported: string,
  seen: Set<string> = new Set(),
): Generator<ExportSource, undefined> {
  const key = `${exported} ${url}`;
  if (seen.has(key)) return;
  seen.add(key);
  yield { url, exported };
  const text = moduleTextAt(url);
  for (const source of text ? sourcesIn(text, exported) : []) {
    const from = urlFrom(url, source.specifier);
    const name = source.exported === undefined ? exported : source.imported;
    if (from !== undefined && name !== undefined) yield* exportSources(from, name, seen);
  }
}

/** The URL of the module that an export is a namespace of: `export * as exported from './a.js'`. */
export function namespaceUrl(url: string, exported: string): string | undefined {
  for (const source of exportSources(url, exported)) {
    const text = moduleTextAt(source.url);
    const whole =
      text &&
      sourcesIn(text, source.exported).find((item) => item.exported !== undefined && item.imported === undefined);
    if (whole) return urlFrom(source.url, whole.specifier);
  }
  return undefined;
}
