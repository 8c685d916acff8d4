/** Why PostgreSQL did not answer, as Node, PostgreSQL (its classes 08, 53, 57P) and Prisma name it. */
const AWAY = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "53300", // too many connections
  "57P01", // shut down by its administrator
  "57P02", // crashed
  "57P03", // still starting
  "P1001", // cannot be reached
  "P1002",
  "P1008", // took too long
  "P1017", // closed the connection
  "P2024", // no free connection in time
  "P2028", // a transaction that could not be begun in time
  "P2037", // too many connections
]);

/** pg gives these no code. */
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection/;

/** Whether a query failed because the database is away, not because the query is wrong. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 3) return false;
  const code = "code" in error ? String(error.code) : "";
  if (AWAY.has(code) || code.startsWith("08") || LOST.test(error.message)) return true;
  if (code === "ENOENT" && "syscall" in error && error.syscall === "connect") return true; // its Unix socket is gone
  if (error instanceof AggregateError && error.errors.some((inner) => isDatabaseAway(inner, depth + 1)))
    return true;
  return isDatabaseAway(error.cause, depth + 1);
}
