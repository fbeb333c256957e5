/** `*` is any text and `?` any one character; in a filter's value, a backslash takes that meaning away. */
export function wildcard(pattern: string, options: { escapes: boolean; ignoreCase?: boolean }): RegExp {
  const token = options.escapes ? /\\([*?\\])|([*?])|([^*?\\]+|\\)/gs : /()([*?])|([^*?]+)/gs;
  const source = pattern.replaceAll(token, (text: string, escaped: string, wild: string) => {
    if (escaped) return quote(escaped);
    if (wild) return wild === '*' ? '.*' : '.';
    return quote(text);
  });
  return new RegExp(`^${source}$`, options.ignoreCase ? 'isu' : 'su');
}

function quote(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
