/** The version of this package, for the user agent. */
export const version = '0.1.0';
