import type { Call } from './journal.ts';
import { readContent, responseBody } from './message-body.ts';
import type { Message } from './timeline.ts';
import type { Json } from './validate/schema.ts';
import type { Workspace } from './workspace.ts';

// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: five posts within thirty minutes.
const maxUses = 5;
const lifetimeMs = 30 * 60_000;

/** Where an interaction came from; a click has the message it was on, a command has none. */
export interface Origin {
  readonly channel: string;
  readonly user: string;
  readonly message?: Message;
}

interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export interface ResponseUrls {
  /** The last part of a new response_url's path. */
  mint(origin: Origin): string;
  answer(id: string, body: unknown): HttpAnswer;
}

export function createResponseUrls(workspace: Workspace): ResponseUrls {
  const { journal, now } = workspace;
  const minted = new Map<string, { readonly origin: Origin; readonly at: number; uses: number }>();

  function answer(id: string, body: unknown): HttpAnswer {
    const known = minted.get(id);
    if (known === undefined) return { status: 404, body: 'no_service' };
    if (now() - known.at > lifetimeMs) return { status: 404, body: 'expired_url' };
    if (known.uses >= maxUses) return { status: 404, body: 'used_url' };
    known.uses += 1;
    const parsed = responseBody.safeParse(body);
    if (!parsed.success) return { status: 400, body: `invalid_payload: ${parsed.error.message}` };
    return respond(workspace, known.origin, parsed.data);
  }

  return {
    mint: origin => {
      const id = `R${String(minted.size + 1).padStart(6, '0')}`;
      minted.set(id, { origin, at: now(), uses: 0 });
      return id;
    },
    answer: (id, body) => {
      const given = answer(id, body);
      const ok = given.status === 200;
      const call: Call = { method: 'response_url', args: asArgs(body), answer: { ...given }, at: now(), ok };
      journal.calls.push(call);
      if (!ok) journal.surprise(`response_url ${id}: ${given.status} ${given.body}`);
      return given;
    },
  };
}

function respond(workspace: Workspace, origin: Origin, body: typeof responseBody._output): HttpAnswer {
  const { timeline } = workspace;
  const original = origin.message && timeline.find(origin.message.channel, origin.message.ts);
  if (body.delete_original === true && original !== undefined) {
    timeline.remove(original);
    return { status: 200, body: 'ok' };
  }
  const content = readContent(body.text, body.blocks);
  if (!content.ok) return { status: 400, body: content.error };
  const { text, blocks } = content;
  // After a click the default is to replace, unless the app says how else to show it. After a command there is nothing
  // to replace, and replace_original is ignored without a word.
  const replace = body.replace_original ?? body.response_type === undefined;
  if (origin.message !== undefined && replace) {
    if (original === undefined) return { status: 404, body: 'message_not_found' };
    timeline.edit(original, { text, blocks });
  } else {
    timeline.post({
      channel: origin.channel,
      text,
      blocks,
      via: 'response_url',
      thread_ts: body.thread_ts,
      ephemeral_to: body.response_type === 'in_channel' ? undefined : origin.user,
    });
  }
  return { status: 200, body: 'ok' };
}

function asArgs(body: unknown): Json {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : { body };
}
