import type { SlashCommand } from '../../slack/manifest.ts';

type Props = {
  readonly id: string;
  readonly commands: readonly SlashCommand[];
  readonly chosen: number;
  readonly onChoose: (command: SlashCommand) => void;
};

export function CommandList({ id, commands, chosen, onChoose }: Props) {
  return (
    <div class="popup commands" role="listbox" id={id} aria-label="Commands">
      {commands.map((command, index) => (
        <div
          role="option"
          id={`${id}-${index}`}
          class="menu-item command"
          aria-selected={index === chosen}
          // Before the field loses the focus.
          onPointerDown={event => {
            event.preventDefault();
            onChoose(command);
          }}
        >
          <span>
            <strong>{command.command}</strong> <span class="usage">{command.usageHint}</span>
          </span>
          <span class="hint">{command.description}</span>
        </div>
      ))}
    </div>
  );
}
