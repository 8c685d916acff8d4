import type { Client, Subscription } from "aedes";
import { Refusal } from "../../contract/refusal";
import { isFilter } from "../../contract/topic";
import type { Complaints } from "./complaints";
import type { Connections } from "./connections";
import type { BrokerLimits } from "./limits";
import type { Session } from "./session";
import { isMalformed } from "./text";

type Parts = { connections: Connections; complaints: Complaints; limits: BrokerLimits };
type Done = (error: Error | null, subscription?: Subscription | null) => void;

/** Aedes's hook for each filter of a SUBSCRIBE: null makes its part of the SUBACK 0x80 (MQTT 3.1.1, 3.9.3). */
export function subscribing({ connections, complaints, limits }: Parts) {
  function check({ kit, rights, filters }: Session, filter: string): void {
    if (kit === null) return;
    if (!isFilter(filter)) throw new Refusal("bad-input", "This is no topic filter.");
    if (!rights.maySubscribe(filter))
      throw new Refusal("not-allowed", "A kit may only subscribe to topics of its class.");
    if (!filters.has(filter) && filters.size >= limits.subscriptionsPerClient)
      throw new Refusal("limit-reached", `A kit may have ${limits.subscriptionsPerClient} subscriptions.`);
  }

  function decide(session: Session, subscription: Subscription): Subscription | null {
    const { topic, qos } = subscription;
    try {
      check(session, topic);
      session.filters.set(topic, qos);
      return subscription;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      session.filters.delete(topic);
      if (session.kit !== null) complaints.add(session.kit, error, topic);
      return null;
    }
  }

  return function authorize(client: Client, subscription: Subscription, done: Done): void {
    const session = connections.find(client);
    if (session && !isMalformed(subscription.topic)) inTurn(session, subscription, done);
    else done(new Error("a filter that is not UTF-8, or from nobody known"));
  };

  function inTurn(session: Session, subscription: Subscription, done: Done): void {
    const turn = session.turns.take(() => {
      if (session.kit !== null) complaints.slowed(session.kit, session.rate);
    });
    if (turn) turn.then(() => done(null, session.client.closed ? null : decide(session, subscription)));
    else done(null, decide(session, subscription));
  }
}
