/*
 * An `import` of a built-in module reads all of its exports, lazy ones too: of http that loads a second HTTP client, of tls
 * it decodes every root certificate, of crypto it loads web cryptography. That takes 25 ms, which is as long as Node itself
 * needs to start; asked for in this way they take 3.
 */

/** Node's HTTP client. */
export const http = process.getBuiltinModule('node:http');
/** Node's sockets. */
export const net = process.getBuiltinModule('node:net');
/** Node's TLS. */
export const tls = process.getBuiltinModule('node:tls');
/** Node's hashes. */
export const crypto = process.getBuiltinModule('node:crypto');
