import { avrInstruction, type CPU } from "avr8js";

const SLEEP = 0x9588;
/** Sleep Mode Control Register; without its bit SE, SLEEP does nothing. */
const SMCR = 0x53;
const SE = 1;

/** Runs instructions; a sketch that sleeps costs nothing, as the time until the next event is jumped over. */
export type Core = { runUntil(cycle: number): void };

/** avr8js takes SLEEP for a NOP, so that a sleeping sketch costs as much as a busy one (wokwi/avr8js#139). */
export function makeCore(cpu: CPU): Core {
  const { progMem, data } = cpu;
  let asleep = false;
  return {
    runUntil: (end) => {
      if (asleep) asleep = !doze(cpu, end);
      while (cpu.cycles < end) {
        if (progMem[cpu.pc] === SLEEP && (data[SMCR] ?? 0) & SE) {
          cpu.pc++;
          cpu.cycles++;
          asleep = !doze(cpu, end);
        } else {
          avrInstruction(cpu);
          cpu.tick();
        }
      }
    },
  };
}

/** From event to event until an interrupt wakes the core; false where it still sleeps at `end`. */
function doze(cpu: CPU, end: number): boolean {
  const pc = cpu.pc;
  cpu.tick();
  while (cpu.pc === pc && cpu.cycles < end) {
    cpu.cycles = Math.min(end, Math.max(nextEvent(cpu), cpu.cycles));
    cpu.tick();
  }
  return cpu.pc !== pc;
}

/** The package keeps the next event to itself, and offers nothing else that tells its time. */
function nextEvent(cpu: CPU): number {
  const { nextClockEvent } = cpu as unknown as { nextClockEvent: { cycles: number } | null };
  return nextClockEvent?.cycles ?? Number.POSITIVE_INFINITY;
}
