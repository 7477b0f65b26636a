/** A name that a module gives out. */
export interface ExportedName {
  readonly exported: string;
  readonly local: string;
}
