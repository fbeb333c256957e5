import type { Mishap as CloudMishap } from '../ec2/wire/call.ts';
import type { Mishap as SlackMishap } from '../slack/mishap.ts';
import type { World } from '../world.ts';
import type { FaultRow } from './shapes.ts';

type Strike =
  | { readonly kind: 'slack'; readonly method: RegExp; readonly mishap: SlackMishap }
  | { readonly kind: 'aws'; readonly action: RegExp; readonly mishap: CloudMishap }
  | { readonly kind: 'delivery'; readonly mishap: { readonly twice?: boolean; readonly loseAck?: boolean } }
  | { readonly kind: 'set'; readonly set: (world: World, on: boolean) => void };

type Fault = Pick<FaultRow, 'name' | 'title' | 'side' | 'lasts'> & { readonly strike: Strike };

const anything = /./u;
const posting = /^chat\./u;
const changing = /^(?:Create|Delete|Modify|Start|Stop|Reboot|Terminate|Attach|Detach|Run|Associate)/u;

const faults: readonly Fault[] = [
  {
    name: 'aws-throttled',
    title: 'Every call is throttled',
    side: 'AWS',
    lasts: 'while on',
    strike: {
      kind: 'aws',
      action: anything,
      mishap: { error: { code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 } },
    },
  },
  {
    name: 'aws-internal-error',
    title: 'Every call meets an internal error',
    side: 'AWS',
    lasts: 'while on',
    strike: {
      kind: 'aws',
      action: anything,
      mishap: {
        error: { code: 'InternalError', message: 'An internal error has occurred', status: 500 },
      },
    },
  },
  {
    name: 'aws-out-of-reach',
    title: 'Connections are cut before anything is done',
    side: 'AWS',
    lasts: 'while on',
    strike: { kind: 'aws', action: anything, mishap: { drop: true } },
  },
  {
    name: 'aws-answer-lost',
    title: 'The next change is made, but its answer is lost',
    side: 'AWS',
    lasts: 'next call',
    strike: { kind: 'aws', action: changing, mishap: { drop: true, after: true } },
  },
  {
    name: 'aws-slow-tags',
    title: 'Tags show one minute late',
    side: 'AWS',
    lasts: 'while on',
    strike: {
      kind: 'set',
      set: ({ cloud }, on) => {
        cloud.tagLagMs = on ? 60_000 : 0;
      },
    },
  },
  {
    name: 'aws-buckets',
    title: 'AWS’s own rate limits are in force',
    side: 'AWS',
    lasts: 'while on',
    strike: {
      kind: 'set',
      set: ({ cloud }, on) => {
        cloud.buckets = on;
      },
    },
  },
  {
    name: 'slack-429',
    title: 'Every call is told to come back in 30 s',
    side: 'Slack',
    lasts: 'while on',
    strike: { kind: 'slack', method: anything, mishap: { http: 429, retryAfter: 30 } },
  },
  {
    name: 'slack-503',
    title: 'Every call meets a server error',
    side: 'Slack',
    lasts: 'while on',
    strike: { kind: 'slack', method: anything, mishap: { http: 503 } },
  },
  {
    name: 'slack-out-of-reach',
    title: 'Connections are cut before anything is done',
    side: 'Slack',
    lasts: 'while on',
    strike: { kind: 'slack', method: anything, mishap: { drop: 'before' } },
  },
  {
    name: 'slack-answer-lost',
    title: 'The next message is posted, but its answer is lost',
    side: 'Slack',
    lasts: 'next call',
    strike: { kind: 'slack', method: posting, mishap: { drop: 'after' } },
  },
  {
    name: 'slack-limits',
    title: 'Slack’s own rate limits are in force',
    side: 'Slack',
    lasts: 'while on',
    strike: {
      kind: 'set',
      set: ({ slack }, on) => {
        slack.rateLimits = on;
      },
    },
  },
  {
    name: 'slack-delivered-twice',
    title: 'The next command or click is delivered twice',
    side: 'Slack',
    lasts: 'next call',
    strike: { kind: 'delivery', mishap: { twice: true } },
  },
  {
    name: 'slack-ack-lost',
    title: 'The next acknowledgement is lost',
    side: 'Slack',
    lasts: 'next call',
    strike: { kind: 'delivery', mishap: { loseAck: true } },
  },
  {
    name: 'socket-dropped',
    title: 'Drop the socket',
    side: 'Slack',
    lasts: 'moment',
    strike: { kind: 'set', set: ({ slack }) => slack.cutSocket() },
  },
  {
    name: 'socket-refreshed',
    title: 'Ask the bot to reconnect',
    side: 'Slack',
    lasts: 'moment',
    strike: { kind: 'set', set: ({ slack }) => slack.disconnect('refresh_requested') },
  },
];

export type Faults = {
  rows(): readonly FaultRow[];
  /** Switches a fault, or strikes at once. False: there is none of that name. */
  turn(name: string, on: boolean): boolean;
};

/** Everything that can be made to go wrong outside the bot, by name. */
export function createFaults(world: World): Faults {
  const on = new Set<Fault>();

  /** The first fault in force that `fits`; one for a single call is spent with it. */
  function strike<Found>(fits: (strike: Strike) => Found | undefined): Found | undefined {
    for (const fault of on) {
      const found = fits(fault.strike);
      if (found === undefined) continue;
      if (fault.lasts === 'next call') on.delete(fault);
      return found;
    }
    return undefined;
  }

  world.slack.mishap = ({ method }) =>
    strike(one => (one.kind === 'slack' && one.method.test(method) ? one.mishap : undefined));
  world.slack.deliveryMishap = () => strike(one => (one.kind === 'delivery' ? one.mishap : undefined));
  world.cloud.mishap = ({ action }) =>
    strike(one => (one.kind === 'aws' && one.action.test(action) ? one.mishap : undefined));

  return {
    rows: () =>
      faults.map(fault => {
        const { name, title, side, lasts } = fault;
        return { name, title, side, lasts, on: on.has(fault) };
      }),
    turn(name, wanted) {
      const fault = faults.find(one => one.name === name);
      if (fault === undefined) return false;
      if (fault.strike.kind === 'set') fault.strike.set(world, wanted);
      if (fault.lasts === 'moment') return true;
      if (wanted) on.add(fault);
      else on.delete(fault);
      return true;
    },
  };
}
