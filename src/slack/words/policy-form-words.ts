import type { ModalView, PlainTextOption } from '@slack/web-api';
import type { Frequency } from '../../core/picked-schedule.ts';
import { frequencies, weekdayNumbers } from '../../core/picked-schedule.ts';
import { ownRule, policyNameLimit, serversChosenAtMost } from '../../core/policy-fields.ts';
import type { PolicyForm } from '../../core/policy-form.ts';
import type { RetentionPreset } from '../../core/retention-text.ts';
import { retentionPresets, retentionText } from '../../core/retention-text.ts';
import { clip } from '../../core/typed-text.ts';
import { context, outside, section } from '../message.ts';
import {
  channelField,
  choiceField,
  formView,
  multiChoiceField,
  multiSearchField,
  option,
  plainOption,
  textField,
  timeField,
} from '../view.ts';
import { serverOption } from './snapshot-form-words.ts';

const frequencyWords: Readonly<Record<Frequency, string>> = {
  hourly: 'Every hour',
  daily: 'Every day',
  weekly: 'Every week',
  monthly: 'Every month',
  cron: 'Cron expression',
};

const weekdayWords: Readonly<Record<(typeof weekdayNumbers)[number], string>> = {
  '1': 'Monday',
  '2': 'Tuesday',
  '3': 'Wednesday',
  '4': 'Thursday',
  '5': 'Friday',
  '6': 'Saturday',
  '0': 'Sunday',
};

const presetNames: Readonly<Record<RetentionPreset, string>> = {
  'daily-7': 'Daily, keep 7',
  '7-4-12': '7-4-12',
  '24-7-4-12': 'Hourly for databases, 24-7-4-12',
};

// EC2's limits for a tag: 128 characters and 256.
const tagLength = 385;
const ruleLength = 500;
const zoneLength = 60;
const cronLength = 200;

/** The fields of a policy. What does not belong to the chosen schedule is left empty, and said so if it is not. */
export function policyFormView({ id, editing, notFound, filledIn }: PolicyForm): ModalView {
  const title = editing === null ? 'New policy' : 'Change policy';
  return formView(id, { title, submit: 'Preview' }, [
    ...(editing === null
      ? [
          section(
            'Takes snapshots on a schedule and deletes old ones. The next step shows what that means; nothing is saved before.',
          ),
          ...(notFound === ''
            ? []
            : [context(`No policy and no server is called \`${outside(notFound)}\`. Choose below.`)]),
          nameField(filledIn.name),
        ]
      : [
          section(
            `*${outside(editing.name)}*\nThe next step shows what the change means; nothing is saved before.`,
          ),
        ]),
    ...serverFields(filledIn),
    ...scheduleFields(filledIn),
    ...keepFields(filledIn),
    channelField(
      'channel',
      {
        label: 'Report to',
        hint: 'A card for each run. Where Snapkeeper cannot post, the cards come to whoever saved the policy.',
      },
      filledIn.channel,
    ),
  ]);
}

type FilledIn = PolicyForm['filledIn'];

const nameField = (initial: string) =>
  textField(
    'name',
    { label: 'Name', placeholder: 'nightly' },
    { optional: false, maxLength: policyNameLimit, initial },
  );

function serverFields({ servers, tag }: FilledIn) {
  return [
    multiSearchField(
      'servers',
      { label: 'Servers', placeholder: 'Names or instance ids' },
      { chosen: servers.map(serverOption), atMost: serversChosenAtMost },
    ),
    textField(
      'tag',
      {
        label: 'Or every server with the tag',
        placeholder: 'env=prod',
        hint: 'Looked up at each run, so new servers are covered by themselves.',
      },
      { optional: true, maxLength: tagLength, initial: tag },
    ),
  ];
}

function scheduleFields({ schedule, zone }: FilledIn) {
  return [
    choiceField('every', 'How often', {
      options: frequencies.map(every => plainOption(frequencyWords[every], every)),
      chosen: [schedule.every],
    }),
    timeField('time', { label: 'At', hint: 'Every hour: only the minutes count.' }, schedule.time),
    multiChoiceField(
      'days',
      {
        label: 'On these days',
        placeholder: 'All days',
        hint: 'Every week needs at least one. Together with a day of the month both have to match, such as a 1st that is a Monday.',
      },
      { options: weekdayNumbers.map(day => plainOption(weekdayWords[day], day)), chosen: schedule.days },
    ),
    textField(
      'date',
      {
        label: 'Day of the month',
        placeholder: '1',
        hint: 'For every month only. A month without that day is left out.',
      },
      { optional: true, maxLength: 2, initial: schedule.date },
    ),
    textField(
      'cron',
      {
        label: 'Cron expression',
        placeholder: '30 2 * * 1-5',
        hint: 'Minute, hour, day of month, month, day of week. If both days are given, both have to match.',
      },
      { optional: true, maxLength: cronLength, initial: schedule.cron },
    ),
    textField(
      'zone',
      { label: 'Time zone', placeholder: 'Europe/Berlin' },
      { optional: false, maxLength: zoneLength, initial: zone },
    ),
  ];
}

function keepFields({ keep, ownKeep }: FilledIn) {
  return [
    choiceField('keep', 'Keep of each server', { options: keepOptions(), chosen: [keep] }),
    textField(
      'ownKeep',
      {
        label: 'My own rule',
        placeholder: 'last 3, 7 daily, 4 weekly, within 30d',
        hint: 'Counts: last, hourly, daily, weekly, monthly, yearly. Time spans: within 30d, hourly within 2d12h (y, m, d, h). A snapshot that any rule keeps stays.',
      },
      { optional: true, maxLength: ruleLength, initial: ownKeep },
    ),
  ];
}

function keepOptions(): readonly PlainTextOption[] {
  const presets = (Object.keys(retentionPresets) as RetentionPreset[]).map(preset =>
    option(presetNames[preset], clip(retentionText(retentionPresets[preset]), 70), preset),
  );
  return [...presets, option('My own rule', 'as written below', ownRule)];
}
