import { useId, useRef, useState } from 'preact/hooks';
import type { SlashCommand } from '../../slack/manifest.ts';
import type { Scene } from '../shapes.ts';
import { useAct } from './acting.ts';
import { CommandList } from './command-list.tsx';
import { Icon } from './icon.tsx';
import { ShortcutMenu } from './shortcut-menu.tsx';

type Props = {
  readonly scene: Scene;
  readonly channel: string;
  /** The `ts` of the message whose thread this belongs to: there are no commands in threads. */
  readonly thread?: string;
  readonly label: string;
};

/** Where a person types. A slash at the beginning offers the app's commands. */
export function Composer({ scene, channel, thread, label }: Props) {
  const act = useAct();
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const commands = thread === undefined ? scene.commands : [];
  const offered = dismissed ? [] : offeredFor(text, commands);
  const at = Math.min(chosen, offered.length - 1);
  const hint = hintFor(text, commands);

  function complete({ command }: SlashCommand): void {
    setText(`${command} `);
    setChosen(0);
    field.current?.focus();
  }

  function send(): void {
    if (text.trim() === '') return;
    setText('');
    setDismissed(false);
    void act({ kind: 'type', as: scene.me.name, in: channel, thread: thread ?? null, text });
  }

  function onKey(event: KeyboardEvent): void {
    const option = offered[at];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offered.length > 0) setChosen((at + step + offered.length) % offered.length);
    else if (event.key === 'Escape' && offered.length > 0) setDismissed(true);
    else if (event.key === 'Tab' && option !== undefined && !event.shiftKey) complete(option);
    else if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    // A command that is typed out is sent, one that is only begun is completed first.
    else if (option !== undefined && option.command !== text.trim()) complete(option);
    else send();
    event.preventDefault();
  }

  return (
    <div class="composer-place">
      {offered.length > 0 && <CommandList id={list} commands={offered} chosen={at} onChoose={complete} />}
      <div class="composer">
        <span class="composer-field" data-text={`${text}\n`}>
          <textarea
            ref={field}
            rows={1}
            value={text}
            placeholder={label}
            aria-label={label}
            aria-autocomplete="list"
            aria-controls={list}
            aria-activedescendant={offered.length > 0 ? `${list}-${at}` : undefined}
            spellcheck={false}
            onInput={event => {
              setText(event.currentTarget.value);
              setDismissed(false);
            }}
            onKeyDown={onKey}
          />
        </span>
        <div class="composer-foot">
          {thread === undefined && (
            <ShortcutMenu
              shortcuts={scene.shortcuts.global}
              onCommands={() => {
                setText('/');
                setDismissed(false);
                field.current?.focus();
              }}
              onShortcut={name => void act({ kind: 'shortcut', as: scene.me.name, name, in: channel })}
            />
          )}
          <span class="composer-hint">{hint}</span>
          <button
            type="button"
            class="send"
            aria-label="Send now"
            disabled={text.trim() === ''}
            onClick={send}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
    </div>
  );
}

function offeredFor(text: string, commands: readonly SlashCommand[]): readonly SlashCommand[] {
  if (!/^\/\S*$/.test(text)) return [];
  return commands.filter(({ command }) => command.startsWith(text));
}

/** How the command that is being typed goes on. */
function hintFor(text: string, commands: readonly SlashCommand[]): string {
  const [typed = ''] = text.split(/\s/, 1);
  const command = /\s/.test(text) ? commands.find(one => one.command === typed) : undefined;
  return command === undefined ? '' : `${command.command} ${command.usageHint}`;
}
