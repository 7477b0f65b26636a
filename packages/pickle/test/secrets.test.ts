import { afterAll, describe, expect, test } from 'vitest';
import type { Explanation } from '../src/index.ts';
import { native, run, workbench } from './far-side.ts';

interface Report {
  readonly cases: Record<string, Explanation>;
  readonly harmless: Record<string, Explanation>;
  readonly shown: readonly string[];
}

const { folder, remove } = await workbench();
afterAll(remove);

const report = (await run(folder, native, 'secrets-report')) as Report;

// The way to each secret, and a part of the reason.
const refusals: [name: string, ...found: [path: string, reason: RegExp][]][] = [
  ['the value of an environment variable', ['variable', /28 characters, the value of .* CASE_SMTP_PASSWORD/]],
  ['the value of a variable named like a key', ['key', /CASE_SIGNING_KEY/]],
  ['a value inside of a longer text', ['inside', /it holds the value of .* CASE_SMTP_PASSWORD/]],
  ['a private key', ['pem', /a private key/]],
  ['an AWS access key', ['aws', /an AWS access key/]],
  ['a GitHub token', ['github', /a GitHub token/]],
  ['a fine-grained GitHub token', ['finegrained', /a GitHub token/]],
  ['a Slack token', ['slack', /a Slack token/]],
  ['a Stripe key', ['stripe', /a Stripe key/]],
  ['an API key', ['openai', /an API key/]],
  ['a signed token', ['jwt', /a signed token/]],
  ['a URL with a password', ['url', /a URL with a password/]],
  ['a property', ['config → .smtp.pass', /CASE_SMTP_PASSWORD/]],
  ['an item of an array', ['list → [1][0]', /a GitHub token/]],
  ['a value and a key of a Map', ['map → .get("token")', /Slack/], ['map → .keys("***")', /Slack/]],
  ['a key of an object', ['keys → ["***"]', /a key of .* characters, a Stripe key/]],
  [
    'static and private fields',
    ['Class captures aws', /an AWS access key/],
    ['Class → .key', /an API key/],
    ['Class → .#hidden', /a signed token/],
    ['client → .#own', /an AWS access key/],
  ],
  ['a Buffer', ['buffer', /119 bytes, a private key/]],
  ['a typed array', ['typed', /40 bytes, a GitHub token/]],
  ['an ArrayBuffer', ['shared', /36 bytes, an AWS access key/]],
  ['bytes that are named like a key', ['signingKey', /32 bytes, named like a key/]],
  ['a copy of the environment', ['copy', /a copy of the environment/]],
  ['a URL object', ['link → .[[URL]]', /a URL with a password/]],
  ['headers with authorization', ['headers → .get("authorization")', /the header authorization/]],
  ['the message of an error', ['error → .message', /a Stripe key/]],
  ['a bound argument', ['bound → .[[BoundArgs]][0]', /a GitHub token/]],
  ['a CryptoKey', ['cryptoKey', /a CryptoKey/]],
];

const withoutPlaces = (path: string): string => path.replaceAll(/ \([\w.]+:\d+\)/g, '');

describe('a secret is refused:', () => {
  test.each(refusals)('%s', (name, ...found) => {
    const problems = report.cases[name]?.problems ?? [];
    expect(problems.map(({ path }) => withoutPlaces(path)).toSorted()).toEqual(
      found.map(([path]) => `${name} captures ${path}`).toSorted(),
    );
    for (const [path, reason] of found)
      expect(problems.find((problem) => withoutPlaces(problem.path).endsWith(path))?.reason).toMatch(reason);
  });

  test('in the text of a function, with the line', () => {
    expect(report.cases['the text of a function']?.problems[0]?.reason).toBe(
      'a secret in its text (a URL with a password)',
    );
    expect(report.cases['a comment']?.problems[0]?.reason).toBe('a secret in line 2 of its text (a Stripe key)');
  });

  test('and its value is shown nowhere', () => {
    expect(report.shown).toEqual([]);
  });
});

test.each(['author', 'notes', 'publicKey', 'digest', 'template', 'kind', 'names', 'some'])(
  '%s is no secret',
  (name) => {
    expect(report.harmless[name]).toEqual({ problems: [], warnings: [] });
  },
);
