import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import { isJson, type Json } from '../blocks/json.ts';
import { Icon } from '../icon.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

type Send = () => Promise<string | null>;

export type Action = {
  /** Asks for confirmation where the app wants it, then sends. */
  start(send: Send): void;
  readonly busy: boolean;
  /** The question, while it is open, and a sign when the last one failed. */
  readonly extra: ComponentChild;
};

/** What goes with using an element: the question before, the wait, the sign of a failure. */
export function useAction({ confirm }: Json): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ readonly send: Send } | null>(null);

  async function run(send: Send): Promise<void> {
    setBusy(true);
    setFailure(null);
    setFailure(await send());
    setBusy(false);
  }

  return {
    start: send => {
      if (isJson(confirm)) setAsked({ send });
      else void run(send);
    },
    busy,
    extra: (
      <>
        {failure !== null && (
          <span class="failed-action" role="alert" title={failure}>
            <Icon name="warning" />
            <span class="only-spoken">This did not arrive: {failure}</span>
          </span>
        )}
        {asked !== null && isJson(confirm) && (
          <ConfirmDialog
            confirm={confirm}
            onAnswer={yes => {
              setAsked(null);
              if (yes) void run(asked.send);
            }}
          />
        )}
      </>
    ),
  };
}
