import { Fault } from './fault.ts';
import type { Params } from './query.ts';
import type { Scalar, Shape, Struct } from './shape.ts';

/** Reads a JSON body into the SDK's input shape; throws a Fault at the first thing that does not fit. */
export function decodeJson(body: string, input: Struct): Params {
  return structOf(input, parse(body), '');
}

function parse(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch (cause) {
    throw new Fault('SerializationException', `not JSON: ${String(cause)}`, { surprise: true });
  }
}

// The services pass over members they do not know. Here nothing that has no effect may look as if it had one.
function structOf(shape: Struct, value: unknown, path: string): Params {
  const members = new Map(shape.members.map(member => [member.name, member]));
  const decoded: Record<string, unknown> = {};
  for (const [name, inner] of entriesOf(value, path)) {
    const member = members.get(name);
    if (!member)
      throw new Fault('UnknownParameter', `The parameter ${path}${name} is not recognized`, {
        surprise: true,
      });
    if (inner !== null) decoded[name] = decode(member.shape, inner, `${path}${name}`);
  }
  const missing = shape.members.find(member => member.required && decoded[member.name] === undefined);
  if (missing)
    throw new Fault(
      'ValidationException',
      `1 validation error detected: Value null at '${path}${missing.name}' failed to satisfy constraint: Member must not be null`,
    );
  return decoded;
}

function decode(shape: Shape, value: unknown, path: string): unknown {
  switch (shape.kind) {
    case 'struct':
      return structOf(shape, value, `${path}.`);
    case 'list':
      if (!Array.isArray(value)) throw misfit(path);
      return value.map((item: unknown, index) => decode(shape.item, item, `${path}[${index}]`));
    case 'map':
      return Object.fromEntries(
        entriesOf(value, path).map(([key, inner]) => [key, decode(shape.value, inner, `${path}.${key}`)]),
      );
    case 'scalar': {
      const read = readers[shape.type](value);
      if (read === undefined) throw misfit(path);
      return read;
    }
  }
}

// Undefined stands for what the service would not take.
const readers: Readonly<Record<Scalar, (value: unknown) => unknown>> = {
  string: value => (typeof value === 'string' ? value : undefined),
  boolean: value => (typeof value === 'boolean' ? value : undefined),
  number: value => (typeof value === 'number' ? value : undefined),
  timestamp: value => (typeof value === 'number' ? new Date(value * 1000) : undefined),
  blob: value => (typeof value === 'string' ? Buffer.from(value, 'base64') : undefined),
};

function entriesOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw misfit(path);
  return Object.entries(value);
}

function misfit(path: string): Fault {
  return new Fault('SerializationException', `The value at '${path}' is of the wrong type`);
}

/** As in XML: a member that the shape does not have would vanish without a trace, so it is an error. */
export function encodeJson(shape: Shape, value: unknown, path = 'answer'): unknown {
  switch (shape.kind) {
    case 'struct': {
      const members = new Map(shape.members.map(member => [member.name, member.shape]));
      const written = entriesOf(value, path).flatMap(([name, inner]) => {
        const member = members.get(name);
        if (!member) throw new Error(`${shape.name} has no member ${name}`);
        return inner === undefined ? [] : [[name, encodeJson(member, inner, `${path}.${name}`)]];
      });
      return Object.fromEntries(written);
    }
    case 'list':
      if (!Array.isArray(value)) throw new Error(`${path} is not a list`);
      return value.map((item: unknown, index) => encodeJson(shape.item, item, `${path}[${index}]`));
    case 'map':
      return Object.fromEntries(
        entriesOf(value, path).map(([key, inner]) => [key, encodeJson(shape.value, inner, `${path}.${key}`)]),
      );
    case 'scalar':
      return scalarOf(shape.type, value, path);
  }
}

function scalarOf(type: Scalar, value: unknown, path: string): unknown {
  if (type === 'timestamp' && value instanceof Date) return value.getTime() / 1000;
  if (type === typeof value) return value;
  throw new Error(`${path} must be a ${type}, got ${typeof value}`);
}
