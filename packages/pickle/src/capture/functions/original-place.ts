import { Buffer } from 'node:buffer';
import { findSourceMap, SourceMap } from 'node:module';
import type { KnownScript } from '../../inspect/function-site.ts';
import { filePathOf } from '../../modules/specifier.ts';

/** A place in a file, from zero. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The place that a place in a transpiled script came from, where a source map came with it: in the script itself or registered with Node. */
export function originalPlace(script: KnownScript, line: number, column: number): FilePlace | undefined {
  const entry = sourceMapOf(script)?.findEntry(line, column);
  if (!entry || !('originalSource' in entry)) return undefined;
  const file = fileOf(entry.originalSource, script.url);
  return file === undefined ? undefined : { file, line: entry.originalLine, column: entry.originalColumn };
}

const sourceMaps = new WeakMap<KnownScript, SourceMap | undefined>();

function sourceMapOf(script: KnownScript): SourceMap | undefined {
  if (!sourceMaps.has(script)) sourceMaps.set(script, inlineMap(script.source) ?? registeredMap(script.url));
  return sourceMaps.get(script);
}

/** Node keeps source maps where it was asked to; to find out that it has none, it would load what reads them. */
function registeredMap(url: string): SourceMap | undefined {
  const keeps = process.sourceMapsEnabled || process.env['NODE_V8_COVERAGE'] !== undefined;
  return keeps ? findSourceMap(url) : undefined;
}

const inlineMark = '//# sourceMappingURL=data:application/json';

function inlineMap(source: string): SourceMap | undefined {
  const at = source.lastIndexOf(inlineMark);
  const data = at < 0 ? undefined : /^[^,\n]*;base64,([\w+/=]+)/.exec(source.slice(at + inlineMark.length))?.[1];
  if (data === undefined) return undefined;
  try {
    return new SourceMap(JSON.parse(Buffer.from(data, 'base64').toString()) as SourceMap['payload']);
  } catch {
    return undefined;
  }
}

function fileOf(source: string, script: string): string | undefined {
  const base = /^[a-z]+:/i.test(script) ? script : `file://${script}`;
  return URL.canParse(source, base) ? filePathOf(new URL(source, base).href) : undefined;
}
