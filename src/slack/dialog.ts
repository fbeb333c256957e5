import type { ModalView, WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import { slackOutcome } from './web.ts';

/** The modal that one interaction may open: its trigger lives for three seconds and is good for one. */
export type Dialog = {
  /** True once it stands before the person. */
  isOpen(): boolean;
  /** Opens it, or changes what it shows. False when Slack did not do that. */
  show(view: ModalView): Promise<boolean>;
};

export function createDialog(web: WebClient, trigger: string, log: Log): Dialog {
  let open: { readonly id: string; readonly hash: string | undefined } | null = null;
  return {
    isOpen: () => open !== null,
    async show(view) {
      const at = open;
      const outcome = await slackOutcome(() =>
        at === null
          ? web.views.open({ trigger_id: trigger, view })
          : web.views.update({ view_id: at.id, view, ...(at.hash === undefined ? {} : { hash: at.hash }) }),
      );
      if (outcome.kind === 'fault') {
        log.warn({ fault: outcome.fault }, 'Slack did not show a modal');
        return false;
      }
      const { id, hash } = outcome.value.view ?? {};
      if (id !== undefined) open = { id, hash };
      return id !== undefined;
    },
  };
}
