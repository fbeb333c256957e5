import type { Command } from '../core/command.ts';
import type { Fields, PolicyAbout } from '../core/form.ts';
import type { ChannelId, FormId } from '../core/ids.ts';
import { pickedFrom } from '../core/picked-schedule.ts';
import type { PolicyDraft } from '../core/policy-draft.ts';
import { draftOf } from '../core/policy-draft.ts';
import { ownRule, parsePolicyFields } from '../core/policy-fields.ts';
import type { PolicyFields, PolicyFormFault } from '../core/policy-form.ts';
import { findPolicy } from '../core/policy-name.ts';
import type { Reply } from '../core/reply.ts';
import { presetOf, retentionText } from '../core/retention-text.ts';
import type { Server } from '../core/server.ts';
import { goneChoice, serverChoice } from '../core/server-choice.ts';
import type { StoredForm } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, recorded } from './asked.ts';
import { mayChange } from './find-policy.ts';
import { locate } from './locate.ts';
import { planPolicy, previewOf } from './policy-plan.ts';

/** `/snapkeeper policy [policy|server]`: the policy to change, or a new one, perhaps for that server. */
export async function policy(
  deps: CommandDeps,
  asked: Asked,
  { words }: Command & { kind: 'policy' },
): Promise<Reply> {
  if (words.length === 0) return openPolicyForm(deps, asked, { kind: 'new', server: null, given: '' });
  const named = findPolicy(words, await deps.store.policies(deps.place));
  if (named.kind === 'one' && named.rest.length === 0) {
    const { policy: found } = named;
    if (mayChange(found, asked))
      return openPolicyForm(deps, asked, { kind: 'edit', policy: found.id, before: draftOf(found) });
    const { name, owner } = found;
    const reply: Reply = { kind: 'policy-refused', name, why: { kind: 'not-yours', owner } };
    return recorded(deps.store, asked, 'refused', found.id, { reply, changes: [] }, { reason: 'not-yours' });
  }
  const { found } = await locate(deps, words, 'exact');
  const server = found.kind === 'one' && found.rest.length === 0 ? found.server.id : null;
  const given = server === null ? words.map(({ text }) => text).join(' ') : '';
  return openPolicyForm(deps, asked, { kind: 'new', server, given });
}

export async function openPolicyForm(deps: CommandDeps, asked: Asked, about: PolicyAbout): Promise<Reply> {
  const { store, inventory, newId, place } = deps;
  const { key, actor, origin, at } = asked;
  const { servers } = await store.servers(place);
  inventory.refreshBehind();
  const id = newId<FormId>('f');
  const committed = await store.commit([
    { kind: 'dedupe', key, at },
    { kind: 'form', form: { id, actor, origin, asked: { kind: 'policy', about }, at } },
  ]);
  if (isAnswered(committed, asked)) return { kind: 'silent' };
  if (committed !== 'done') throw new Error(`a modal could not be opened: conflict on ${committed.conflict}`);
  return {
    kind: 'form',
    form: {
      kind: 'policy',
      id,
      editing: about.kind === 'edit' ? { policy: about.policy, name: about.before.name } : null,
      notFound: about.kind === 'new' ? about.given : '',
      filledIn:
        about.kind === 'edit' ? fieldsOf(about.before, servers) : emptyFields(deps, asked, about, servers),
    },
  };
}

function fieldsOf(
  { name, servers: rule, schedule, retention, channel }: PolicyDraft,
  servers: readonly Server[],
): PolicyFields {
  const preset = presetOf(retention);
  return {
    name,
    servers: rule.kind === 'ids' ? rule.ids.map(id => serverChoice(id, servers) ?? goneChoice(id)) : [],
    tag: rule.kind === 'tag' ? `${rule.key}=${rule.value}` : '',
    schedule: pickedFrom(schedule.cron),
    zone: schedule.zone,
    keep: preset ?? ownRule,
    ownKeep: preset === null ? retentionText(retention) : '',
    channel,
  };
}

function emptyFields(
  { zone, reports }: CommandDeps,
  { facts: { person }, origin }: Asked,
  about: PolicyAbout & { kind: 'new' },
  servers: readonly Server[],
): PolicyFields {
  const server = about.server === null ? null : serverChoice(about.server, servers);
  return {
    name: '',
    servers: server === null ? [] : [server],
    tag: '',
    schedule: { every: 'daily', time: '02:00', days: [], date: '', cron: '' },
    zone: (person.kind === 'member' ? person.zone : null) ?? zone,
    keep: '7-4-12',
    ownKeep: '',
    channel: isChannel(origin.channel) ? origin.channel : reports,
  };
}

/** Direct messages are no place where a team would look. */
const isChannel = (id: ChannelId): boolean => !id.startsWith('D');

/** What was filled in becomes a preview; nothing is saved before that was looked at. */
export async function submitPolicyForm(
  deps: CommandDeps,
  asked: Asked,
  form: StoredForm,
  about: PolicyAbout,
  fields: Fields,
): Promise<Reply> {
  const filledIn = parsePolicyFields(fields, about.kind === 'edit' ? about.before.name : null);
  if (filledIn.kind === 'faults') return atFields(deps, asked, filledIn.faults);
  const { draft } = filledIn;
  const plan = await planPolicy(deps, asked, about, draft);
  switch (plan.kind) {
    case 'fault':
      return atFields(deps, asked, [plan.fault]);
    case 'refused':
      return recorded(
        deps.store,
        asked,
        'refused',
        form.id,
        { reply: plan.reply, changes: [] },
        {
          reason: plan.reply.why.kind,
        },
      );
    case 'savable': {
      const { reply, changes } = previewOf(
        deps,
        asked,
        { ...form, asked: { kind: 'policy', about } },
        draft,
        plan.forecast,
      );
      await deps.store.commit(changes);
      return reply;
    }
  }
}

function atFields({ store }: CommandDeps, asked: Asked, faults: readonly PolicyFormFault[]): Promise<Reply> {
  const reason = faults.map(({ kind }) => kind).join(' ');
  const reply: Reply = { kind: 'form-faults', form: 'policy', faults };
  return recorded(store, asked, 'not-understood', '', { reply, changes: [] }, { reason });
}
