import type { KitName, Policy } from "../../contract/kit-access";
import { Refusal } from "../../contract/refusal";
import { log } from "../../log";
import type { WillRow } from "../../sql/mqtt-store";
import type { Connecting } from "./connect";
import type { Connections } from "./connections";
import type { Persistence } from "./persistence";
import type { Publishing } from "./publish";
import { rightsOf } from "./rights";
import type { Session } from "./session";
import { kitOf } from "./subscriptions";

type Parts = {
  policy: Policy;
  connections: Connections;
  connecting: Connecting;
  persistence: Persistence;
  publishing: Publishing;
};

/** What happens to a kit's connections, sessions and messages when its rights change, and after a crash. */
export class Kits {
  constructor(private readonly parts: Parts) {}

  /** See Broker.refresh. */
  async refresh(kit: KitName): Promise<void> {
    const { policy, connections, connecting } = this.parts;
    connecting.rightsChanged();
    const grant = await policy.grantOf(kit);
    for (const session of connections.of(kit)) {
      if (!grant || grant.stamp !== session.stamp) await end(session);
      else {
        session.rights = rightsOf(grant);
        session.rate = grant.messagesPerSecond;
        connections.paceOf(kit, grant.messagesPerSecond);
      }
    }
  }

  /** See Broker.forget. */
  async forget(kit: KitName): Promise<void> {
    const { connections, persistence } = this.parts;
    for (const session of connections.of(kit)) await end(session);
    const halfDone = [...persistence.incoming.clientIds()].filter((clientId) => kitOf(clientId) === kit);
    for (const clientId of new Set([...halfDone, ...persistence.subscriptions.sessionsOf(kit)]))
      await persistence.endSession(clientId);
    persistence.retained.dropUnder(`${kit.replace(".", "/")}/`);
    await persistence.store.commit();
  }

  /** Publishes the wills of kits that were connected when the server was killed. One that cannot be stored now waits. */
  async publishLeftWills(): Promise<void> {
    const { wills, store } = this.parts.persistence;
    for (const will of wills.takeLeft()) {
      try {
        await this.publishLeftWill(will);
        wills.removeRow(will);
      } catch (error) {
        log.warn("mqtt.left-will", { clientId: will.clientId, reason: String(error) });
        if (error instanceof Refusal && error.code !== "unavailable") wills.removeRow(will);
      }
    }
    await store.commit().catch((error: unknown) => log.warn("mqtt.left-wills", { reason: String(error) }));
  }

  private async publishLeftWill(will: WillRow): Promise<void> {
    const kit = kitOf(will.clientId) as KitName; // only kits have wills
    const grant = await this.parts.policy.grantOf(kit);
    if (!grant || !rightsOf(grant).mayPublish(will.topic)) return;
    const { topic, payload, qos, retain } = will;
    await this.parts.publishing.publishLeft({ kit, topic, payload, qos, retain, at: Date.now() });
  }
}

/** Closes a connection whose rights have ended; its will is not published. */
function end(session: Session): Promise<void> {
  session.ended = true;
  return new Promise((resolve) => session.client.close(() => resolve()));
}
