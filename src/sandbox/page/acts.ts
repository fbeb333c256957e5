import { z } from 'zod';

const person = z.string().min(1);
/** A channel's id. */
const channel = z.string().min(1);
const ts = z.string().min(1);
const id = z.string().min(1);

/** A message, or a modal or Home. */
const place = z.union([z.strictObject({ channel, ts }), z.strictObject({ view: id })]);
const element = { as: person, place, block: id, action: id };
const longest = 366 * 24 * 60 * 60_000;

/** What a visitor can do, as the page sends it and as it is written down. */
export const act = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('type'),
    as: person,
    in: channel,
    thread: ts.nullable(),
    text: z.string().min(1).max(12_000),
  }),
  z.strictObject({ kind: z.literal('press'), ...element }),
  z.strictObject({
    kind: z.literal('enter'),
    ...element,
    entry: z.union([z.string(), z.array(z.string()), z.null()]),
    typing: z.enum(['typed', 'entered']),
  }),
  z.strictObject({ kind: z.literal('submit'), as: person }),
  z.strictObject({ kind: z.literal('close'), as: person, how: z.enum(['close', 'dismiss']) }),
  z.strictObject({ kind: z.literal('open-home'), as: person, tab: z.enum(['home', 'messages']) }),
  z.strictObject({ kind: z.literal('shortcut'), as: person, name: z.string(), in: channel }),
  z.strictObject({ kind: z.literal('message-shortcut'), as: person, name: z.string(), in: channel, ts }),
  z.strictObject({ kind: z.literal('pass'), ms: z.int().positive().max(longest) }),
  z.strictObject({ kind: z.literal('pass-until-news') }),
  z.strictObject({ kind: z.literal('hold') }),
  z.strictObject({ kind: z.literal('run') }),
  z.strictObject({ kind: z.literal('kill') }),
  z.strictObject({ kind: z.literal('start') }),
  z.strictObject({ kind: z.literal('fault'), name: z.string(), on: z.boolean() }),
]);

export type Act = z.infer<typeof act>;

/** Typing into a select whose options the app loads. */
export const search = z.strictObject({ ...element, query: z.string().max(1_000) });

export type Search = z.infer<typeof search>;

export const look = z.strictObject({
  as: person,
  in: channel,
  thread: ts.nullable(),
  panel: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('region'),
        table: z.enum(['servers', 'volumes', 'snapshots', 'images', 'recycle bin', 'addresses']),
        find: z.string().max(200),
      }),
      z.strictObject({ kind: z.literal('log') }),
    ])
    .nullable(),
});
