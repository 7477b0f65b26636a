/** Names of the language. */
export const languageGlobals: ReadonlySet<string> = new Set(
  `globalThis undefined NaN Infinity eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape
  Object Function Boolean Symbol Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError InternalError
  Number BigInt Math Date String RegExp Array Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  BigInt64Array BigUint64Array Float16Array Float32Array Float64Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry
  ArrayBuffer SharedArrayBuffer DataView Atomics JSON Iterator AsyncIterator Promise Reflect Proxy Intl WebAssembly Temporal
  DisposableStack AsyncDisposableStack ShadowRealm gc`.split(/\s+/),
);

/** Names that Node adds. */
export const hostGlobals: ReadonlySet<string> = new Set(
  `global process Buffer console queueMicrotask setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate structuredClone
  atob btoa fetch crypto performance navigator localStorage sessionStorage Storage
  AbortController AbortSignal Blob BroadcastChannel ByteLengthQueuingStrategy CloseEvent CompressionStream CountQueuingStrategy Crypto CryptoKey
  CustomEvent DOMException DecompressionStream ErrorEvent Event EventSource EventTarget File FormData Headers MessageChannel MessageEvent MessagePort
  Navigator Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList
  PerformanceResourceTiming ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest
  ReadableStreamDefaultController ReadableStreamDefaultReader Request Response SubtleCrypto TextDecoder TextDecoderStream TextEncoder
  TextEncoderStream TransformStream TransformStreamDefaultController URL URLPattern URLSearchParams WebSocket WritableStream
  WritableStreamDefaultController WritableStreamDefaultWriter`.split(/\s+/),
);

/** Names that every supported Node gives a meaning; a function that uses one finds it on the other side, too. */
export const standardGlobals: ReadonlySet<string> = new Set([...languageGlobals, ...hostGlobals]);
