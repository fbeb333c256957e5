import { expect, test } from 'vitest';
import { createChanges } from '../../../src/sandbox/slack/changes.ts';
import { escapeCommandText } from '../../../src/sandbox/slack/command-text.ts';
import { createDirectory } from '../../../src/sandbox/slack/directory.ts';
import { exampleOps } from '../../../src/sandbox/slack/seed.ts';
import type { Message } from '../../../src/sandbox/slack/timeline.ts';
import { messageText } from '../../../src/sandbox/slack/transcript.ts';
import { noon } from './stage.ts';

const directory = createDirectory(exampleOps, 'snapkeeper', createChanges());
const at = noon / 1000;

function render(content: Partial<Message>, zone = 'UTC'): string {
  const message = {
    ts: `${at}.000000`,
    channel: 'C1',
    user: 'U1',
    text: '',
    blocks: [],
    via: 'api',
    ...content,
  } as const;
  return messageText(message, { nameOf: id => directory.nameOf(id), zone });
}

test.each([
  ['mentions by name', 'by <@U07ALICE000> in <#C07OPS00000|anything>', 'by @alice in #ops'],
  ['unknown ids as they are', '<@U0NOBODY000>', '@U0NOBODY000'],
  ['a live broadcast as one', '<!channel> look', '@channel look'],
  ['an escaped broadcast as text', '&lt;!channel&gt; &amp; co', '<!channel> & co'],
  [
    'links with their address',
    '<https://x.y/z|console> <https://x.y>',
    'console (https://x.y/z) https://x.y',
  ],
  ['styling without its marks', '*bold* _it_ ~gone~ `co*d*e` *_both_*', 'bold it gone co*d*e both'],
  ['names with marks inside', 'prod_web_1 and 2*3*4', 'prod_web_1 and 2*3*4'],
  ['a time', `<!date^${at + 7500}^{time}|x>`, '14:05'],
  ['today', `<!date^${at}^{date_short_pretty} at {time}|x>`, 'today at 12:00'],
  [
    'another day',
    `<!date^${at - 3 * 86_400}^{date_short_pretty}, {date}, {date_num}|x>`,
    'Nov 20, 2026, November 20th, 2026-11-20',
  ],
  ['the fallback of an unknown token', `<!date^${at}^{sometime}|then>`, 'then'],
])('text shows %s', (_what, text, expected) => {
  expect(render({ text })).toBe(expected);
});

test('dates follow the reader zone', () => {
  expect(render({ text: `<!date^${at}^{time}|x>` }, 'Asia/Tokyo')).toBe('21:00');
  expect(render({ text: `<!date^${at}^{date_pretty}|x>` }, 'Pacific/Kiritimati')).toBe('today');
});

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const raw = (text: string) => ({ type: 'raw_text', text });

test('blocks read as a person sees them, and hide the text', () => {
  const blocks = [
    { type: 'header', text: plain('prod-web') },
    { type: 'section', text: mrkdwn('*2 volumes*'), accessory: { type: 'button', text: plain('Details') } },
    {
      type: 'section',
      fields: [mrkdwn('*Server*\nprod-web'), mrkdwn('*By:*\n<@U07BOB00000>'), mrkdwn('*Cost*\n$3')],
    },
    { type: 'divider' },
    {
      type: 'table',
      rows: [
        [raw('id'), raw('size')],
        [raw('vol-1'), raw('8 GiB')],
      ],
    },
    {
      type: 'actions',
      elements: [
        { type: 'button', text: plain('Approve') },
        { type: 'static_select', placeholder: plain('Snapshot') },
      ],
    },
    { type: 'context', elements: [{ type: 'image', alt_text: 'a chart' }, mrkdwn('_since 10:00_')] },
    { type: 'plan', title: 'Later', tasks: [{ task_id: '1', title: 'wait', status: 'pending' }] },
  ];
  expect(render({ text: 'not shown', blocks })).toBe(
    [
      '# prod-web',
      '2 volumes',
      '[Details]',
      'Server: prod-web  |  By: @bob',
      'Cost: $3',
      '────────',
      'id     size',
      'vol-1  8 GiB',
      '[Approve] [Snapshot ▾]',
      '[image: a chart]  since 10:00',
      '[plan] Later · wait',
    ].join('\n'),
  );
});

test('rich text reads in order', () => {
  const elements = [
    {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'to ' },
        { type: 'user', user_id: 'U07CAROL000' },
      ],
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'stop' }] }],
    },
    { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://x.y', text: 'why' }] },
  ];
  expect(render({ blocks: [{ type: 'rich_text', elements }] })).toBe(
    'to @carol\n1. stop\n> why (https://x.y)',
  );
});

test('escaping is harmless where there is nothing to escape', () => {
  expect(escapeCommandText('prod-web --dry-run "before upgrade"', directory)).toBe(
    'prod-web --dry-run "before upgrade"',
  );
  expect(escapeCommandText('@nobody a@b.c #nowhere @here', directory)).toBe('@nobody a@b.c #nowhere <!here>');
});
