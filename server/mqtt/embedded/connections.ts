import type { Client } from "aedes";
import type { KitName } from "../../contract/kit-access";
import type { Presence } from "../broker";
import { Pace } from "./pace";
import type { Session } from "./session";

type KitConnections = { sessions: Set<Session>; announced: boolean };

/** Paces kept before those that nobody waits for are dropped. */
const MANY_PACES = 1000;

/** Who is connected: sessions by client, and by kit. A kit is online until the last of its connections has gone. */
export class Connections {
  private readonly sessions = new WeakMap<object, Session>();
  private readonly byId = new Map<string, Session>();
  private readonly kits = new Map<KitName, KitConnections>();
  private readonly paces = new Map<KitName, Pace>();

  constructor(private readonly presence: (presence: Presence) => void) {}

  /** The session of a client, or null before its CONNECT is accepted. */
  find(client: object): Session | null {
    return this.sessions.get(client) ?? null;
  }

  /** The connected session of this client id. */
  findById(clientId: string): Session | null {
    return this.byId.get(clientId) ?? null;
  }

  all(): Session[] {
    return [...this.byId.values()];
  }

  of(kit: KitName): Session[] {
    return [...(this.kits.get(kit)?.sessions ?? [])];
  }

  /** Connections of a kit besides the one that this client id takes over. */
  othersOf(kit: KitName, clientId: string): number {
    return this.of(kit).filter(({ client }) => client.id !== clientId).length;
  }

  /** The pace that all connections of a kit share, and those after them: coming back makes no kit faster. */
  paceOf(kit: KitName, messagesPerSecond: number): Pace {
    if (this.paces.size >= MANY_PACES) this.dropRested();
    const pace = this.paces.get(kit) ?? new Pace(messagesPerSecond);
    pace.change(messagesPerSecond);
    this.paces.set(kit, pace);
    return pace;
  }

  private dropRested(): void {
    for (const [kit, pace] of this.paces) if (pace.isRested() && !this.kits.has(kit)) this.paces.delete(kit);
  }

  /** From CONNECT on, before a connection that is taken over leaves: so a takeover is no absence. */
  enter(session: Session): void {
    this.sessions.set(session.client, session);
    this.byId.set(session.client.id, session);
    const { kit } = session;
    if (kit === null) return;
    const mine = this.kits.get(kit) ?? { sessions: new Set(), announced: false };
    mine.sessions.add(session);
    this.kits.set(kit, mine);
  }

  /** The connection is acknowledged: the kit is online. */
  ready(client: Client): void {
    const kit = this.find(client)?.kit;
    const mine = kit && this.kits.get(kit);
    if (!kit || !mine || mine.announced) return;
    mine.announced = true;
    this.presence({ kit, online: true, at: Date.now() });
  }

  leave(session: Session): void {
    const { kit, client } = session;
    if (this.byId.get(client.id) === session) this.byId.delete(client.id);
    const mine = kit && this.kits.get(kit);
    if (!kit || !mine?.sessions.delete(session) || mine.sessions.size > 0) return;
    this.kits.delete(kit);
    if (mine.announced) this.presence({ kit, online: false, at: Date.now() });
  }
}
