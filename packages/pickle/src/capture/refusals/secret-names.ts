const hint = /pass|pwd|secret|token|credential|auth|cookie|session|dsn|key|conn/i;

/** Words that say secret wherever they stand in a name. */
const secretWords = new Set([
  'password',
  'passwd',
  'passphrase',
  'pass',
  'pwd',
  'secret',
  'secrets',
  'token',
  'credential',
  'credentials',
  'auth',
  'authorization',
  'cookie',
  'cookies',
  'session',
  'dsn',
  'apikey',
]);
const secretPairs =
  /(?:^| )(?:(?:api|private|access|signing|encryption|master|account|shared) key|conn(?:ection)? str(?:ing)?)(?: |$)/;

/** Last words of names that are about a secret and hold none: `tokenUrl`, `SSH_AUTH_SOCK`, `XDG_SESSION_TYPE`. */
const harmlessEnds = new Set(
  'url uri name type field path file dir folder header prefix suffix length ttl selector table algorithm endpoint sock socket address class desktop manager error message label title scheme method provider regexp pattern'.split(
    ' ',
  ),
);

/** True for a name that says secret: `smtpPassword`, `API_KEY`; not for `author`, `tokenizer` or `compass`. */
export function isSecretName(name: string): boolean {
  if (!hint.test(name)) return false;
  const words = wordsOf(name);
  // The working directory is `PWD` alone.
  if (words.join() === 'pwd' || harmlessEnds.has(words.at(-1) ?? '')) return false;
  return words.some((word) => secretWords.has(word)) || secretPairs.test(words.join(' '));
}

/** True for a name whose bytes are a key: `signingKey`, `HMAC_SECRET`; not for `publicKey` or `keys`. */
export function isKeyName(name: string): boolean {
  if (!hint.test(name)) return false;
  const words = wordsOf(name);
  if (words.some((word) => word.startsWith('publi'))) return false;
  return words.at(-1) === 'key' || isSecretName(name);
}

/** `smtpPassword`, `SMTP_PASSWORD` and `smtp-password` alike. */
function wordsOf(name: string): string[] {
  const spaced = name.replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ');
  // To build the table of all letters takes a while.
  const separators = /^[ -~]*$/.test(name) ? /[^A-Za-z\d]+/ : /[^\p{L}\d]+/u;
  return spaced.split(separators).flatMap((word) => (word === '' ? [] : [word.toLowerCase()]));
}
