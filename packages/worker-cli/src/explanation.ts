/** An error as people read it, in five parts. */
export interface Explanation {
  readonly what: string;
  readonly why?: string | undefined;
  readonly fix: string;
  readonly code: string;
  readonly exitCode: number;
}

/** An error of any of our packages; told by its `code`, for there may be several copies of a class. */
export interface CodedError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
}
