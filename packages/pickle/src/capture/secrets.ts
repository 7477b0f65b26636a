/** What makes a text look like a secret; undefined for one that does not. */
export function secretIn(text: string, variables: ReadonlyMap<string, string>): string | undefined {
  if (text.length < 8) return undefined;
  const variable = variables.get(text);
  if (variable !== undefined) return `the value of the environment variable ${variable}`;
  return shapes.find(([shape]) => shape.test(text))?.[1];
}

const secretName =
  /pass(word)?|secret|token|api[-_]?key|private|credential|auth|cookie|session|dsn|conn(ection)?[-_]?str/i;

/** The values of environment variables that are named like secrets, and their names. */
export function secretVariables(): ReadonlyMap<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => secretName.test(name));
  return new Map(entries.map(([name, value]) => [value ?? '', name]));
}

const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/, 'a GitHub token'],
  [/\bxox[abprs]-[\w-]{10,}/, 'a Slack token'],
  [/\b[sr]k_live_\w{10,}/, 'a Stripe key'],
  [/\bsk-[\w-]{20,}/, 'an API key'],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\./, 'a signed token'],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i, 'a URL with a password'],
];
