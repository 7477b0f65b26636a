import type { PropertyData } from '../../format.ts';

/** What is carried of the exports of one of the user's own modules: only what is used. */
export interface ExportView {
  readonly index: number;
  /** The module whose exports they are, where that is known. */
  url: string | undefined;
  readonly keys: Set<string>;
  readonly props: PropertyData[];
}
