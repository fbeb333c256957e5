import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef, StaticOperationSchema } from '@smithy/types';

export type Scalar = 'string' | 'boolean' | 'number' | 'timestamp' | 'blob';

export type Member = {
  readonly name: string;
  readonly ec2Param: string;
  readonly tag: string;
  readonly required: boolean;
  readonly idempotencyToken: boolean;
  readonly shape: Shape;
};

export type Struct = { readonly kind: 'struct'; readonly name: string; readonly members: readonly Member[] };
export type List = { readonly kind: 'list'; readonly item: Shape; readonly itemTag: string };
export type Shape =
  | Struct
  | List
  | { readonly kind: 'map'; readonly value: Shape }
  | { readonly kind: 'scalar'; readonly type: Scalar };

export type Operation = { readonly name: string; readonly input: Struct; readonly output: Struct };

const shapes = new WeakMap<object, Shape>();

/** What an SDK client's commands take and answer, as plain synchronous methods. */
export type Handlers<Sdk> = {
  [K in keyof Sdk as K extends `${infer Action}Command` ? Action : never]?: Sdk[K] extends new (
    ...input: infer In
  ) => { resolveMiddleware(...rest: never[]): (...rest: never[]) => Promise<{ output: infer Out }> }
    ? (input: NonNullable<In[0]>) => Omit<Out, '$metadata'>
    : never;
};

/**
 * Every operation of an SDK client by name. This file alone reads the SDK's schemas: they are exported, but
 * their form is the generator's business, so a change of it must have one place to land.
 */
export function operationsOf(sdk: object): ReadonlyMap<string, Operation> {
  const found = new Map<string, Operation>();
  for (const exported of Object.values(sdk)) {
    if (!isOperation(exported)) continue;
    const [, , name, , input, output] = exported;
    found.set(name, {
      name,
      get input() {
        return structOf(input);
      },
      get output() {
        return structOf(output);
      },
    });
  }
  return found;
}

function isOperation(exported: unknown): exported is StaticOperationSchema {
  return Array.isArray(exported) && exported[0] === 9;
}

function structOf(schema: SchemaRef): Struct {
  const normalized = NormalizedSchema.of(schema);
  if (normalized.isUnitSchema()) return { kind: 'struct', name: 'Unit', members: [] };
  const shape = shapeOf(normalized);
  if (shape.kind !== 'struct') throw new Error(`not a structure: ${normalized.getName()}`);
  return shape;
}

// Members and items are read when first asked for: EC2's shapes are many, and some contain themselves.
function shapeOf(schema: NormalizedSchema): Shape {
  const key = schema.getSchema();
  const cached = typeof key === 'object' ? shapes.get(key) : undefined;
  if (cached) return cached;
  const shape = readShape(schema);
  if (typeof key === 'object') shapes.set(key, shape);
  return shape;
}

function readShape(schema: NormalizedSchema): Shape {
  if (schema.isStructSchema()) {
    let members: readonly Member[] | undefined;
    return {
      kind: 'struct',
      name: schema.getName() ?? '',
      get members() {
        return (members ??= readMembers(schema));
      },
    };
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return {
      kind: 'list',
      itemTag: item.getMemberTraits().xmlName ?? 'member',
      get item() {
        return shapeOf(item);
      },
    };
  }
  if (schema.isMapSchema()) {
    const value = schema.getValueSchema();
    return {
      kind: 'map',
      get value() {
        return shapeOf(value);
      },
    };
  }
  return { kind: 'scalar', type: scalarOf(schema) };
}

function scalarOf(schema: NormalizedSchema): Scalar {
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isNumericSchema()) return 'number';
  if (schema.isTimestampSchema()) return 'timestamp';
  if (schema.isBlobSchema()) return 'blob';
  if (schema.isStringSchema()) return 'string';
  throw new Error(`a kind of schema that is not read here: ${schema.getName(true)}`);
}

function readMembers(schema: NormalizedSchema): readonly Member[] {
  // A static structure lists its required members first and says how many they are.
  const written: unknown = schema.getSchema();
  const required = Array.isArray(written) ? Number(written[6] ?? 0) : 0;
  return Array.from(schema.structIterator(), ([name, member], index) => {
    const traits = member.getMemberTraits();
    const tag = traits.xmlName ?? name;
    return {
      name,
      tag,
      ec2Param:
        typeof traits.ec2QueryName === 'string'
          ? traits.ec2QueryName
          : tag.charAt(0).toUpperCase() + tag.slice(1),
      required: index < required,
      idempotencyToken: member.isIdempotencyToken(),
      get shape() {
        return shapeOf(member);
      },
    };
  });
}
