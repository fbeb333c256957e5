import type { Scene } from '../shapes.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { clockTime, useReader } from './reader.ts';

type Props = {
  readonly scene: Scene;
  readonly onClose: () => void;
};

export function ThreadPane({ scene, onClose }: Props) {
  const messages = scene.thread;
  const [root] = messages;
  const { zone } = useReader();
  const replies = messages.length - 1;
  return (
    <aside class="beside thread" aria-label="Thread">
      <header class="beside-head">
        <h2>Thread</h2>
        <button type="button" class="plain" aria-label="Close the thread" onClick={onClose}>
          ×
        </button>
      </header>
      <div class="messages" tabIndex={0} role="log" aria-label="Messages of the thread">
        <div class="messages-inner">
          {messages.map((message, index) => (
            <div key={message.ts}>
              <Message
                message={message}
                replies={0}
                joins={false}
                as={scene.me.name}
                app={scene.app}
                shortcuts={[]}
                onThread={() => {}}
                time={clockTime(Number(message.ts) * 1_000, zone)}
              />
              {index === 0 && (
                <div class="day replies-line">
                  <span>
                    {replies === 0 ? 'No replies' : `${replies} ${replies === 1 ? 'reply' : 'replies'}`}
                  </span>
                </div>
              )}
            </div>
          ))}
        </div>
      </div>
      {root !== undefined && (
        <Composer key={root.ts} scene={scene} channel={root.channel} thread={root.ts} label="Reply…" />
      )}
    </aside>
  );
}
