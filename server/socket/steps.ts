/** What a step did that must be taken back where a later one fails. */
export type Undo = () => void;

/** One step of a sequence, known in the trace by the name of its function. */
export type Step<State> = (state: State) => Promise<Undo | undefined> | Promise<void>;

/** Walks through the steps; the first that throws ends the walk, and what was done before is taken back, last first. */
export async function inOrder<State>(
  steps: readonly Step<State>[],
  state: State,
  trace: (step: string) => void,
): Promise<void> {
  const undos: Undo[] = [];
  try {
    for (const step of steps) {
      trace(step.name);
      const undo = await step(state);
      if (undo) undos.push(undo);
    }
  } catch (error) {
    for (const undo of undos.reverse()) undo();
    throw error;
  }
}
