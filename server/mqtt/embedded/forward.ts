import type { AedesPublishPacket, Client } from "aedes";
import type { Qos } from "../../contract/shapes";
import { matches } from "../../contract/topic";
import { publishPacket } from "../readings";
import type { Connections } from "./connections";
import type { BrokerLimits } from "./limits";
import type { Session } from "./session";

/**
 * Aedes's hook for each delivery. Rights are asked again: they may have ended since the SUBSCRIBE, and what a
 * session had subscribed to before may not be its right any more.
 */
export function forwarding({ connections, limits }: { connections: Connections; limits: BrokerLimits }) {
  /** Messages for the link that are written at the end of this turn of the event loop: none may overtake them. */
  let waiting = 0;

  /** The link gets nearly every message there is: those of QoS 0 are written in one piece, at once where they can be. */
  function toLink({ guard }: Session, packet: AedesPublishPacket): AedesPublishPacket | null {
    const write = () => void guard.write(publishPacket(packet));
    if (packet.qos > 0) {
      waiting++;
      setImmediate(() => setImmediate(() => waiting--)); // the first is asked for before that of Aedes
      return packet;
    }
    if (waiting === 0) {
      write();
      return null;
    }
    waiting++;
    setImmediate(() => {
      write();
      waiting--;
    });
    return null;
  }

  return function authorize(client: Client, packet: AedesPublishPacket): AedesPublishPacket | null {
    const session = connections.find(client);
    if (!session || session.ended || !session.rights.mayReceive(packet.topic)) return null;
    if (session.kit === null) return toLink(session, packet);
    if (packet.qos > 0) packet.qos = lower(packet.qos, grantedFor(session, packet.topic));
    if (packet.qos === 0 && session.guard.backlog > limits.backlogQos0) return null;
    return packet;
  };
}

/** The highest QoS granted to a filter that matches (MQTT 3.1.1, 3.8.4-6); Aedes looks at exact filters only. */
function grantedFor({ filters }: Session, topic: string): Qos | null {
  let granted: Qos | null = null;
  for (const [filter, qos] of filters)
    if ((granted === null || qos > granted) && matches(filter, topic)) granted = qos;
  return granted;
}

function lower(published: Qos, granted: Qos | null): Qos {
  return granted !== null && granted < published ? granted : published;
}
