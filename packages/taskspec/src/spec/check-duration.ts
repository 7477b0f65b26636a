import { optionInvalid } from '../errors.ts';

/**
 * Checks a length of time in milliseconds: a whole number from `least` to 2^48.
 *
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`
 */
export function checkDuration(option: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least && value <= 2 ** 48) return value;
  throw optionInvalid(option, value, `whole milliseconds from ${least}`);
}
