type Outcome<Value> = { value: Value } | { error: Error };
type Place<Value> = { callback(outcome: Outcome<Value>): void; outcome: Outcome<Value> | null };

/**
 * The packets of one connection, decided side by side and let through in their order of arrival (MQTT 3.1.1, 4.6):
 * a message that waits for its commit is not overtaken by the one behind it.
 */
export class Line<Value> {
  private readonly places: Place<Value>[] = [];

  /** Packets that are not through yet. */
  get length(): number {
    return this.places.length;
  }

  /** The callback is never called before this returns: Aedes would read on in the middle of a packet. */
  run(task: () => Value | Promise<Value>, callback: (outcome: Outcome<Value>) => void): void {
    const place: Place<Value> = { callback, outcome: null };
    this.places.push(place);
    begin(task).then(
      (value) => this.settle(place, { value }),
      (error: unknown) =>
        this.settle(place, { error: error instanceof Error ? error : new Error(String(error)) }),
    );
  }

  private settle(place: Place<Value>, outcome: Outcome<Value>): void {
    place.outcome = outcome;
    for (let first = this.places[0]; first?.outcome; first = this.places[0]) {
      this.places.shift();
      first.callback(first.outcome);
    }
  }
}

function begin<Value>(task: () => Value | Promise<Value>): Promise<Value> {
  try {
    return Promise.resolve(task());
  } catch (error) {
    return Promise.reject(error);
  }
}
