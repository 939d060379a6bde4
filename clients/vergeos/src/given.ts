/** Options as they are handed on: what was left out is undefined. */
export type Given<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined };
