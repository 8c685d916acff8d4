/** What goes over HTTP and Socket.IO (docs/protocol.md, "Shapes"). All times are milliseconds of Unix time. */

export type Role = "instructor" | "student";
export type Qos = 0 | 1 | 2;

export type ClassSettings = {
  kitsMayCommand: boolean;
  privateKits: boolean;
  declareFirst: boolean;
  allowPins: boolean;
  limits: {
    members: number;
    kits: number;
    topics: number;
    messagesPerSecond: number;
    /** Days that messages are kept as they came. */
    historyDays: number;
    /** Days that the sums of their hours are kept, from which long charts are drawn. */
    summaryDays: number;
  };
};

export type Class = {
  slug: string;
  name: string;
  /** The asker's role. */
  role: Role;
  /** For instructors only. */
  joinCode?: string;
  joinOpen?: boolean;
  archivedAt: number | null;
  createdAt: number;
  settings: ClassSettings;
};

export type Member = {
  id: string;
  username: string | null;
  name: string;
  role: Role;
  email?: string;
  lastSeenAt: number | null;
  suspendedAt: number | null;
};

export type Kit = {
  slug: string;
  name: string;
  owner: { id: string; username: string | null; name: string } | null;
  shareControl: boolean;
  online: boolean;
  lastSeenAt: number | null;
  createdAt: number;
};

/** What a kit signs in with at the broker. */
export type KitKey = { username: string; key: string };

/** A message as `topic:messages` carries it: text where the bytes are UTF-8, else the bytes. */
export type Message = { topic: string; payload: string | Uint8Array; at: number; qos: Qos; retain: boolean };

/** The same over HTTP: bytes that are not UTF-8 stand in `payloadBase64` instead of `payload`. */
export type HttpMessage = Omit<Message, "payload"> & ({ payload: string } | { payloadBase64: string });

export type Topic = {
  topic: string;
  stream: string;
  kit: string | null;
  label: string | null;
  unit: string | null;
  /** Its readings may say themselves when they were taken (contract/backfill.ts). */
  backfill: boolean;
  last: HttpMessage | null;
  createdAt: number;
};

/** A bucket of a series that has values: `at` is its beginning, a multiple of the series' `bucketMs`. */
export type SeriesPoint = { at: number; min: number; max: number; mean: number; count: number };

/** What to draw of one topic; `field` is null for plain readings. Buckets without a value are left out. */
export type Series = {
  topic: string;
  field: string | null;
  from: number;
  to: number;
  bucketMs: number;
  points: SeriesPoint[];
};

/** What a class has stored: how many messages, the bytes of their payloads, the time of the oldest. */
export type History = {
  messages: number;
  bytes: number;
  oldestAt: number | null;
  historyDays: number;
  summaryDays: number;
  /** Those with the most bytes, up to a hundred. */
  topics: { topic: string; messages: number; bytes: number; oldestAt: number }[];
};

/** An API token, as its maker sees it in a list; `class` and `kit` are what it is limited to. */
export type ApiToken = {
  id: string;
  name: string;
  readOnly: boolean;
  class: string | null;
  kit: string | null;
  expiresAt: number | null;
  lastUsedAt: number | null;
  createdAt: number;
};

export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** A refusal over HTTP (RFC 9457). */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: readonly { field: string; message: string }[];
};
