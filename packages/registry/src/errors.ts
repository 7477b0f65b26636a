import { listNames, nearestName } from '@graflow/resolver';

/** What can be wrong with the use of a registry. */
export type RegistryErrorCode = 'GRAFLOW_RESOLVER_UNKNOWN' | 'GRAFLOW_RESOLVER_ID_TAKEN' | 'GRAFLOW_RESOLVER_INVALID';

/** A registry could not do what was asked. Recognise it by `code`. */
export class RegistryError extends Error {
  /** The name of the class. */
  override readonly name = 'RegistryError';
  /** What went wrong. */
  readonly code: RegistryErrorCode;
  /** The facts behind the message. */
  readonly details: Readonly<Record<string, unknown>>;

  /** Is made by this package. */
  constructor(code: RegistryErrorCode, message: string, details: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export const resolverUnknown = (resolverId: string, resolverIds: readonly string[]): RegistryError => {
  const nearest = nearestName(resolverId, resolverIds);
  const suggestion = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return new RegistryError(
    'GRAFLOW_RESOLVER_UNKNOWN',
    `No resolver with the id "${resolverId}". Known: ${listNames(resolverIds)}.${suggestion} ` +
      `Register it: registry.register('${resolverId}', new TaskResolver())`,
    { resolverId, resolverIds, nearest },
  );
};

export const resolverIdTaken = (resolverId: string): RegistryError =>
  new RegistryError(
    'GRAFLOW_RESOLVER_ID_TAKEN',
    `Another resolver has the id "${resolverId}". Choose another id, use registry.get('${resolverId}'), or pass { replace: true }.`,
    { resolverId },
  );

export const resolverInvalid = (resolverId: unknown, reason: string): RegistryError =>
  new RegistryError(
    'GRAFLOW_RESOLVER_INVALID',
    `The resolver ${JSON.stringify(resolverId)} cannot be registered: ${reason}.`,
    {
      resolverId,
    },
  );
