import { describe, expect, test } from 'vitest';
import { capabilityTable, compareFile, filesWithTable, withTable } from './capabilities.ts';

describe('the table of what each system can do', () => {
  test.each(filesWithTable)('in %s is in step with the capability tables; npm run capabilities writes it', (file) => {
    const { is, should } = compareFile(file);
    expect(is).toBe(should);
  });

  test('refuses a document without its marks', () => {
    expect(() => withTable('# Keyrack', capabilityTable([]))).toThrow('lacks the marks');
  });
});
