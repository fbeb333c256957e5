import { parseCron } from './cron.ts';
import type { Fields } from './form.ts';
import type { ChannelId, ServerId } from './ids.ts';
import type { Frequency } from './picked-schedule.ts';
import { cronOf, frequencies, weekdayNumbers } from './picked-schedule.ts';
import type { Policy, ServerRule } from './policy.ts';
import type { PolicyDraft } from './policy-draft.ts';
import type { PolicyFormFault } from './policy-form.ts';
import type { RetentionPreset } from './retention-text.ts';
import { parseRetentionText, retentionPresets } from './retention-text.ts';
import { isEmptyRetention } from './retention-tiers.ts';
import { foldTyping, hasControls } from './typed-text.ts';
import { readZone } from './zone.ts';

export const policyNameLimit = 60;
/** What Slack takes as chosen options. */
export const serversChosenAtMost = 100;

export type PolicyFilledIn =
  | { readonly kind: 'filled-in'; readonly draft: PolicyDraft }
  | { readonly kind: 'faults'; readonly faults: readonly PolicyFormFault[] };

/** One field or several that belong together: what they say, or what is wrong with them. */
type Part<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'faults'; readonly faults: readonly PolicyFormFault[] };

const value = <Value>(given: Value): Part<Value> => ({ kind: 'value', value: given });
const wrong = (...faults: readonly PolicyFormFault[]): Part<never> => ({ kind: 'faults', faults });

/**
 * `name`: of the policy that is being changed, which keeps it; null for a new one. What Slack leaves out counts as
 * empty: what must not be empty is asked for again, and the rest is seen in the preview before it is saved.
 */
export function parsePolicyFields(fields: Fields, name: string | null): PolicyFilledIn {
  const parts = {
    name: name === null ? nameIn(fields) : value(name),
    servers: serversIn(fields),
    schedule: scheduleIn(fields),
    retention: retentionIn(fields),
    channel: channelIn(fields),
  };
  const faults = Object.values(parts).flatMap(part => (part.kind === 'faults' ? part.faults : []));
  const { name: named, servers, schedule, retention, channel } = parts;
  return named.kind === 'value' &&
    servers.kind === 'value' &&
    schedule.kind === 'value' &&
    retention.kind === 'value' &&
    channel.kind === 'value'
    ? {
        kind: 'filled-in',
        draft: {
          name: named.value,
          servers: servers.value,
          schedule: schedule.value,
          retention: retention.value,
          channel: channel.value,
        },
      }
    : { kind: 'faults', faults };
}

const only = (fields: Fields, field: string): string => (fields[field]?.[0] ?? '').trim();

function nameIn(fields: Fields): Part<string> {
  const typed = only(fields, 'name');
  if (hasControls(typed)) return wrong({ field: 'name', kind: 'name-controls' });
  const name = foldTyping(typed);
  const length = Array.from(name).length;
  if (name === '') return wrong({ field: 'name', kind: 'name-missing' });
  if (/^p-[a-z0-9]{8}$/iu.test(name)) return wrong({ field: 'name', kind: 'name-like-id' });
  return length > policyNameLimit
    ? wrong({ field: 'name', kind: 'name-too-long', length, limit: policyNameLimit })
    : value(name);
}

function serversIn(fields: Fields): Part<ServerRule> {
  const ids = (fields['servers'] ?? []) as readonly ServerId[];
  const tag = only(fields, 'tag');
  if (tag === '')
    return ids.length > 0
      ? value({ kind: 'ids', ids })
      : wrong({ field: 'servers', kind: 'servers-missing' });
  if (ids.length > 0) return wrong({ field: 'tag', kind: 'tag-and-servers' });
  if (hasControls(tag)) return wrong({ field: 'tag', kind: 'tag-controls' });
  const [, key = '', wanted = ''] = /^([^=]{1,128})=(.{0,256})$/su.exec(tag) ?? [];
  return key.trim() === ''
    ? wrong({ field: 'tag', kind: 'tag-shape' })
    : value({ kind: 'tag', key: key.trim(), value: wanted.trim() });
}

