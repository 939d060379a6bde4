import type { ControlRoutes } from '../kit/control-routes.ts';
import { ControlError, numberField, onlyFields, textField } from '../kit/control-routes.ts';
import { jsonAnswer } from '../kit/exchange.ts';
import type { OutlineSystem } from './outline-system.ts';
import type { TrafficRecord } from './traffic.ts';

type FieldRecord = Readonly<Record<string, unknown>>;

/** The control paths that only Outline has. */
export function outlineControls(system: OutlineSystem): ControlRoutes {
  return {
    'POST /_emulator/traffic': ({ fields }) => {
      const records = 'records' in fields ? listedRecords(fields) : [readRecord(fields)];
      for (const record of records) system.server.prometheus.feed(record);
      return jsonAnswer(200, { counted: records.length });
    },
    'POST /_emulator/prometheus': ({ fields }) => {
      onlyFields(fields, ['mode', 'estimates']);
      const mode = textField(fields, 'mode', ['up', 'down', 'hanging']);
      const estimates = textField(fields, 'estimates', ['steady', 'fluctuating']);
      const { prometheus } = system.server;
      if (estimates !== undefined) prometheus.estimates = estimates;
      if (mode !== undefined) prometheus.setMode(mode);
      return jsonAnswer(200, { mode: prometheus.mode, estimates: prometheus.estimates });
    },
    'POST /_emulator/restart': ({ fields }) => {
      onlyFields(fields, []);
      system.restarted();
      return jsonAnswer(200, { restarted: true });
    },
  };
}

function listedRecords(fields: FieldRecord): readonly TrafficRecord[] {
  onlyFields(fields, ['records']);
  const { records } = fields;
  if (!Array.isArray(records)) throw new ControlError('"records" must be a list');
  return records.map((record: unknown) => {
    if (typeof record !== 'object' || record === null) throw new ControlError('a record must be an object');
    return readRecord(record as FieldRecord); // any object will do: its fields are checked one by one
  });
}

function readRecord(fields: FieldRecord): TrafficRecord {
  onlyFields(fields, ['keyId', 'bytes', 'tunnelSeconds', 'atMs', 'location', 'asn', 'asOrg']);
  const keyId = textField(fields, 'keyId');
  const bytes = numberField(fields, 'bytes');
  if (keyId === undefined || bytes === undefined) throw new ControlError('traffic needs "keyId" (a text) and "bytes" (a number)');
  const tunnelSeconds = numberField(fields, 'tunnelSeconds');
  const atMs = numberField(fields, 'atMs');
  const location = textField(fields, 'location');
  const asn = numberField(fields, 'asn');
  const asOrg = textField(fields, 'asOrg');
  return {
    keyId,
    bytes,
    ...(tunnelSeconds === undefined ? {} : { tunnelSeconds }),
    ...(atMs === undefined ? {} : { atMs }),
    ...(location === undefined ? {} : { location }),
    ...(asn === undefined ? {} : { asn }),
    ...(asOrg === undefined ? {} : { asOrg }),
  };
}
