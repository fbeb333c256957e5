import type { Changes } from './changes.ts';
import type { Ack, Delivery } from './delivery.ts';
import { type Forgery, forgeRequest } from './forge.ts';
import { createHttpDelivery } from './http-delivery.ts';
import type { Journal } from './journal.ts';
import type { DeliveryMishapHook } from './mishap.ts';
import type { HttpAnswer, HttpTarget } from './signed-request.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Json } from './validate/schema.ts';

/** The one way out to the app, over whichever transport is switched on. */
export interface Deliveries extends Delivery {
  switchTo(target: HttpTarget | 'socket'): void;
  forge(payload: Json, forgery: Forgery): Promise<HttpAnswer>;
  connected(): boolean;
  whenConnected(): Promise<void>;
}

export function createDeliveries(options: {
  socketMode: SocketMode;
  journal: Journal;
  ackMs: number;
  now: () => number;
  mishapFor: DeliveryMishapHook;
  changes: Changes;
}): Deliveries {
  const { socketMode, journal, ackMs, mishapFor, changes } = options;
  let target: HttpTarget | 'socket' = 'socket';
  let transport: Delivery = socketMode;

  return {
    send: async (type, payload, retry) => {
      const { twice = false, loseAck = false, lost = false } = mishapFor({ type, payload }) ?? {};
      if (lost) return { ok: false, why: 'operation_timeout' };
      const sent = Array.from({ length: twice ? 2 : 1 }, () => transport.send(type, payload, retry));
      changes.touch();
      const [first] = await Promise.all(sent);
      changes.touch();
      if (first === undefined) throw new Error('at least one delivery is made');
      if (!loseAck) return first;
      if (target === 'socket') socketMode.cut();
      return { ok: false, why: 'operation_timeout' } satisfies Ack;
    },
    switchTo: next => {
      target = next;
      transport = next === 'socket' ? socketMode : createHttpDelivery({ ...options, target: next });
    },
    forge: (payload, forgery) => {
      if (target === 'socket')
        throw new Error('there is nothing to forge in Socket Mode: nobody can post to it');
      return forgeRequest(target, payload, forgery, { journal, ackMs });
    },
    // Over HTTP there is nothing to wait for: whether somebody listens shows when something is sent.
    connected: () => target !== 'socket' || socketMode.connected(),
    whenConnected: () => (target === 'socket' ? socketMode.whenConnected() : Promise.resolve()),
  };
}