function scheduleIn(fields: Fields): Part<Policy['schedule']> {
  const zone = zoneIn(fields);
  const every = frequencies.find(one => one === only(fields, 'every'));
  const cron = every === undefined ? wrong({ field: 'every', kind: 'every-missing' }) : cronIn(fields, every);
  if (zone.kind === 'faults' || cron.kind === 'faults') {
    return wrong(
      ...(cron.kind === 'faults' ? cron.faults : []),
      ...(zone.kind === 'faults' ? zone.faults : []),
    );
  }
  return value({ cron: cron.value, zone: zone.value });
}

function zoneIn(fields: Fields): Part<string> {
  const read = readZone(only(fields, 'zone'));
  return read.kind === 'zone'
    ? value(read.zone.id)
    : wrong({ field: 'zone', kind: 'zone-unknown', given: read.given, near: read.near.slice(0, 3) });
}

function cronIn(fields: Fields, every: Frequency): Part<string> {
  const [time, date, cron] = [only(fields, 'time'), only(fields, 'date'), only(fields, 'cron')];
  const days = (fields['days'] ?? []).filter(day => weekdayNumbers.some(known => known === day));
  const faults = notFitting(every, { time, date, days, cron });
  if (faults.length > 0) return wrong(...faults);
  const read = parseCron(cronOf({ every, time, date: String(Number(date)), days, cron: foldTyping(cron) }));
  return read.kind === 'cron'
    ? value(read.cron.expression)
    : wrong({ field: 'cron', kind: 'cron-fault', fault: read.fault });
}

type Given = {
  readonly time: string;
  readonly date: string;
  readonly days: readonly string[];
  readonly cron: string;
};

/** What this frequency needs and does not have, and what it could not take into account. */
function notFitting(every: Frequency, { time, date, days, cron }: Given): readonly PolicyFormFault[] {
  if (every === 'cron') {
    return [
      ...(cron === '' ? [{ field: 'cron', kind: 'cron-missing' } as const] : []),
      ...(days.length > 0 ? [{ field: 'days', kind: 'days-with-cron' } as const] : []),
      ...(date === '' ? [] : [{ field: 'date', kind: 'date-not-monthly' } as const]),
    ];
  }
  return [
    ...(/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(time) ? [] : [{ field: 'time', kind: 'time-missing' } as const]),
    ...(every === 'weekly' && days.length === 0 ? [{ field: 'days', kind: 'days-missing' } as const] : []),
    ...dateFaults(every, date),
    ...(cron === '' ? [] : [{ field: 'cron', kind: 'cron-not-chosen' } as const]),
  ];
}

function dateFaults(every: Frequency, date: string): readonly PolicyFormFault[] {
  if (every !== 'monthly') return date === '' ? [] : [{ field: 'date', kind: 'date-not-monthly' }];
  if (date === '') return [{ field: 'date', kind: 'date-missing' }];
  const isDay = /^\d{1,2}$/u.test(date) && Number(date) >= 1 && Number(date) <= 31;
  return isDay ? [] : [{ field: 'date', kind: 'date-range' }];
}

export const ownRule = 'own';

function retentionIn(fields: Fields): Part<Policy['retention']> {
  const keep = only(fields, 'keep');
  const own = foldTyping(only(fields, 'ownKeep'));
  const preset = Object.hasOwn(retentionPresets, keep) ? retentionPresets[keep as RetentionPreset] : null;
  if (preset !== null)
    return own === '' ? value(preset) : wrong({ field: 'ownKeep', kind: 'own-not-chosen' });
  if (keep !== ownRule) return wrong({ field: 'keep', kind: 'keep-missing' });
  if (own === '') return wrong({ field: 'ownKeep', kind: 'own-missing' });
  const read = parseRetentionText(own);
  if (read.kind === 'fault') return wrong({ field: 'ownKeep', kind: 'own-fault', fault: read.fault });
  return isEmptyRetention(read.retention)
    ? wrong({ field: 'ownKeep', kind: 'own-empty' })
    : value(read.retention);
}

function channelIn(fields: Fields): Part<ChannelId> {
  const channel = only(fields, 'channel');
  return /^[CG][A-Z0-9]+$/u.test(channel)
    ? value(channel as ChannelId)
    : wrong({ field: 'channel', kind: 'channel-missing' });
}
