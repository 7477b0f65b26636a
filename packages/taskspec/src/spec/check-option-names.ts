import { optionInvalid, optionUnknown } from '../errors.ts';

/**
 * Checks that options are an object and that each of its names is known. Values are checked by who uses them.
 *
 * @param known - every name; by its type, none can be forgotten
 * @throws TaskSpecError `GRAFLOW_OPTION_INVALID`, with the known name that is most likely meant
 * @example
 * ```ts
 * import { checkOptionNames } from '@graflow/taskspec';
 *
 * const known = { url: true, queue: true };
 * checkOptionNames({ uri: 'redis://elsewhere' }, known); // "uri" is no option. Did you mean "url"? Options: url, queue.
 * ```
 */
export function checkOptionNames<Options extends object>(
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw optionInvalid('options', options, 'an object');
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name)) throw optionUnknown(name, Object.keys(known));
  }
}
