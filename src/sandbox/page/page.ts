import { createWorld, type WorldOptions } from '../world.ts';
import { bundleAssets } from './assets.ts';
import { type PageServer, servePage } from './server.ts';
import { createSession, type Session } from './session.ts';

export type Page = Pick<PageServer, 'url'> & {
  readonly session: Session;
  close(): Promise<void>;
};

export type PageStart = WorldOptions & {
  readonly port: number;
  readonly withoutBot?: boolean;
};

/** A world and its page. The page can be opened at once; the bot connects meanwhile. */
export async function startPage({ port, withoutBot = false, ...options }: PageStart): Promise<Page> {
  const assets = bundleAssets();
  const world = await createWorld(options);
  const session = createSession(world, { withoutBot });
  // Before anything can fail: a world that nobody closes keeps its processes.
  const close = async (): Promise<void> => {
    await session.close();
    await world.close();
  };
  try {
    const server = await servePage({ session, assets, port });
    return {
      url: server.url,
      session,
      async close() {
        await server.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
