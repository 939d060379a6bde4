export { vergeosProvider } from './kind.ts';
