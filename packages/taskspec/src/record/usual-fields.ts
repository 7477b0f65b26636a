import type { RecordHeader } from './header-fields.ts';

type Fields = Pick<RecordHeader, 'strategy' | 'resolverId' | 'keyId' | 'routingKey' | 'options'>;

/** The last fields of the header of a usual task: strategy, resolver id, key id, routing key, options. */
export const usual: readonly unknown[] = ['reference', 'default', '', '', Object.freeze({})];

/** The last fields of a header, up to the last one that is not usual. */
export function unusualOf({ strategy, resolverId, keyId, routingKey, options }: Fields): readonly unknown[] {
  if (Object.keys(options).length > 0) return [strategy, resolverId, keyId, routingKey, options];
  const fields = [strategy, resolverId, keyId, routingKey];
  while (fields.length > 0 && fields.at(-1) === usual[fields.length - 1]) fields.pop();
  return fields;
}
