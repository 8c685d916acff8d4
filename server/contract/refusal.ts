/** Every expected refusal and its HTTP status (docs/protocol.md, "Refusals"). The only table of its kind. */
export const REFUSALS = {
  "bad-input": 400,
  "not-signed-in": 401,
  "token-expired": 401,
  "not-allowed": 403,
  "not-found": 404,
  "already-taken": 409,
  "too-large": 413,
  "limit-reached": 422,
  "too-many": 429,
  unavailable: 503,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** What is wrong with which field of the input; `field` is a dotted path. */
export type FieldError = { field: string; message: string };

export type RefusalDetails = {
  errors?: readonly FieldError[];
  /** Seconds until it is worth trying again; sent as `Retry-After`. */
  retryAfter?: number;
  cause?: unknown;
};

/** Something asked for and refused: `code` is for programs, `message` for people. Anything else that is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: RefusalCode, message: string, details: RefusalDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.errors = details.errors;
    this.retryAfter = details.retryAfter;
  }

  get status(): number {
    return REFUSALS[this.code];
  }
}

/** What a request over a socket is answered with. */
export type Reply<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: RefusalCode; message: string; errors?: readonly FieldError[]; retryAfter?: number };
