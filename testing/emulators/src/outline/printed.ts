/** Any JSON value as a JavaScript program prints it into a text: objects as `[object Object]`, lists joined by commas. */
export function printed(value: unknown): string {
  return String(value);
}
