/** `rotate_secret` as a member: `rotateSecret`. */
export function camelCase(name: string): string {
  return name.replaceAll(/[_-]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `rotate_secret` as a type: `RotateSecret`. */
export function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** `UsersResource` as a file: `users-resource`. */
export function kebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g, (letter) => `-${letter}`).toLowerCase();
}

/** The id of a path as a parameter: `org_id` is `organizationId`. */
export function parameterName(name: string): string {
  return camelCase(name.replace(/^org_/, 'organization_'));
}

/** A doc comment, on one line where it fits. */
export function doc(lines: readonly string[], indent = ''): string {
  const [first = ''] = lines;
  if (lines.length === 1 && first.length + indent.length < 130) return `${indent}/** ${first} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

/** First line of every file that is written. */
export const header = '// Written by tools/authpi-client from the contract of the API; change that, and run it again.\n';
