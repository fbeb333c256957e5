import type { KnownBlock, ModalView } from '@slack/web-api';
import type { PolicyPreview } from '../../core/policy-form.ts';
import type { PolicyForecast } from '../../core/policy-forecast.ts';
import type { PolicyDraft } from '../../core/policy-draft.ts';
import type { Policy } from '../../core/policy.ts';
import { retentionText } from '../../core/retention-text.ts';
import { clip } from '../../core/typed-text.ts';
import { context, outside, section } from '../message.ts';
import { formView } from '../view.ts';
import { channel, plural } from './phrases.ts';
import { markWords } from './schedule-words.ts';

const namesShown = 12;
/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html */
const regionLimit = 100_000;

/** What saving would mean: whom it covers, when it runs, what it keeps, and what goes. */
export function policyPreviewView({ id, draft, isNew, forecast, again }: PolicyPreview): ModalView {
  return formView(id, { title: 'Preview', submit: 'Save', close: 'Back' }, [
    ...(again
      ? [
          section(
            '*Not saved yet:* the snapshots have changed meanwhile, and more of them would be deleted. Please look again.',
          ),
        ]
      : []),
    section(`*${outside(draft.name)}* · ${draftWords(draft)}`),
    section(coverWords(draft.servers, forecast)),
    section(['*Next runs*', ...forecast.next.map(runLine)].join('\n')),
    ...bothDays(draft),
    section(keepWords(draft, forecast)),
    section(deleteWords(isNew, forecast)),
    context(`Each run reports to ${channel(draft.channel)}.`),
  ]);
}

/** `30 2 * * * Europe/Berlin · keeps 7 daily, 4 weekly`. */
export function draftWords({ schedule, retention }: Pick<Policy, 'schedule' | 'retention'>): string {
  const kept = outside(clip(retentionText(retention), 300), 300);
  return `\`${outside(schedule.cron, 200)}\` ${outside(schedule.zone)} · keeps ${kept}`;
}

function coverWords(rule: Policy['servers'], { servers, gone }: PolicyForecast): string {
  const names = servers.slice(0, namesShown).map(name => outside(name, 40));
  const more = servers.length - names.length;
  const listed = [...names, ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : [])].join(', ');
  const missing = gone === 0 ? '' : ` ${plural(gone, 'chosen server')} ${gone === 1 ? 'is' : 'are'} gone.`;
  const covered =
    servers.length === 0 ? nobody(rule) : `*Covers ${plural(servers.length, 'server')}* now: ${listed}.`;
  return `${covered}${rule.kind === 'tag' && servers.length > 0 ? ` By the tag \`${tagText(rule)}\`.` : ''}${missing}`;
}

const nobody = (rule: Policy['servers']): string =>
  rule.kind === 'tag'
    ? `*Covers no server now:* none has the tag \`${tagText(rule)}\`. It can be saved; nothing is taken until one does.`
    : '*Covers no server now:* those that were chosen are gone. It can be saved, but nothing will be taken.';

const tagText = ({ key, value }: Policy['servers'] & { kind: 'tag' }): string =>
  outside(`${key}=${value}`, 120);

function runLine(slot: PolicyForecast['next'][number]): string {
  const mark = markWords(slot);
  const utc = new Date(slot.at).toISOString().slice(0, 16).replace('T', ' ');
  const local = `${slot.local.slice(0, 16).replace('T', ' ')} (${slot.local.slice(19)})`;
  return `${local} · ${utc} UTC${mark === null ? '' : ` · ${mark}`}`;
}

/** Other programs take either of them. */
function bothDays({ schedule: { cron } }: PolicyDraft): readonly KnownBlock[] {
  const [, , date = '*', , weekday = '*'] = cron.split(' ');
  return date === '*' || weekday === '*'
    ? []
    : [context('Day of the month and day of the week are both given: it runs only when both match.')];
}

function keepWords({ retention }: PolicyDraft, { kept, servers, volumes }: PolicyForecast): string {
  const rule = `*Keeps* ${outside(clip(retentionText(retention), 300), 300)}`;
  if (kept.kind === 'endless') return `${rule}: more with every run, without an end.`;
  const { perServer } = kept;
  const most = kept.kind === 'at-most' ? 'at most ' : '';
  const inAll = `${plural(perServer * servers.length, 'set')} in all, ${plural(perServer * volumes, 'EBS snapshot')} of the ${regionLimit.toLocaleString('en')} that AWS usually allows in a Region`;
  return `${rule}: in the long run ${most}${plural(perServer, 'set')} of each server${servers.length === 0 ? '' : `, ${inAll}`}. The newest good one always stays.`;
}

function deleteWords(isNew: boolean, { sets, removes }: PolicyForecast): string {
  if (sets === 0) return '*Deletes nothing now:* there are no snapshots of this name.';
  const whose = isNew
    ? `A policy of this name was here before: its ${plural(sets, 'snapshot set')} ${sets === 1 ? 'is' : 'are'} taken over.`
    : `It has ${plural(sets, 'snapshot set')} now.`;
  return removes.length === 0
    ? `${whose} *None of them would be deleted* now.`
    : `${whose} *Up to ${removes.length} of them would be deleted now*, which happens at the end of its next run; what is held, locked or under an image stays.`;
}
