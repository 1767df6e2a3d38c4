/**
 * Names that are bound without a declaration: ECMAScript, the usual hosts (browsers, workers, Node.js, test runners are
 * not hosts) and the types that TypeScript's own library declares. Data only.
 */
const ECMASCRIPT =
  'AggregateError Array ArrayBuffer AsyncDisposableStack AsyncFunction AsyncGenerator AsyncGeneratorFunction AsyncIterator ' +
  'Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date DisposableStack Error EvalError FinalizationRegistry ' +
  'Float16Array Float32Array Float64Array Function Generator GeneratorFunction Infinity Int16Array Int32Array Int8Array ' +
  'Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set ' +
  'SharedArrayBuffer String SuppressedError Symbol SyntaxError Temporal TypeError URIError Uint16Array Uint32Array ' +
  'Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly arguments decodeURI decodeURIComponent encodeURI ' +
  'encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt super this undefined unescape';
const TYPES =
  'ArrayLike AsyncGenerator AsyncIterable AsyncIterableIterator Awaited Capitalize ClassDecorator ConcatArray ' +
  'ConstructorParameters Disposable Exclude Extract InstanceType Iterable IterableIterator IteratorResult ' +
  'IteratorReturnResult IteratorYieldResult JSX Lowercase MethodDecorator NoInfer NonNullable Omit OmitThisParameter ' +
  'ParameterDecorator Parameters Partial Pick PromiseLike PropertyDecorator PropertyDescriptor PropertyDescriptorMap ' +
  'PropertyKey Readonly ReadonlyArray ReadonlyMap ReadonlySet Record RegExpExecArray RegExpMatchArray Required ReturnType ' +
  'TemplateStringsArray ThisParameterType ThisType TypedPropertyDescriptor Uncapitalize Uppercase WeakKey BufferEncoding ' +
  'ErrorOptions ErrorConstructor ObjectConstructor PromiseConstructor ProxyHandler NodeJS';
const HOSTS =
  'AbortController AbortSignal Blob Buffer BroadcastChannel ByteLengthQueuingStrategy CSS CSSStyleDeclaration ' +
  'CSSStyleSheet CanvasRenderingContext2D ClipboardEvent CloseEvent Comment CompressionStream CountQueuingStrategy Crypto ' +
  'CryptoKey CustomEvent DOMException DOMParser DOMRect DOMRectReadOnly DataTransfer DecompressionStream Document ' +
  'DocumentFragment DragEvent Element ErrorEvent Event EventListener EventListenerObject EventSource EventTarget File ' +
  'FileList FileReader FocusEvent FormData HTMLAnchorElement HTMLAudioElement HTMLBodyElement HTMLButtonElement ' +
  'HTMLCanvasElement HTMLCollection HTMLDivElement HTMLElement HTMLElementTagNameMap HTMLFormElement HTMLHeadingElement ' +
  'HTMLIFrameElement HTMLImageElement HTMLInputElement HTMLLIElement HTMLLabelElement HTMLLinkElement HTMLOptionElement ' +
  'HTMLOListElement HTMLParagraphElement HTMLPreElement HTMLScriptElement HTMLSelectElement HTMLSpanElement ' +
  'HTMLStyleElement HTMLTableElement HTMLTemplateElement HTMLTextAreaElement HTMLUListElement HTMLVideoElement Headers ' +
  'History IDBDatabase IDBFactory IDBKeyRange IDBObjectStore IDBRequest IDBTransaction Image ImageData InputEvent ' +
  'IntersectionObserver KeyboardEvent Location MediaQueryList MessageChannel MessageEvent MessagePort MouseEvent ' +
  'MutationObserver MutationRecord Navigator Node NodeFilter NodeList NodeListOf Notification OffscreenCanvas Path2D ' +
  'Performance PerformanceObserver PointerEvent ProgressEvent PromiseRejectionEvent Range ReadableStream Request ' +
  'RequestInfo RequestInit ResizeObserver ResizeObserverEntry Response SVGElement Selection ServiceWorker ShadowRoot ' +
  'SharedWorker Storage StorageEvent SubmitEvent Text TextDecoder TextEncoder TextMetrics TouchEvent TransformStream ' +
  'TreeWalker UIEvent URL URLSearchParams WebSocket WheelEvent Window Worker WritableStream XMLHttpRequest __dirname ' +
  '__filename addEventListener alert atob btoa caches cancelAnimationFrame cancelIdleCallback clearImmediate clearInterval ' +
  'clearTimeout close confirm console crypto customElements devicePixelRatio dispatchEvent document exports fetch frames ' +
  'getComputedStyle getSelection global history importScripts indexedDB innerHeight innerWidth localStorage location ' +
  'matchMedia module navigator onmessage open origin parent performance postMessage print process prompt queueMicrotask ' +
  'removeEventListener reportError requestAnimationFrame requestIdleCallback require screen self sessionStorage ' +
  'setImmediate setInterval setTimeout structuredClone top window';

const GLOBALS: ReadonlySet<string> = new Set(`${ECMASCRIPT} ${TYPES} ${HOSTS}`.split(' '));

export function isGlobal(name: string): boolean {
  return GLOBALS.has(name);
}
