/**
 * What stands in answers where a text must be and nobody knows which texts there are: the status of an invitation or a
 * delivery, for example. Nothing can be built on it by mistake.
 */
export const notKnownText = 'not-known';
