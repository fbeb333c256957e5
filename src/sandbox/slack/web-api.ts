import { appsConnectionsOpen, authTest, botsInfo } from './methods/auth.ts';
import { blocksValidate } from './methods/blocks.ts';
import { chatPostEphemeral, chatPostMessage, chatUpdate } from './methods/chat.ts';
import { conversationsInfo, conversationsOpen } from './methods/conversations.ts';
import { conversationsHistory, conversationsReplies } from './methods/history.ts';
import { type Answer, type Method, type MethodContext, refuse } from './methods/method.ts';
import { usergroupsList, usergroupsUsersList } from './methods/usergroups.ts';
import { usersInfo } from './methods/users.ts';
import { viewsOpen, viewsPublish, viewsPush, viewsUpdate } from './methods/views.ts';
import { team } from './seed.ts';
import type { Json } from './validate/schema.ts';

/** Every method that exists here. A call to any other one fails the run. */
const methods = new Map<string, Method>([
  ['apps.connections.open', appsConnectionsOpen],
  ['auth.test', authTest],
  ['blocks.validate', blocksValidate],
  ['bots.info', botsInfo],
  ['chat.postEphemeral', chatPostEphemeral],
  ['chat.postMessage', chatPostMessage],
  ['chat.update', chatUpdate],
  ['conversations.history', conversationsHistory],
  ['conversations.info', conversationsInfo],
  ['conversations.open', conversationsOpen],
  ['conversations.replies', conversationsReplies],
  ['usergroups.list', usergroupsList],
  ['usergroups.users.list', usergroupsUsersList],
  ['users.info', usersInfo],
  ['views.open', viewsOpen],
  ['views.publish', viewsPublish],
  ['views.push', viewsPush],
  ['views.update', viewsUpdate],
]);

export interface Tokens {
  readonly bot: string;
  readonly app: string;
}

/** Refusals that no correct program earns, whatever the state of the workspace. */
const slips = new Set([
  'unknown_method',
  'invalid_arguments',
  'not_authed',
  'invalid_auth',
  'not_allowed_token_type',
  'missing_scope',
  'team_access_not_granted',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'invalid_metadata_format',
  'no_text',
  'msg_too_long',
  'block_mismatch',
  'cant_update_message',
  'invalid_trigger_id',
  'exchanged_trigger_id',
  'push_limit_reached',
  'duplicate_external_id',
  'view_too_large',
  'not_enabled',
]);

/** Answers one Web API call; the token may come in the header or among the arguments, as SDKs do both at once. */
export function callMethod(
  name: string,
  args: Json,
  token: string | undefined,
  tokens: Tokens,
  context: MethodContext,
): Answer {
  const { journal } = context.workspace;
  const answer = decide(name, args, token, tokens, context);
  const error = answer['error'];
  // blocks.validate is asked on purpose whether blocks are good: a "no" is its business, not a slip.
  if (typeof error === 'string' && slips.has(error) && name !== 'blocks.validate') {
    const reasons = Array.isArray(answer['errors']) ? answer['errors'] : [];
    journal.surprise([`${name}: ${error}`, ...reasons].join('; '));
  }
  return answer;
}

function decide(
  name: string,
  args: Json,
  token: string | undefined,
  tokens: Tokens,
  context: MethodContext,
): Answer {
  const method = methods.get(name);
  if (method === undefined) return refuse('unknown_method', { req_method: name });
  const refused = method.token === 'none' ? undefined : refuseToken(method.token, token, tokens);
  if (refused !== undefined) return refused;
  // Bolt's listener clients add the team to every call, whatever the method says of it; Slack lets its own team pass.
  const { team_id, ...rest } = args;
  if (team_id !== undefined && team_id !== team.id) return refuse('team_access_not_granted');
  return method.answer(rest, context);
}

function refuseToken(kind: 'bot' | 'app', token: string | undefined, tokens: Tokens): Answer | undefined {
  if (token === undefined || token === '') return refuse('not_authed');
  if (token === tokens[kind]) return undefined;
  return refuse(token === tokens.bot || token === tokens.app ? 'not_allowed_token_type' : 'invalid_auth');
}
