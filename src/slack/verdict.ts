/**
 * What a refusal of Slack's is about. `channel`: it cannot be posted to, not now and not later. `message`: the
 * one that was to be edited is gone or closed. `form`: what was sent. `token`: who sent it. `other`: unknown.
 */
type Verdict = 'channel' | 'message' | 'form' | 'token' | 'other';

// https://docs.slack.dev/reference/methods/chat.postMessage and chat.update, errors
const verdicts: Readonly<Record<Exclude<Verdict, 'other'>, ReadonlySet<string>>> = {
  channel: new Set([
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'is_inactive',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'posting_to_channel_denied',
    'no_permission',
    'cannot_dm_bot',
    'messages_tab_disabled',
    'user_disabled',
    'user_not_found',
    'user_not_visible',
    'invalid_user_combination',
    'team_access_not_granted',
    'team_not_found',
  ]),
  message: new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']),
  form: new Set([
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_attachments',
    'invalid_arguments',
    'invalid_arg_name',
    'invalid_array_arg',
    'msg_too_long',
    'msg_blocks_too_long',
    'no_text',
    'too_many_attachments',
    'block_mismatch',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'metadata_too_large',
  ]),
  token: new Set([
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_expired',
    'token_revoked',
    'missing_scope',
    'not_allowed_token_type',
    'org_login_required',
    'two_factor_setup_required',
    'ekm_access_denied',
    'access_denied',
    'accesslimited',
  ]),
};

export function verdictOf(code: string): Verdict {
  if (verdicts.channel.has(code)) return 'channel';
  if (verdicts.message.has(code)) return 'message';
  if (verdicts.form.has(code)) return 'form';
  return verdicts.token.has(code) ? 'token' : 'other';
}

const archived = new Set(['is_archived', 'is_inactive']);

/** Nobody can be asked to invite the bot there, and nobody reads a reply there. */
export function isArchived(code: string): boolean {
  return archived.has(code);
}
