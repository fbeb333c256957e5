import { app, team } from '../seed.ts';
import type { Json } from '../validate/schema.ts';
import { stateValues } from './view-state.ts';
import type { Inputs } from './view-state.ts';

/** A modal or a Home tab in front of one person. A value: every change puts a new one in its place. */
export interface View {
  readonly id: string;
  /** User id. */
  readonly user: string;
  /** As Slack stores it: every field there, text objects and ids filled in. */
  readonly content: Json;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly inputs: Inputs;
  readonly forgotten: ReadonlySet<string>;
  /** The conversation in which the person was. */
  readonly current: string | undefined;
  /** What stands below input blocks, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** Slack's own sentence above the buttons when the app did not answer as it should. */
  readonly trouble: string | undefined;
  /** Submitted, and not answered yet. */
  readonly waiting: boolean;
}

export function blocksOf(view: View): unknown {
  return view.content['blocks'];
}

function stateOfView(view: View): Json {
  return stateValues({ ...view, blocks: blocksOf(view) });
}

/** A view as payloads and answers carry it: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function viewObject(view: View, values: Json = stateOfView(view)): Json {
  return {
    id: view.id,
    team_id: team.id,
    ...view.content,
    state: { values },
    hash: view.hash,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.id,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}
