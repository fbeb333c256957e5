import { Fault, invalidValue } from './fault.ts';
import type { List, Member, Scalar, Shape, Struct } from './shape.ts';

export type Params = Readonly<Record<string, unknown>>;

type Node = { value?: string; readonly children: Map<string, Node> };

/** How the two query protocols differ: EC2 has names of its own and flattens lists. */
export type Dialect = { readonly paramOf: (member: Member) => string; readonly flatLists: boolean };

export const ec2Query: Dialect = { paramOf: member => member.ec2Param, flatLists: true };
export const awsQuery: Dialect = { paramOf: member => member.tag, flatLists: false };

/** Decodes `Filter.1.Value.2=…` into the SDK's input shape; throws a Fault at the first thing EC2 would refuse. */
export function decodeQuery(fields: Iterable<[string, string]>, input: Struct, dialect: Dialect): Params {
  const root: Node = { children: new Map() };
  for (const [path, value] of fields) {
    let node = root;
    for (const step of path.split('.')) {
      const next = node.children.get(step) ?? { children: new Map<string, Node>() };
      node.children.set(step, next);
      node = next;
    }
    if (node.value !== undefined) throw invalidValue(`The parameter ${path} may only be specified once.`);
    node.value = value;
  }
  return decodeStruct(input, root, '', dialect);
}

function decodeStruct(shape: Struct, node: Node, path: string, dialect: Dialect): Params {
  refuseValue(node, path);
  const known = new Map(shape.members.map(member => [dialect.paramOf(member), member]));
  const decoded: Record<string, unknown> = {};
  for (const [key, child] of node.children) {
    const member = known.get(key);
    if (!member) throw unknown(join(path, key, child));
    decoded[member.name] = decode(member.shape, child, join(path, key), dialect);
  }
  const missing = shape.members.find(member => member.required && decoded[member.name] === undefined);
  if (missing)
    throw new Fault(
      'MissingParameter',
      `The request must contain the parameter ${join(path, dialect.paramOf(missing))}`,
    );
  return decoded;
}

function decode(shape: Shape, node: Node, path: string, dialect: Dialect): unknown {
  if (shape.kind === 'struct') return decodeStruct(shape, node, path, dialect);
  if (shape.kind === 'list') return decodeList(shape, node, path, dialect);
  if (shape.kind === 'map') throw new Error(`${path} is a map, and no query service has any`);
  if (node.children.size > 0) throw unknown(`${path}.${[...node.children.keys()][0]}`);
  const value = readers[shape.type](node.value ?? '');
  if (value === undefined) throw invalidValue(`Value (${node.value}) for parameter ${path} is invalid.`);
  return value;
}

function decodeList(shape: List, node: Node, path: string, dialect: Dialect): unknown[] {
  if (!dialect.flatLists) {
    const wrapped = node.children.get(shape.itemTag);
    if (!wrapped || node.children.size > 1) throw unknown(path);
    return decodeList(shape, wrapped, `${path}.${shape.itemTag}`, { ...dialect, flatLists: true });
  }
  refuseValue(node, path);
  const stranger = [...node.children.keys()].find(key => !/^[1-9]\d*$/.test(key));
  if (stranger !== undefined) throw unknown(join(path, stranger));
  return [...node.children]
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([index, child]) => decode(shape.item, child, join(path, index), dialect));
}

// Undefined stands for a text that EC2 would not take.
const readers: Readonly<Record<Scalar, (text: string) => unknown>> = {
  string: text => text,
  boolean: text => (text === 'true' ? true : text === 'false' ? false : undefined),
  number: text => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined),
  timestamp: text => (Number.isNaN(Date.parse(text)) ? undefined : new Date(text)),
  blob: text => Buffer.from(text, 'base64'),
};

function refuseValue(node: Node, path: string): void {
  if (node.value !== undefined) throw unknown(path);
}

function join(path: string, step: string, child?: Node): string {
  const rest = child && child.children.size > 0 ? `.${[...child.children.keys()][0]}` : '';
  return (path ? `${path}.${step}` : step) + rest;
}

function unknown(path: string): Fault {
  return new Fault('UnknownParameter', `The parameter ${path} is not recognized`, { surprise: true });
}
