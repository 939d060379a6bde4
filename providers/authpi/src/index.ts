export { authpiProvider } from './kind.ts';
