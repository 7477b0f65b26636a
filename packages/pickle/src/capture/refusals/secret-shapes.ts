/** What a text that has the shape of a key or token is; undefined for any other text. */
export function shapeOfSecret(text: string): string | undefined {
  return shapes.find(([hint, shape]) => text.includes(hint) && shape.test(text))?.[2];
}

/** A part that every such text has, which is fast to look for, its whole shape, and what it is. */
const shapes: readonly (readonly [hint: string, shape: RegExp, what: string])[] = [
  ['PRIVATE KEY', /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----/, 'a private key'],
  ['AKIA', /(?<!\w)AKIA[0-9A-Z]{16}(?!\w)/, 'an AWS access key'],
  ['gh', /(?<!\w)gh[pousr]_[A-Za-z0-9]{20,}/, 'a GitHub token'],
  ['github_pat_', /(?<!\w)github_pat_\w{20,}/, 'a GitHub token'],
  ['xox', /(?<!\w)xox[abeprs]-[\w-]{10,}/, 'a Slack token'],
  ['k_live_', /(?<!\w)[sr]k_live_\w{10,}/, 'a Stripe key'],
  ['sk-', /(?<![\w-])sk-(?=[\w-]*\d)[\w-]{20,}/, 'an API key'],
  ['eyJ', /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\./, 'a signed token'],
  // A template, a placeholder or stars in place of the password are none.
  ['://', /(?<![\w+.-])[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?!\$\{|<|\*|%[sdo])[^\s/@]+@/i, 'a URL with a password'],
];
