import type { Player } from '../shapes.ts';
import { Avatar } from './avatar.tsx';

type Props = {
  readonly players: readonly Player[];
  readonly me: Player;
  readonly onPlayer: (name: string) => void;
};

export function PlayerSwitch({ players, me, onPlayer }: Props) {
  return (
    <div class="players" role="radiogroup" aria-label="You are">
      {players.map(({ name, realName, role }) => (
        <button
          type="button"
          role="radio"
          aria-checked={name === me.name}
          class="player"
          title={`${realName}, ${role}`}
          aria-label={`${realName}, ${role}`}
          onClick={() => onPlayer(name)}
        >
          <Avatar name={name} isApp={false} />
          <span class="player-words">
            <span class="player-name">{realName.split(' ')[0]}</span>
            <span class="player-role">{role}</span>
          </span>
        </button>
      ))}
    </div>
  );
}
