// oxlint-disable-next-line no-control-regex -- to find control characters is its purpose
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Makes text from anywhere harmless on a terminal: control characters, escape sequences and changes of writing direction
 * are shown as `\u001b`, and long text is cut. Names and messages come from the queue, and somebody may have chosen them
 * to forge a line.
 */
export function safeText(text: string, limit = 1_000): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
