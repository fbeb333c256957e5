import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Suggested } from '../../slack/client/suggestion.ts';
import type { Act, Search } from '../acts.ts';
import type { Look, Scene } from '../shapes.ts';

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json() as Promise<Answer>;
}

/** Does something in the sandbox. Answers a sentence when it could not be done. */
export async function perform(act: Act): Promise<string | null> {
  try {
    return (await post<{ problem: string | null }>('/act', act)).problem;
  } catch {
    return stopped;
  }
}

/** What the app offers for what was typed; null when nobody answered. */
export async function searchOptions(search: Search): Promise<Suggested | null> {
  try {
    return await post<Suggested>('/search', search);
  } catch {
    return null;
  }
}

const reported = new Set<string>();

/** Tells the sandbox, once, that its page met something it cannot show: that fails the run. */
export function reportUnknown(what: string): void {
  if (reported.has(what)) return;
  reported.add(what);
  void post('/unknown', { what });
}

export async function readEntry(number: number): Promise<string> {
  return (await fetch(`/entry?number=${number}`)).text();
}

const stopped = 'The sandbox does not answer. Is it still running in its terminal?';

export type Connection = { readonly scene: Scene | null; readonly problem: string | null };

/** What there is to see, kept up to date for as long as `look` stays the same. */
export function useScene(look: Look): Connection {
  const [connection, setConnection] = useState<Connection>({ scene: null, problem: null });
  const wanted = useRef(look);
  const asking = useRef(false);
  const again = useRef(false);

  const refresh = useCallback(async () => {
    again.current = true;
    if (asking.current) return;
    asking.current = true;
    while (again.current) {
      again.current = false;
      try {
        const answer = await post<Scene | { problem: string }>('/look', wanted.current);
        if ('problem' in answer) setConnection(before => ({ ...before, problem: answer.problem }));
        else setConnection({ scene: answer, problem: null });
      } catch {
        setConnection(before => ({ ...before, problem: stopped }));
      }
    }
    asking.current = false;
  }, []);

  useEffect(() => {
    wanted.current = look;
    void refresh();
  }, [JSON.stringify(look)]);

  useEffect(() => {
    const changes = new EventSource('/changes');
    changes.addEventListener('message', () => void refresh());
    // It tries again by itself; until then what is shown is old.
    changes.addEventListener('error', () => setConnection(before => ({ ...before, problem: stopped })));
    return () => changes.close();
  }, []);

  return connection;
}
