import { expect, it } from 'vitest';
import { RestartPause } from './restart-pause.ts';

const setup = () => {
  let now = 0;
  const pause = new RestartPause(() => now);
  /** Starts, dies after so long, and gives the pause. */
  const dieAfter = (ms: number): number => {
    pause.started();
    now += ms;
    return pause.afterDeath();
  };
  return { dieAfter };
};

it('grows with each death, up to a minute', () => {
  const { dieAfter } = setup();
  const pauses = Array.from({ length: 10 }, () => dieAfter(59_999));
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});

it('is as at first again where it ran well for a minute', () => {
  const { dieAfter } = setup();
  expect([dieAfter(0), dieAfter(0), dieAfter(60_000), dieAfter(0)]).toEqual([250, 500, 250, 500]);
});
