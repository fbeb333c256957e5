import type { Events } from '../events.ts';
import { type Exchange, notSent } from '../interaction.ts';
import { app, type Person } from '../seed.ts';
import { viewObject } from '../views/view.ts';
import { isForeign } from '../workspace.ts';
import type { ClientDeps } from './surface.ts';

export type HomeTab = 'home' | 'messages';

// https://docs.slack.dev/reference/events/app_home_opened
export async function openAppHome(
  { workspace }: ClientDeps,
  events: Events,
  person: Person,
  tab: HomeTab,
): Promise<Exchange> {
  const { directory, manifest, views } = workspace;
  const bot = directory.person(app.botUserId);
  if (bot === undefined || isForeign(person)) throw new Error(`${person.name} does not have this app`);
  if (tab === 'home' && !manifest.homeTab) throw new Error('the manifest has the Home tab off');
  const home = views.home(person.id);
  const told = await events.send('app_home_opened', {
    type: 'app_home_opened',
    user: person.id,
    channel: directory.openIm(bot, person).id,
    tab,
    // Only once something was published, and only for the tab that shows it.
    ...(home === undefined || tab === 'messages' ? {} : { view: viewObject(home) }),
  });
  return told === undefined ? notSent('not_subscribed') : { ...told, shown: [] };
}
