import type { Explanation } from './explanation.ts';
import { shownBytes } from './shown-bytes.ts';

const mostRows = 30;

/** An explanation as a table, the heaviest part first, and what is refused or suspicious below it. */
export function explanationText({ parts, problems, warnings, modules, bytes }: Explanation): string {
  const size = problems.length > 0 ? 'cannot travel' : shownBytes(bytes);
  const rows = parts
    .toSorted((left, right) => right.totalBytes - left.totalBytes)
    .slice(0, mostRows)
    .map(({ path, kind, travels, totalBytes }) => [
      shownBytes(totalBytes),
      travels === 'name' ? 'by name' : travels === 'value' ? 'by value' : travels,
      kind,
      path,
    ]);
  const more = parts.length > mostRows ? [`  and ${parts.length - mostRows} smaller ones`] : [];
  const sections = [
    [`${parts[0]?.path ?? 'value'}: ${size}`, ...aligned(rows), ...more],
    modules.map(({ specifier, exports }) => `  imports ${specifier} (${exports.join(', ')})`),
    problems.map(({ path, reason, fixes }) => `  refused: ${path}: ${reason}\n    ${fixes.join('\n    ')}`),
    warnings.map(({ path, reason }) => `  warning: ${path}: ${reason}`),
  ];
  return sections.flat().join('\n');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([size = '', ...rest]) => {
    const [travels = '', kind = '', path = ''] = rest;
    return `  ${size.padStart(widths[0] ?? 0)}  ${travels.padEnd(widths[1] ?? 0)}  ${kind.padEnd(widths[2] ?? 0)}  ${path}`;
  });
}
