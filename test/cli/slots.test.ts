import { describe, expect, it } from 'vitest';
import { runCli } from '../stage/terminal.ts';

const berlin = ['slots', '--cron', '30 2 * * *', '--zone', 'Europe/Berlin'];
const spring = [...berlin, '--from', '2026-03-28T00:00:00Z', '--to', '2026-03-30T00:30:00Z'];

describe('npm run cli -- slots', () => {
  it('prints one line a run, with local time, UTC and the mark', async () => {
    expect(await runCli(spring)).toEqual({
      code: 0,
      error: '',
      out:
        '2026-03-28T02:30:00+01:00  2026-03-28T01:30:00Z\n' +
        '2026-03-29T03:00:00+02:00  2026-03-29T01:00:00Z  gap: the clock skips 02:30 that day\n',
    });
  });

  it('prints one line of JSON', async () => {
    const { code, out } = await runCli([...spring, '--json']);
    expect(code).toBe(0);
    expect(out.trimEnd()).not.toContain('\n');
    expect(JSON.parse(out)).toEqual([
      { at: '2026-03-28T01:30:00.000Z', local: '2026-03-28T02:30:00+01:00' },
      { at: '2026-03-29T01:00:00.000Z', local: '2026-03-29T03:00:00+02:00', mark: 'gap' },
    ]);
  });

  it('takes dates of the zone, and says when there is no run', async () => {
    const { out } = await runCli([...berlin, '--from', '2026-10-25', '--to', '2026-10-26']);
    expect(out).toBe(
      '2026-10-25T02:30:00+02:00  2026-10-25T00:30:00Z  fold: the clock shows 02:30 twice that day\n',
    );
    const none = await runCli([...berlin, '--from', '2026-10-25T03:00', '--to', '2026-10-25T04:00']);
    expect(none.out).toBe('No run in that time.\n');
    const empty = await runCli([...berlin, '--from', '2026-10-25', '--to', '2026-10-25', '--json']);
    expect(empty.out).toBe('[]\n');
  });

  it.each([
    [['slots'], /^--cron is missing\.$/mu],
    [[...berlin, '--from', '2026-10-25'], /^--to is missing\.$/mu],
    [[...berlin, '--from', 'soon', '--to', '2026-10-25'], /^--from: "soon" is no time\. Write it like/u],
    [[...berlin, '--from', '2026-02-30', '--to', '2026-10-25'], /^--from: "2026-02-30" is no time/u],
    [[...spring, '--to', '2026-03-01'], /^--to is given twice\.$/mu],
    [[...berlin, '--from', '2026-03-02', '--to', '2026-03-01'], /^--to is before --from\.$/mu],
    [[...spring, 'more'], /^"more" is one word too many\.$/mu],
    [[...spring, '--jsno'], /^--jsno is not understood\. Did you mean --json\?$/mu],
    [['slots', '--cron', '0 0 30 2 *', '--zone', 'UTC'], /^--cron: That date never comes/u],
    [['slots', '--cron', '0 0 L * *', '--zone', 'UTC'], /^--cron: "L" in the day of month field/u],
    [
      ['slots', '--cron', '0 0 * * *', '--zone', 'Europe/Berln'],
      /^--zone: .* Did you mean Europe\/Berlin\?$/mu,
    ],
    [['slot'], /^"slot" is no command\. Did you mean slots\?$/mu],
  ])('ends with exit code 2 and one sentence: %j', async (args, sentence) => {
    const withTimes = args.length === 5 && args[0] === 'slots' && !args.includes('30 2 * * *');
    const times = withTimes ? ['--from', '2026-01-01', '--to', '2026-02-01'] : [];
    const { code, out, error } = await runCli([...args, ...times]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(sentence);
    expect(error.trimEnd()).not.toContain('\n');
  });

  it('tells what there is', async () => {
    expect((await runCli([])).out).toContain('slots');
    const { code, out } = await runCli(['slots', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('--zone');
  });
});
