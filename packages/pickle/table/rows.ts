import { readFileSync } from 'node:fs';
import { mustBeRefused } from './verdict.ts';

/** The rows of the table: section, row, and its programs as `file: name`. */
export type Rows = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export const rows = JSON.parse(readFileSync(new URL('rows.json', import.meta.url), 'utf8')) as Rows;

/** One program of the table. */
export interface Program {
  /** `file: name`. */
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly refuse: boolean;
}

/** All programs, file by file. */
export const programs: readonly Program[] = Object.entries(rows)
  .flatMap(([section, inside]) =>
    Object.values(inside)
      .flat()
      .map((id) => {
        const at = id.indexOf(': ');
        return { id, file: id.slice(0, at), name: id.slice(at + 2), refuse: mustBeRefused(section) };
      }),
  )
  .toSorted((left, right) => left.file.localeCompare(right.file));

export const files: readonly string[] = [...new Set(programs.map(({ file }) => file))];
