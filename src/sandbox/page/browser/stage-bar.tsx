import type { Scene } from '../shapes.ts';
import { BotLight } from './bot-light.tsx';
import { ClockControls } from './clock-controls.tsx';
import { FaultMenu } from './fault-menu.tsx';
import { Icon } from './icon.tsx';
import { PlayerSwitch } from './player-switch.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

type Props = {
  readonly scene: Scene;
  readonly panelOpen: boolean;
  readonly onPanel: () => void;
  readonly onDrawer: () => void;
  readonly onPlayer: (name: string) => void;
};

/** Everything that is not Slack: who one is, what time it is, whether the bot lives, and what goes wrong. */
export function StageBar({ scene, panelOpen, onPanel, onDrawer, onPlayer }: Props) {
  return (
    <header class="stage-bar" aria-label="Sandbox">
      <button type="button" class="bar-button only-narrow" aria-label="Channels" onClick={onDrawer}>
        <Icon name="menu" />
      </button>
      <PlayerSwitch players={scene.players} me={scene.me} onPlayer={onPlayer} />
      <span class="bar-gap" />
      <ClockControls clock={scene.clock} zone={scene.me.zone} />
      <BotLight bot={scene.bot} />
      <FaultMenu faults={scene.faults} />
      <button
        type="button"
        class="bar-button"
        aria-pressed={panelOpen}
        aria-label="What happens behind"
        title="What happens behind: the Region, and what went over the wires"
        onClick={onPanel}
      >
        <Icon name="panel" />
        {scene.surprises.length > 0 && <span class="badge bad">{scene.surprises.length}</span>}
      </button>
      <ThemeSwitch />
    </header>
  );
}
