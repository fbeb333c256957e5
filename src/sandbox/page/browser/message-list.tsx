import type { ComponentChild } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Scene } from '../shapes.ts';
import { Message } from './message.tsx';
import { clockTime } from './reader.ts';

type Props = {
  readonly scene: Scene;
  readonly messages: Scene['messages'];
  readonly onThread: (ts: string) => void;
  readonly intro: ComponentChild;
};

/** Closer together than this, messages of one author stand under one name. */
const togetherMs = 5 * 60_000;

/** Messages under their days, the newest at the bottom and in sight, unless somebody scrolled up to read. */
export function MessageList({ scene, messages, onThread, intro }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const follow = (): void => {
    const { current } = list;
    if (current !== null && follows.current) current.scrollTop = current.scrollHeight;
  };
  useLayoutEffect(follow);
  useEffect(() => {
    const resized = new ResizeObserver(follow);
    if (list.current !== null) resized.observe(list.current);
    return () => resized.disconnect();
  }, []);
  const { zone } = scene.me;
  return (
    <div
      class="messages"
      ref={list}
      role="log"
      aria-label="Messages"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 80;
      }}
    >
      <div class="messages-inner">
        {intro}
        {messages.map(({ message, replies }, index) => {
          const before = messages[index - 1]?.message;
          const day = dayOf(message.ts, zone);
          const isNewDay = before === undefined || dayOf(before.ts, zone) !== day;
          const joins =
            !isNewDay &&
            before.user === message.user &&
            before.ephemeral_to === message.ephemeral_to &&
            Number(message.ts) - Number(before.ts) < togetherMs / 1_000;
          return (
            <div key={message.ts}>
              {isNewDay && (
                <div class="day">
                  <span>{day === dayOf(String(scene.clock.now / 1_000), zone) ? 'Today' : day}</span>
                </div>
              )}
              <Message
                message={message}
                replies={replies}
                joins={joins}
                as={scene.me.name}
                app={scene.app}
                shortcuts={scene.shortcuts.message}
                onThread={onThread}
                time={clockTime(Number(message.ts) * 1_000, zone)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function dayOf(ts: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(Number(ts) * 1_000);
}
