type Place = { callback(error: Error | null): void; outcome: Error | null | undefined };

/**
 * The packets of one connection, decided side by side and let through in their order of arrival (MQTT 3.1.1, 4.6):
 * a message that waits for its commit is not overtaken by the one behind it.
 */
export class Line {
  private readonly places: Place[] = [];

  run(task: () => Promise<void>, callback: (error: Error | null) => void): void {
    const place: Place = { callback, outcome: undefined };
    this.places.push(place);
    task().then(
      () => this.settle(place, null),
      (error: unknown) => this.settle(place, error instanceof Error ? error : new Error(String(error))),
    );
  }

  private settle(place: Place, outcome: Error | null): void {
    place.outcome = outcome;
    for (let first = this.places[0]; first?.outcome !== undefined; first = this.places[0]) {
      this.places.shift();
      first.callback(first.outcome);
    }
  }
}
