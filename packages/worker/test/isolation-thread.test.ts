import { describeIsolation } from './describe-isolation.ts';

describeIsolation('thread');
