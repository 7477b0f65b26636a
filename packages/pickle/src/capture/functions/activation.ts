/** One life of a scope: all closures made in it share its variables. */
export interface Activation {
  readonly scope: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** True for a scope that is entered once, as that of a module. */
  readonly once: boolean;
}
