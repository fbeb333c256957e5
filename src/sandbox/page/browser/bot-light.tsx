import type { BotState } from '../shapes.ts';
import { useAct } from './acting.ts';

const words: Readonly<Record<BotState, string>> = {
  starting: 'Bot is starting',
  connected: 'Bot connected',
  disconnected: 'Bot not connected',
  dead: 'Bot is dead',
  absent: 'No bot',
};

/** Whether the bot is connected, and a real SIGKILL and start of its process. */
export function BotLight({ bot }: { readonly bot: BotState }) {
  const act = useAct();
  const lives = bot === 'connected' || bot === 'disconnected';
  return (
    <div class="bot">
      <span class={`light ${bot}`} aria-hidden="true" />
      <span class="bot-words" role="status">
        {words[bot]}
      </span>
      {bot !== 'absent' && (
        <button
          type="button"
          class="bar-button"
          disabled={bot === 'starting'}
          title={
            lives ? 'Kills its process at once, with SIGKILL' : 'Starts a new process on the same database'
          }
          onClick={() => void act({ kind: lives ? 'kill' : 'start' })}
        >
          {lives ? 'Kill the bot' : 'Start the bot'}
        </button>
      )}
    </div>
  );
}
