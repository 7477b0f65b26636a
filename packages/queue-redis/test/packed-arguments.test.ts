import { expect, it } from 'vitest';
import { packArguments } from '../src/connection/packed-arguments.ts';
import { setup } from './open-queue.ts';

it('gives a script each argument as it was, whatever its length', async () => {
  const { look } = await setup();
  const texts = ['', 'a', 'ä'.repeat(20), 'x'.repeat(64), 'x'.repeat(65), '€'.repeat(64), 'long '.repeat(20_000)];
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
  const packed = packArguments([...texts, bytes, 0, 1.5, 1_763_904_000_000]);
  const script = `
    local args = cmsgpack.unpack(ARGV[1])
    for i = #args - 2, #args do args[i] = type(args[i]) .. string.format('%.17g', args[i]) end
    return args`;
  const read = (await look.callBuffer('EVAL', [script, 0, packed])) as Buffer[];
  expect(read.slice(0, texts.length).map(String)).toEqual(texts);
  expect(read[texts.length]).toEqual(bytes);
  expect(read.slice(-3).map(String)).toEqual(['number0', 'number1.5', 'number1763904000000']);
});
