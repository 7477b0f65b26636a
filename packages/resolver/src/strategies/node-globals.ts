/**
 * Tells whether every supported Node has a global of this name. A fixed list, because what is global where a task is
 * sent may not be global where it runs.
 */
export const isNodeGlobal = (name: string): boolean => nodeGlobals.has(name);

const nodeGlobals: ReadonlySet<string> = new Set(
  `
  undefined NaN Infinity globalThis global eval isFinite isNaN parseFloat parseInt
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape
  Object Function Array Number Boolean String Symbol BigInt Date Promise RegExp Proxy Reflect JSON Math Intl Atomics
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError DOMException
  Map Set WeakMap WeakSet WeakRef FinalizationRegistry ArrayBuffer SharedArrayBuffer DataView
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float32Array Float64Array BigInt64Array BigUint64Array
  console process Buffer performance crypto fetch queueMicrotask structuredClone atob btoa
  setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate
  URL URLSearchParams AbortController AbortSignal Event EventTarget CustomEvent MessageChannel MessagePort MessageEvent
  BroadcastChannel Blob File FormData Headers Request Response TextEncoder TextDecoder WebAssembly
  TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController
  WritableStreamDefaultWriter ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader
  ReadableStreamBYOBRequest ReadableByteStreamController ReadableStreamDefaultController
  ByteLengthQueuingStrategy CountQueuingStrategy
  TextEncoderStream TextDecoderStream CompressionStream DecompressionStream
  Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList
  PerformanceResourceTiming Crypto CryptoKey SubtleCrypto
  `
    .trim()
    .split(/\s+/),
);
