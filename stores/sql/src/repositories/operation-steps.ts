import { OperationNotFoundError, StoreFailedError } from '@keyrack/contracts';
import type { OperationRepository } from '@keyrack/contracts';
import { insertAll } from '../rows.ts';
import type { Session } from '../rows.ts';
import { stepFromRow, stepToRow } from './operation-row.ts';

type StepMethods = 'steps' | 'insertStep' | 'updateStep' | 'readStepSecrets' | 'forgetStepSecrets';

/** The part of the operations that concerns their steps. */
export function operationSteps(db: Session): Pick<OperationRepository, StepMethods> {
  return {
    async steps(operationId) {
      const rows = await db.selectFrom('operation_step').selectAll().where('operation_id', '=', operationId).orderBy('number').execute();
      return rows.map(stepFromRow);
    },
    async insertStep(step, secretEnvelope) {
      const inserted = await insertAll(db, 'operation_step', [stepToRow(step)]);
      if (!inserted) throw new StoreFailedError(`Operation ${step.operationId} has a step ${step.number} already`);
      if (secretEnvelope !== null) await insertAll(db, 'step_secret', [{ step_id: step.id, envelope: secretEnvelope }]);
    },
    async updateStep(step) {
      const { id, ...changed } = stepToRow(step);
      const { numUpdatedRows } = await db.updateTable('operation_step').set(changed).where('id', '=', id).executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw new OperationNotFoundError(`There is no step ${id}`);
    },
    async readStepSecrets(stepId) {
      const row = await db.selectFrom('step_secret').select('envelope').where('step_id', '=', stepId).executeTakeFirst();
      return row?.envelope ?? null;
    },
    async forgetStepSecrets(stepId) {
      await db.deleteFrom('step_secret').where('step_id', '=', stepId).execute();
    },
  };
}
