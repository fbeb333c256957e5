import type { Scalar, Shape, Struct } from './shape.ts';

/** A member that the shape does not have would vanish without a trace, so it is an error here. */
export function writeMembers(shape: Struct, value: unknown): string {
  if (typeof value !== 'object' || value === null) throw new Error(`${shape.name} is not an object`);
  const given = new Map(Object.entries(value));
  let xml = '';
  for (const member of shape.members) {
    const inner: unknown = given.get(member.name);
    given.delete(member.name);
    if (inner !== undefined && inner !== null) xml += write(member.shape, member.tag, inner);
  }
  const [stranger] = given.keys();
  if (stranger !== undefined) throw new Error(`${shape.name} has no member ${stranger}`);
  return xml;
}

function write(shape: Shape, tag: string, value: unknown): string {
  if (shape.kind === 'struct') return element(tag, writeMembers(shape, value));
  if (shape.kind === 'scalar') return element(tag, escapeXml(textOf(shape.type, tag, value)));
  if (shape.kind === 'map') throw new Error(`${tag} is a map, and no query service has any`);
  if (!Array.isArray(value)) throw new Error(`${tag} is not a list`);
  return element(tag, value.map((item: unknown) => write(shape.item, shape.itemTag, item)).join(''));
}

function textOf(type: Scalar, tag: string, value: unknown): string {
  if (type === 'timestamp' && value instanceof Date) return value.toISOString();
  if (type === 'blob' && value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (type === 'number' && typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (type === 'boolean' && typeof value === 'boolean') return String(value);
  if (type === 'string' && typeof value === 'string') return value;
  throw new Error(`${tag} must be a ${type}, got ${typeof value}`);
}

export function element(tag: string, inner: string): string {
  return inner === '' ? `<${tag}/>` : `<${tag}>${inner}</${tag}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // An XML parser turns a bare carriage return into a line feed.
  '\r': '&#13;',
};

export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, character => entities[character] ?? character);
}
