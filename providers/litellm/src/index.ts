export { litellmProvider } from './kind.ts';
