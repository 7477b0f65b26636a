import { openParentPort } from './parent-port.ts';
import { RunnerRuns } from './runner-runs.ts';
import { serveRuns } from './serve-runs.ts';
import { watchCrashes } from './watch-crashes.ts';
import { watchParent } from './watch-parent.ts';

// The program of a runner, in a thread or in a process.
const port = openParentPort();
const runs = new RunnerRuns();
watchParent();
watchCrashes(port, runs);
void serveRuns(port, runs);
