import type { StoreSession } from '@keyrack/contracts';
import { auditRepository } from './repositories/audit.ts';
import { connectionRepository } from './repositories/connections.ts';
import { dataKeyRepository } from './repositories/data-keys.ts';
import { generationRepository } from './repositories/generations.ts';
import { keyRepository } from './repositories/keys.ts';
import { metaRepository } from './repositories/meta.ts';
import { operationRepository } from './repositories/operations.ts';
import { ownerRepository } from './repositories/owners.ts';
import { versionRepository } from './repositories/versions.ts';
import type { Session } from './rows.ts';

/** All repositories over one transaction. */
export function storeSession(db: Session): StoreSession {
  return {
    meta: metaRepository(db),
    dataKeys: dataKeyRepository(db),
    connections: connectionRepository(db),
    owners: ownerRepository(db),
    keys: keyRepository(db),
    versions: versionRepository(db),
    operations: operationRepository(db),
    audit: auditRepository(db),
    generations: generationRepository(db),
  };
}
