/** Gives the code of the error that a call throws, or `none`: for properties, which want one plain expectation. */
export function codeOf(call: () => unknown): unknown {
  try {
    call();
    return 'none';
  } catch (error) {
    return (error as { readonly code?: unknown }).code ?? error;
  }
}
