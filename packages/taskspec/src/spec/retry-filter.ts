import type { RetryOptions } from '@graflow/resolver';
import { optionInvalid } from '../errors.ts';
import type { Failure } from '../queue/failure.ts';

const mostKinds = 50;
const longestKind = 128;

/**
 * Says whether a failure is one that another attempt may mend, by the lists `only` and `except`; what stands in neither
 * is retried, unless there is a list `only`.
 */
export function isRetried({ name, code }: Pick<Failure, 'name' | 'code'>, options: RetryOptions = {}): boolean {
  const { only, except } = options;
  const isIn = (kinds: readonly string[]): boolean =>
    kinds.includes(name) || (code !== undefined && kinds.includes(code));
  if (except !== undefined && isIn(except)) return false;
  return only === undefined || isIn(only);
}

/** Checks a list of names and codes of failures. @throws TaskSpecError `GRAFLOW_OPTION_INVALID` */
export function checkFailureKinds(option: string, kinds: unknown): void {
  if (kinds === undefined) return;
  const isKind = (kind: unknown): boolean => typeof kind === 'string' && kind.length > 0 && kind.length <= longestKind;
  if (!(Array.isArray(kinds) && kinds.length <= mostKinds && kinds.every(isKind)))
    throw optionInvalid(
      option,
      kinds,
      `a list of at most ${mostKinds} names or codes, like ['TypeError', 'ECONNRESET']`,
    );
}
