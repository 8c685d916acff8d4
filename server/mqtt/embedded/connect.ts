import { timingSafeEqual } from "node:crypto";
import type { AuthenticateError, Client, ConnectPacket } from "aedes";
import { WRONG_KEY } from "../../contract/activity";
import type { Grant, KitName, Policy } from "../../contract/kit-access";
import { Refusal } from "../../contract/refusal";
import { isSlug, LIMITS } from "../../contract/topic";
import { log } from "../../log";
import type { Reading } from "../readings";
import type { Complaints } from "./complaints";
import type { Connections } from "./connections";
import { Guard } from "./guard";
import { KeyGuesses } from "./key-guesses";
import type { BrokerLimits } from "./limits";
import type { Persistence } from "./persistence";
import { requirePublishable } from "./publish";
import { ALL_RIGHTS, type Rights, rightsOf } from "./rights";
import { openSession, type Session } from "./session";
import { hasControls, isMalformed } from "./text";

type Parts = {
  policy: Policy;
  link: { username: string; password: string };
  connections: Connections;
  persistence: Persistence;
  complaints: Complaints;
  limits: BrokerLimits;
  /** See TakeReading, of the guard. */
  takeReading(session: Session, reading: Reading): boolean;
};

type Done = (error: AuthenticateError | null, success: boolean | null) => void;

/** CONNACK return codes (MQTT 3.1.1, 3.2.2.3). */
const CODES = { identifier: 2, unavailable: 3, credentials: 4, rights: 5 } as const;
const CLIENT_ID_BYTES = 128;

class Refused extends Error {
  constructor(
    readonly returnCode: (typeof CODES)[keyof typeof CODES],
    message: string,
  ) {
    super(message);
  }
}

/** What happens to a CONNECT: strict checks of its form, then who it is, then its will. */
export class Connecting {
  private readonly requests = new WeakMap<Client, ConnectPacket>();
  /** Raised by every change of rights: who was asked about before it is asked about again. */
  private changes = 0;
  private readonly guesses = new KeyGuesses();

  constructor(private readonly parts: Parts) {}

  rightsChanged(): void {
    this.changes++;
  }

  /** Aedes's first hook; an error closes the connection without an answer, as a protocol violation has none. */
  readonly preConnect = (
    client: Client,
    packet: ConnectPacket,
    done: (error: Error | null, ok: boolean) => void,
  ) => {
    const { clientId, username, will } = packet;
    if ([clientId, username, will?.topic].some((text) => text !== undefined && isMalformed(text)))
      return done(new Error("a text that is not UTF-8"), false);
    // The type has no 3, the wire has (MQTT 3.1.1, 3.1.2-14).
    if (will && Number(will.qos) > 2) return done(new Error("a will with QoS 3"), false);
    this.requests.set(client, { ...packet });
    // The guard watches the keep alive: it knows when we, not the client, are the ones who wait.
    packet.keepalive = 0;
    done(null, true);
  };

  /** Aedes's second hook. */
  readonly authenticate = (
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
    done: Done,
  ) => {
    this.admit(client, username, password).then(
      () => done(null, true),
      (error: unknown) => done(Object.assign(refusedBy(error)), null),
    );
  };

  private async admit(
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
  ): Promise<void> {
    const request = this.requests.get(client);
    const guard = client.conn;
    if (!request || !(guard instanceof Guard)) throw new Error("a CONNECT that nobody has looked at");
    requireClientId(request);
    if (username === undefined || password === undefined)
      throw new Refused(CODES.credentials, "User name and password are required.");
    const who = { username, password: password.toString("utf8"), clientId: request.clientId };
    const session = isLink(this.parts.link, who)
      ? this.enter(client, guard, request, "server", null)
      : await this.admitKit(client, guard, request, who);
    guard.admit((reading) => this.parts.takeReading(session, reading));
    guard.keepAlive(request.keepalive ?? 0);
  }

  private async admitKit(
    client: Client,
    guard: Guard,
    request: ConnectPacket,
    who: { username: string; password: string; clientId: string },
  ): Promise<Session> {
    const { connections, complaints, limits, persistence } = this.parts;
    const { kit, grant } = await this.requireKit(who, guard.address);
    const refuse = (code: Refused["returnCode"], refusal: Refusal, topic?: string) => {
      complaints.add(kit, refusal, topic);
      return new Refused(code, refusal.message);
    };
    if (connections.othersOf(kit, idOf(kit, client)) >= limits.connectionsPerKit)
      throw refuse(
        CODES.unavailable,
        new Refusal("too-many", `A kit may be connected ${limits.connectionsPerKit} times.`),
      );
    const rights = rightsOf(grant);
    const wrong = request.will && wrongWill(request.will, rights);
    if (wrong) throw refuse(CODES.rights, wrong, request.will?.topic);
    if (client.closed) throw new Refused(CODES.unavailable, "gone meanwhile");
    const session = this.enter(client, guard, request, kit, grant);
    if (!request.clean) await this.makeRoom(kit, client.id, persistence);
    return session;
  }

