import type { Secret } from '@keyrack/secret';

/** How a client proves who it is. The scheme `header` sends a value under a name that the system chose. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: Secret }
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'header'; readonly name: string; readonly value: Secret };
