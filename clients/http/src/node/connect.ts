import type { Socket } from 'node:net';
import { connect as connectPlain } from 'node:net';
import { connect as connectTls, createSecureContext } from 'node:tls';
import type { ConnectionOptions, SecureContext, TLSSocket } from 'node:tls';
