/** Built-in objects that no global leads to, by the names that the language's standard gives them. */
export function hiddenIntrinsics(): readonly (readonly [name: string, value: unknown])[] {
  return intrinsics;
}

const up = (value: object): object => Object.getPrototypeOf(value) as object;

const intrinsics = [
  ['AsyncFunction', up(async () => undefined).constructor],
  ['GeneratorFunction', up(function* () {}).constructor],
  ['AsyncGeneratorFunction', up(async function* () {}).constructor],
  ['TypedArray', up(Uint8Array)],
  ['ArrayIteratorPrototype', up([].values())],
  ['MapIteratorPrototype', up(new Map().entries())],
  ['SetIteratorPrototype', up(new Set().values())],
  ['StringIteratorPrototype', up(''[Symbol.iterator]())],
  ['RegExpStringIteratorPrototype', up('a'.matchAll(/a/g))],
] as const;
