import type { ProviderKind } from '@keyrack/contracts';
import { authpiProvider } from '@keyrack/provider-authpi';
import { litellmProvider } from '@keyrack/provider-litellm';
import { outlineProvider } from '@keyrack/provider-outline';
import { vergeosProvider } from '@keyrack/provider-vergeos';

/** Every kind of system this build can connect to: the only list of them. */
export const providerKinds: readonly ProviderKind[] = [outlineProvider, litellmProvider, authpiProvider, vergeosProvider];