  /** Whose key this is; throws for a wrong one, the later the more of them came from there. */
  private async requireKit(
    who: { username: string; password: string; clientId: string },
    address: string,
  ): Promise<{ kit: KitName; grant: Grant }> {
    const { username } = who;
    const name = isKitName(username) ? username : null;
    const guess = this.guesses.begin(name, address);
    if (!guess) throw new Refused(CODES.rights, "too many wrong keys: wait");
    const grant = await this.grantOf(who).catch((error: unknown) => {
      guess.unknown();
      throw error;
    });
    if (grant && name !== null) {
      guess.right();
      return { kit: name, grant };
    }
    const due = guess.wrong();
    await this.complainOfKey(username);
    await due;
    throw new Refused(CODES.credentials, "wrong user name or key");
  }

  /** Asks again when rights changed while the answer was on its way. */
  private async grantOf(who: {
    username: string;
    password: string;
    clientId: string;
  }): Promise<Grant | null> {
    for (;;) {
      const before = this.changes;
      const grant = await this.parts.policy.authenticate(who);
      if (before === this.changes || !grant) return grant;
    }
  }

  private enter(
    client: Client,
    guard: Guard,
    request: ConnectPacket,
    name: string,
    grant: Grant | null,
  ): Session {
    const { connections, persistence } = this.parts;
    const kit = grant && isKitName(name) ? name : null;
    // Client ids belong to the kit that uses them: the same one under another name is another session.
    client.id = idOf(name, client);
    const session = openSession({
      client,
      guard,
      kit,
      rights: grant ? rightsOf(grant) : ALL_RIGHTS,
      stamp: grant?.stamp ?? "",
      pace: kit && grant && connections.paceOf(kit, grant.messagesPerSecond),
      rate: grant?.messagesPerSecond ?? 0,
      will: request.will ? Object.assign(request.will) : null,
    });
    connections.enter(session);
    guard.once("close", () => leave(session, connections, persistence));
    return session;
  }

  /** Ends the session known longest when a kit makes one too many. */
  private async makeRoom(kit: KitName, clientId: string, persistence: Persistence): Promise<void> {
    const sessions = persistence.subscriptions.sessionsOf(kit);
    if (sessions.includes(clientId) || sessions.length < this.parts.limits.sessionsPerKit) return;
    const oldest = sessions.find((id) => this.parts.connections.findById(id) === null);
    if (oldest !== undefined) await persistence.endSession(oldest);
  }

  /** The class's instructor can read that somebody tried; names that are no kit's are nobody's to read. */
  private async complainOfKey(username: string): Promise<void> {
    if (!isKitName(username) || !(await this.parts.policy.grantOf(username))) return;
    this.parts.complaints.add(username, new Refusal("not-allowed", WRONG_KEY));
  }
}

function leave(session: Session, connections: Connections, { incoming }: Persistence): void {
  connections.leave(session);
  const { id, clean } = session.client;
  if (!connections.findById(id)) incoming.leave(id, clean);
}

function requireClientId({ clientId, clean }: ConnectPacket): void {
  if (clientId === "" && !clean)
    throw new Refused(CODES.identifier, "A persistent session needs a client id."); // MQTT 3.1.1, 3.1.3-8
  if (hasControls(clientId) || Buffer.byteLength(clientId) > CLIENT_ID_BYTES)
    throw new Refused(CODES.identifier, "This client id is refused.");
}

function wrongWill({ topic, payload }: NonNullable<ConnectPacket["will"]>, rights: Rights): Refusal | null {
  try {
    requirePublishable(topic, rights.mayPublish(topic));
    return payload.length > LIMITS.payloadBytes ? new Refusal("too-large", "The will is too large.") : null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function refusedBy(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (!(error instanceof Refusal)) log.error("mqtt.connect", error);
  return new Refused(CODES.unavailable, "The server cannot tell now.");
}

function isLink(
  link: { username: string; password: string },
  who: { username: string; password: string },
): boolean {
  const [given, ours] = [Buffer.from(who.password), Buffer.from(link.password)];
  return who.username === link.username && given.length === ours.length && timingSafeEqual(given, ours);
}

function isKitName(username: string): username is KitName {
  const slugs = username.split(".");
  return slugs.length === 2 && slugs.every(isSlug);
}

/** Aedes has made up an id by now for a client that gave none. */
function idOf(name: string, client: Client): string {
  return `${name}:${client.id}`;
}
