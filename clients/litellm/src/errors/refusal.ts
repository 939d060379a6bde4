import type { ValidationIssue } from './errors.ts';
import { parsePrintedDictionary } from './python-literal.ts';
import { isFields, readText } from '../values/reading.ts';

/** An error as the proxy worded it, whichever of its shapes it took. */
export interface Refusal {
  /**
   * - `error`: `{"error": {message, type, param, code}}`, the usual one, or without param and code for faults nobody caught.
   * - `detail`: `{"detail": {"error": text}}` or `{"detail": text}`, also what the router says.
   * - `issues`: `{"detail": [...]}`, what does not have the right form.
   */
  readonly shape: 'error' | 'detail' | 'issues';
  readonly type: string | null;
  /** Unwrapped from a printed dictionary, with everything masked that looks like a key. */
  readonly message: string;
  readonly param: string | null;
  readonly issues: readonly ValidationIssue[];
}

/** Keys that nobody gave to this call but that the proxy repeats; abbreviated ones such as `sk-...6789` stay. */
const anySecret = /\bsk-[\w-]{13,}/g;

/** Reads an error's body; undefined when it is none of the proxy's. */
export function readRefusal(body: unknown): Refusal | undefined {
  if (!isFields(body)) return undefined;
  const { error, detail } = body;
  if (isFields(error) && typeof error['message'] === 'string') {
    return {
      shape: 'error',
      type: maskOrNull(readText(error['type'])),
      message: plain(error['message']),
      param: readParam(error['param']),
      issues: [],
    };
  }
  if (Array.isArray(detail)) {
    const issues = detail.map(readIssue);
    const message = issues.map(({ location, message: said }) => `${location}: ${said}`).join('; ');
    return { shape: 'issues', type: null, message, param: null, issues };
  }
  const said = isFields(detail) ? detail['error'] : detail;
  return typeof said === 'string' ? { shape: 'detail', type: null, message: plain(said), param: null, issues: [] } : undefined;
}

/** No parameter is null in some answers and the text `None` in others. */
function readParam(value: unknown): string | null {
  return value === 'None' ? null : maskOrNull(readText(value));
}

function readIssue(value: unknown): ValidationIssue {
  const { loc, type, msg } = isFields(value) ? value : {};
  const location = Array.isArray(loc) ? loc.filter(isPart).join('.') : '';
  return { location: mask(location), type: mask(readText(type) ?? ''), message: mask(readText(msg) ?? '') };
}

/** Many messages are a Python dictionary, printed. */
function plain(message: string): string {
  const printed = parsePrintedDictionary(message);
  const said = printed?.get('error') ?? printed?.get('message');
  return mask(typeof said === 'string' ? said : message);
}

function maskOrNull(text: string | null): string | null {
  return text === null ? null : mask(text);
}

function isPart(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function mask(text: string): string {
  return text.replaceAll(anySecret, '[secret]');
}
