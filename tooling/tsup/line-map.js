/**
 * A source map of a text whose lines came from other lines of one text, as far as lines go.
 *
 * @param {readonly number[]} lines The line from which each came, from 0.
 * @param {string} source The name of that text.
 */
export function mapOf(lines, source) {
  const mappings = lines.map((line, index) => `AA${variableLength(line - (lines[index - 1] ?? 0))}A`).join(';');
  // The name under which tsup knows what it is the map of.
  return { version: 3, sources: [source], names: [], mappings };
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number as source maps write it: base 64, five bits a digit, the sign in the last bit. */
function variableLength(number) {
  let left = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = '';
  do {
    const digit = left & 31;
    left >>>= 5;
    text += digits[left > 0 ? digit | 32 : digit];
  } while (left > 0);
  return text;
}
