import type { Tag } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { wildcard } from './wildcard.ts';

/** What IAM knows of a request beside its action and resource. A key that a request does not have is undefined. */
export type Circumstances = {
  /** Set for tags given while creating. */
  readonly createAction?: string | undefined;
  /** Which service a role is handed to. */
  readonly passedToService?: string | undefined;
  /** The tags of the resource that is touched. */
  readonly resourceTags?: readonly Tag[] | undefined;
  /** The tags in the request; a tag without a value has only its key there. */
  readonly requestTags?: readonly Tag[] | undefined;
};

export type Condition = (circumstances: Circumstances) => boolean;

// A variable like ${aws:username} would be taken by its letters here, and match nothing.
const text = z.string().refine(value => !value.includes('${'), 'policy variables are not evaluated here');

export const texts = z.union([text, z.array(text).min(1)]).transform(value => [value].flat());

const singleKey = z
  .string()
  .regex(/^(ec2:CreateAction|iam:PassedToService|aws:(RequestTag|ResourceTag)\/.+)$/);
const single = z.record(singleKey, texts).optional();
const eachOf = z.strictObject({ 'aws:TagKeys': texts }).optional();
/** `false`: the request must name tag keys at all. */
const absent = z.strictObject({ 'aws:TagKeys': z.enum(['true', 'false']) }).optional();

/** Strict, and no wider than what is evaluated below. */
export const conditionSchema = z.strictObject({
  StringEquals: single,
  StringLike: single,
  'ForAllValues:StringEquals': eachOf,
  'ForAllValues:StringLike': eachOf,
  Null: absent,
});

type Matches = (value: string) => boolean;

/** Every key of every operator must hold. */
export function compileCondition({ Null, ...block }: z.infer<typeof conditionSchema>): Condition {
  const tests = Object.entries(block).flatMap(([operator, keys = {}]) =>
    Object.entries(keys).map(([key, values]) => {
      const matches = operator.endsWith('StringLike')
        ? like(values)
        : (value: string) => values.includes(value);
      return operator.startsWith('ForAllValues:') ? allTagKeys(matches) : one(key, matches);
    }),
  );
  const nulls = Null === undefined ? [] : [noTagKeys(Null['aws:TagKeys'] === 'true')];
  return circumstances => [...tests, ...nulls].every(test => test(circumstances));
}

function like(values: readonly string[]): Matches {
  const patterns = values.map(value => wildcard(value, { escapes: false }));
  return value => patterns.some(pattern => pattern.test(value));
}

function one(key: string, matches: Matches): Condition {
  return circumstances => {
    const value = valueOf(key, circumstances);
    return value !== undefined && matches(value);
  };
}

// IAM's trap, kept on purpose: of no keys at all, all match. A request without tags passes every ForAllValues.
function allTagKeys(matches: Matches): Condition {
  return ({ requestTags = [] }) => requestTags.every(tag => matches(tag.Key ?? ''));
}

function noTagKeys(wanted: boolean): Condition {
  return ({ requestTags = [] }) => (requestTags.length === 0) === wanted;
}

function valueOf(key: string, circumstances: Circumstances): string | undefined {
  if (key === 'ec2:CreateAction') return circumstances.createAction;
  if (key === 'iam:PassedToService') return circumstances.passedToService;
  const { requestTags, resourceTags } = circumstances;
  const tags = key.startsWith('aws:RequestTag/') ? requestTags : resourceTags;
  // Condition keys, and so the tag's key in them, are compared without case: only values are not.
  const name = key.slice(key.indexOf('/') + 1).toLowerCase();
  return tags?.find(tag => tag.Key?.toLowerCase() === name)?.Value;
}
