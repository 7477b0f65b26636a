// @ts-check
/**
 * Compares what each package exports with its reviewed report, `etc/<package>.api.md`, and refuses a difference.
 *
 * With `--local` (`pnpm api`) it writes the reports anew instead; the difference is then read in the commit.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { layers } from '../../layers.mjs';

const localBuild = process.argv.includes('--local');

const names = layers.flat();
const refused = names.filter((name) => {
  const folder = fileURLToPath(new URL(`../../packages/${name}/`, import.meta.url));
  if (!existsSync(`${folder}dist/index.d.ts`))
    throw new Error(`packages/${name} has no build: run \`pnpm build\` first.`);
  mkdirSync(`${folder}etc`, { recursive: true });
  const config = ExtractorConfig.loadFileAndPrepare(`${folder}api-extractor.json`);
  const { succeeded, apiReportChanged } = Extractor.invoke(config, { localBuild, messageCallback: say(name) });
  if (apiReportChanged && !localBuild)
    console.error(`${name}: its exports differ from etc/${name}.api.md. Run \`pnpm api\`.`);
  return !succeeded;
});

console.log(
  `API reports: ${names.length - refused.length} of ${names.length} packages ${localBuild ? 'written' : 'unchanged'}`,
);
process.exitCode = refused.length > 0 ? 1 : 0;

/** @param {string} name @returns {(message: import('@microsoft/api-extractor').ExtractorMessage) => void} */
function say(name) {
  return (message) => {
    message.handled = true;
    const { logLevel, messageId, text, sourceFilePath, sourceFileLine } = message;
    if (
      messageId === 'console-api-report-not-copied' ||
      !(logLevel === ExtractorLogLevel.Error || logLevel === ExtractorLogLevel.Warning)
    )
      return;
    const where = sourceFilePath === undefined ? '' : ` (${sourceFilePath}:${sourceFileLine})`;
    console.error(`${name}: ${messageId}: ${text}${where}`);
  };
}
