import type { Suggested } from '../slack/client/suggestion.ts';
import type { World } from '../world.ts';
import type { Act, Search } from './acts.ts';
import { type Clockwork, createClockwork } from './clockwork.ts';
import { createFaults, type Faults } from './faults.ts';
import { controlOf, doAsPerson, isPersonAct } from './person-act.ts';
import type { BotState } from './shapes.ts';
import { createWireLog, type WireLog } from './wire-log.ts';

/** One visit to the sandbox: the world, and what can be done to it. Several tabs share it. */
export type Session = {
  readonly world: World;
  readonly clock: Clockwork;
  readonly faults: Faults;
  readonly log: WireLog;
  botState(): BotState;
  /** Starts the bot; throws with its own sentence when it refuses. */
  startBot(): Promise<void>;
  /** Does what a visitor wants. Answers a sentence when it cannot be done. */
  do(act: Act): Promise<string | null>;
  search(search: Search): Promise<Suggested>;
  /** Told of everything that is done, before it is. */
  onAct(listener: (act: Act | Search) => void): void;
  /** The page met something that it cannot show. */
  reportUnknown(what: string): void;
  surprises(): readonly string[];
  /** Changes with whatever a page could show. */
  fingerprint(): string;
  close(): Promise<void>;
};

export type SessionOptions = {
  /** Nobody starts a bot here, and time is the real one: another program may be pointed at the services. */
  readonly withoutBot: boolean;
};

const realTimeOnly = 'Without the bot, time is the real one and nothing moves it.';

export function createSession(world: World, { withoutBot }: SessionOptions): Session {
  const { slack, cloud } = world;
  let touched = 0;
  let news = 0;
  let starting = false;
  const unknown: string[] = [];
  const listeners: ((act: Act | Search) => void)[] = [];
  const tell = (act: Act | Search): void => {
    for (const listener of listeners) listener(act);
  };
  slack.onTouch(() => {
    touched += 1;
  });
  slack.onChange(() => {
    news += 1;
  });
  const faults = createFaults(world);
  const clock = createClockwork(world, () => news, withoutBot);
  const log = createWireLog(world);
  const botLives = (): boolean => world.bot()?.alive() === true;

  function botState(): BotState {
    if (starting) return 'starting';
    if (slack.connected()) return 'connected';
    if (withoutBot) return 'absent';
    return botLives() ? 'disconnected' : 'dead';
  }

  async function startBot(): Promise<void> {
    starting = true;
    try {
      await clock.during(() => world.startBot());
    } finally {
      starting = false;
    }
  }

  async function outsideSlack(act: Exclude<Act, { readonly as: string }>): Promise<string | null> {
    switch (act.kind) {
      case 'pass':
        if (withoutBot) return realTimeOnly;
        await clock.pass(act.ms);
        return null;
      case 'pass-until-news':
        if (withoutBot) return realTimeOnly;
        if (!botLives()) return 'Nothing will happen by itself while the bot is dead.';
        await clock.passUntilNews();
        return null;
      case 'hold':
        if (withoutBot) return realTimeOnly;
        clock.hold();
        return null;
      case 'run':
        clock.run();
        return null;
      case 'kill':
        if (!botLives()) return 'The bot is not running.';
        await world.bot()?.kill();
        return null;
      case 'start':
        if (withoutBot) return 'The sandbox was started without a bot.';
        if (starting || botLives()) return 'The bot is running already.';
        await startBot();
        return null;
      case 'fault':
        return faults.turn(act.name, act.on) ? null : `There is no fault called ${act.name}.`;
    }
  }

  const surprises = (): readonly string[] => [...world.surprises(), ...unknown];

  return {
    world,
    clock,
    faults,
    log,
    botState,
    startBot,
    async do(act) {
      tell(act);
      return isPersonAct(act) ? clock.during(() => doAsPerson(slack, act)) : outsideSlack(act);
    },
    async search(search) {
      tell(search);
      const { as, place, query } = search;
      return clock.during(() => slack.client(as).search(place, controlOf(search), query));
    },
    onAct: listener => void listeners.push(listener),
    reportUnknown(what) {
      if (!unknown.includes(what)) unknown.push(what);
    },
    surprises,
    fingerprint() {
      log.collect();
      const { now, mode, until, note } = clock.state();
      // While time runs with the real one, a page counts the seconds itself.
      const time = mode === 'real' ? Math.floor(now / 1_000) : now;
      const lengths = [slack.calls, slack.envelopes, cloud.calls, surprises()].map(list => list.length);
      const armed = faults.rows().flatMap(({ name, on }) => (on ? name : []));
      return [touched, time, mode, until, note, botState(), ...lengths, ...armed].join(' ');
    },
    close: () => clock.close(),
  };
}
