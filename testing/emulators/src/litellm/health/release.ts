/** The emulated release. */
export const release = '1.106.2';
