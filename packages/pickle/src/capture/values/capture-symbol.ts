import { dynamicImport, dynamicImportNode } from '../modules/dynamic-import.ts';
import type { Node } from '../../format.ts';

/** A symbol: registered, known to the language, or nobody else's. */
export function captureSymbol(symbol: symbol): Node {
  if (symbol === dynamicImport) return dynamicImportNode;
  const key = Symbol.keyFor(symbol);
  if (key !== undefined) return ['symbol', 'for', key];
  const { description } = symbol;
  if (description?.startsWith('Symbol.') && Reflect.get(Symbol, description.slice(7)) === symbol) {
    return ['symbol', 'known', description.slice(7)];
  }
  return description === undefined ? ['symbol', 'own'] : ['symbol', 'own', description];
}
