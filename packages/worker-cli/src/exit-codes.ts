/** How the process ends, by name; the numbers are those of `sysexits.h`. */
export const exitCodes = {
  /** A clean end: also after SIGTERM and SIGINT, `--once`, `--help` and `--version`. */
  ok: 0,
  /** An exception that nobody foresaw: a bug of ours. */
  failure: 1,
  /** An option that is unknown, given twice, without its value, or with a bad one. */
  usage: 64,
  /** A resolver module that does not exist, cannot be imported, or has no tasks. */
  noInput: 66,
  /** Redis cannot be reached, or cannot be used. */
  unavailable: 69,
  /** The shutdown ran out of time and the queue took no task back: their leases end by themselves. */
  tempFail: 75,
  /** A refusal for security: by-value tasks without a key, a key file that others can read, a login that Redis refuses. */
  noPermission: 77,
  /** Ended at once by a third SIGINT. */
  interrupted: 130,
  /** Ended at once by a third SIGTERM. */
  terminated: 143,
} as const;
