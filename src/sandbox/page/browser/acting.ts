import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { Act } from '../acts.ts';
import { perform } from './connection.ts';

/** Does something and shows what stood in its way. Settles when it is done. */
type Do = (act: Act) => Promise<void>;

export const ActContext = createContext<Do>(() => Promise.resolve());

export const useAct = (): Do => useContext(ActContext);

export function useActs() {
  const [notice, setNotice] = useState<string | null>(null);
  const act: Do = async what => setNotice(await perform(what));
  return { act, notice, dismiss: () => setNotice(null) };
}
