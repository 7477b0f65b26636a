import type { Node } from '../../format.ts';

/** The node of a `require`: on the other side it starts from where the pickle is read. */
export const requireNode: Node = ['require'];

/** True for `require` of a CommonJS file, and for one that `createRequire` made. */
export function isRequire(value: unknown): boolean {
  return (
    typeof value === 'function' &&
    Object.getOwnPropertyDescriptor(value, 'name')?.value === 'require' &&
    Object.hasOwn(value, 'resolve') &&
    Object.hasOwn(value, 'cache')
  );
}
