import { useEffect, useState } from 'preact/hooks';

/** Who the visitor is and where they are, kept in the address: a second tab can be another person. */
export type Route = { readonly as: string; readonly in: string };

/** Where the bot's own page is: its Home and the direct messages with it. */
export const appPlace = 'app';

const start: Route = { as: 'alice', in: 'C07OPS00000' };

function read(): Route {
  const [as = '', place = ''] = decodeURIComponent(location.hash.slice(1)).split('/');
  return as === '' ? start : { as, in: place };
}

export function useRoute(): readonly [Route, (route: Route) => void] {
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const follow = (): void => setRoute(read());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [
    route,
    next => {
      location.hash = `${next.as}/${next.in}`;
    },
  ];
}
