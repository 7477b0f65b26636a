import type { Pickle } from './format.ts';

/** Where a function was written. */
export interface Origin {
  /** The name of the function. */
  readonly name: string;
  /** The package of the file; absent where it has none. */
  readonly package?: string;
  /** The file, relative to its package; empty where the function was made from a text. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column: number;
}

/** Origins as `Pickle.origins` has them. */
export function originTexts(origins: readonly Origin[]): string[] {
  let before = '';
  return origins.map((origin) => {
    const { name, line, column } = origin;
    const file = fileOf(origin);
    if (file === '') return name;
    const shown = file === before ? '' : file;
    before = file;
    return `${name} (${shown}:${line}:${column})`;
  });
}

/** The origins of a pickle. They stand outside every hash and serve messages alone: what is none says nothing. */
export function originsIn({ origins }: Pickle): readonly Origin[] {
  let before = '';
  return (Array.isArray(origins) ? (origins as readonly unknown[]) : []).map((text) => {
    if (typeof text !== 'string' || /[\n\r\0]/.test(text)) return unknownOrigin;
    const open = text.indexOf(' (');
    const place = /:([1-9]\d{0,8}):([1-9]\d{0,8})\)$/.exec(text);
    if (open < 0 || !place) return { ...unknownOrigin, name: text };
    before = text.slice(open + ' ('.length, place.index) || before;
    return { name: text.slice(0, open), file: before, line: Number(place[1]), column: Number(place[2]) };
  });
}

const unknownOrigin: Origin = { name: '(anonymous)', file: '', line: 0, column: 1 };

/** The name of a file as a stack trace shows it: `my-package/src/jobs.ts`. */
export function fileOf({ package: home, file }: Origin): string {
  return home ? `${home}/${file}` : file;
}

/** `resize (my-app/src/images.ts:12)`. */
export function shownOrigin(origin: Origin): string {
  return origin.file ? `${origin.name} (${fileOf(origin)}:${origin.line})` : origin.name;
}
