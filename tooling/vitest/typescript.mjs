// Lets Node read TypeScript: in a thread too, where "--import tsx" does nothing.
import { register } from 'tsx/esm/api';

register();
