import { PickleError, type HeavyCapture, type PickleProblem } from './errors.ts';
import { shownBytes } from './shown-bytes.ts';

/** The value holds something that cannot travel. */
export function refused(problems: readonly PickleProblem[]): PickleError {
  const count = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  return new PickleError('GRAFLOW_PICKLE_REFUSED', `Cannot pickle: ${count} cannot travel.\n${listed(problems)}`, {
    problems,
  });
}

/** The pickle is larger than its maker allows. */
export function tooLarge(bytes: number, maxBytes: number, parts: readonly HeavyCapture[]): PickleError {
  const heaviest = parts.map(({ path, totalBytes }) => ({ path, totalBytes }));
  const lines = heaviest.map(({ path, totalBytes }) => `  ${path}: ${shownBytes(totalBytes)}`);
  return new PickleError(
    'GRAFLOW_PICKLE_TOO_LARGE',
    `The pickle is ${shownBytes(bytes)}, the limit is ${shownBytes(maxBytes)}. What makes it heavy:\n${lines.join('\n')}\n` +
      `Load it where the function runs and pass where it is stored, or raise maxBytes.`,
    { size: { bytes, maxBytes, heaviest } },
  );
}

/** The text is not that of one function. */
export function unreadableText(source: string): PickleError {
  const shown = source.length > 60 ? `${source.slice(0, 57)}...` : source;
  return refused([
    {
      path: shown,
      reason: 'this is not the text of one function',
      fixes: ['Pass what toString() of a function gives.', 'Or pass the function itself to sourceOf(fn).'],
    },
  ]);
}

/** A native or bound function has no text. */
export function noSource(name: string): PickleError {
  return refused([
    {
      path: name || '(function)',
      reason: 'a native or bound function has no source text',
      fixes: ['Wrap it: (...args) => fn(...args).', 'Or pass the function that it is bound to.'],
    },
  ]);
}

const mostShown = 20;

/** One problem after the other; ways out that several in a row have in common stand below the last of these. */
function listed(problems: readonly PickleProblem[]): string {
  const shown = problems.slice(0, mostShown);
  const lines = shown.flatMap(({ path, reason, fixes }, index) => {
    const again = shown[index + 1]?.fixes.join() === fixes.join();
    return [`  ${path}: ${reason}`, ...(again ? [] : fixes.map((fix) => `    ${fix}`))];
  });
  const rest = problems.length - shown.length;
  return [...lines, ...(rest > 0 ? [`  and ${rest} more, in details.problems`] : [])].join('\n');
}
