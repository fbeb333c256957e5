import type { RefObject } from 'preact';
import type { Option } from '../blocks/surface.ts';
import { Text } from '../blocks/text.tsx';
import { Floating } from './floating.tsx';
import type { Offered } from './use-choices.ts';

type Props = {
  readonly id: string;
  readonly around: RefObject<HTMLElement | null>;
  readonly choices: Offered;
  /** Values that are chosen already. */
  readonly chosen: readonly string[];
  readonly onChoose: (option: Option) => void;
};

export function SelectList({ id, around, choices, chosen, onChoose }: Props) {
  const words = saidInstead(choices);
  return (
    <Floating around={around} role="listbox" id={id} fits>
      {words !== null && (
        <span class="menu-note" role="status">
          {words}
        </span>
      )}
      {choices.kind === 'choices' &&
        choices.groups.map(({ label, options }) => (
          <span class="menu-group" role="group" aria-label={label ?? undefined}>
            {label !== null && options.length > 0 && (
              <span class="menu-label" aria-hidden="true">
                {label}
              </span>
            )}
            {options.map(option => (
              <button
                type="button"
                role="option"
                class="menu-item"
                aria-selected={chosen.includes(option.value)}
                onClick={() => onChoose(option)}
              >
                {option.label}
                {option.description !== undefined && (
                  <span class="hint">
                    <Text value={option.description} />
                  </span>
                )}
              </button>
            ))}
          </span>
        ))}
    </Floating>
  );
}

function saidInstead(choices: Offered): string | null {
  switch (choices.kind) {
    case 'loading':
      return 'Loading…';
    case 'too-short':
      return `Type at least ${choices.least} characters to see options.`;
    case 'failed':
      return 'No result';
    case 'choices':
      return choices.groups.every(({ options }) => options.length === 0) ? 'No result' : null;
  }
}
