import type { Connection, Pool, Submittable } from "pg";

/**
 * Runs a script of statements, each `COPY ... FROM STDIN` in it fed from one of `data`, in one transaction and one
 * journey: nothing waits until the server asks for the rows, and it stores the first chunk while the next is being
 * made. Rejects with the database's error, the connection's, or what making the rows threw; nothing is stored
 * then, unless the connection broke while the transaction was being committed.
 */
export async function runCopy(pool: Pool, script: string, data: readonly Iterable<Buffer>[]): Promise<void> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  try {
    await new Promise<void>((done, fail) => {
      connection.query(new CopyScript(script, data, (error) => (error ? fail(error) : done())));
    });
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw broken;
  } finally {
    connection.release(broken);
  }
}

/**
 * What pg asks of a query of one's own. The statements of a simple query are one transaction, and one ReadyForQuery
 * ends them all; what comes for them after one has failed is dropped by the server (PostgreSQL, "Message Flow",
 * "Simple Query" and "COPY Operations").
 */
class CopyScript implements Submittable {
  private error: unknown = null;

  constructor(
    private readonly script: string,
    private readonly data: readonly Iterable<Buffer>[],
    private readonly done: (error: unknown) => void,
  ) {}

  readonly submit = ({ stream }: Connection): void => {
    stream.write(message("Q", Buffer.from(`${this.script}\0`)));
    try {
      for (const rows of this.data) {
        for (const chunk of rows) stream.write(message("d", chunk));
        stream.write(message("c"));
      }
    } catch (error) {
      this.error = error;
      stream.write(message("f", Buffer.from("\0")));
    }
  };

  handleError(error: Error): void {
    this.error ??= error; // what stopped the rows is the cause of what the server says of it
    this.done(this.error);
  }

  handleReadyForQuery(): void {
    this.done(this.error);
  }

  handleCopyInResponse(): void {}
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** PostgreSQL, "Message Formats": Q Query, d CopyData, c CopyDone, f CopyFail. The length counts itself. */
function message(type: "Q" | "d" | "c" | "f", body: Buffer = Buffer.alloc(0)): Buffer {
  const whole = Buffer.allocUnsafe(5 + body.length);
  whole.write(type, "latin1");
  whole.writeInt32BE(4 + body.length, 1);
  body.copy(whole, 5);
  return whole;
}
