/** The release that is set up, as the Python package index names it. */
export const litellmVersion = '1.106.2';

/** What that release is written for: it reaches into this client's inside. */
export const prismaClientVersion = '0.11.0';

/** The generator that this client was made with; only the client's code comes from it. */
export const prismaGeneratorVersion = '5.4.2';
