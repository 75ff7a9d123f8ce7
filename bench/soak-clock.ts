// The clock of a soak, the same in the process that syncs and in that of its fake: real time, and on top of it what of each wait was left
// out. Waits take a part of their time, work takes all of it, so that what the clock shows in the end is how long it would really take.
import { setTimeout as wait } from 'node:timers/promises'

/** `leaptMs`: left out so far. */
export type Pace = { realMs: number; simulatedMs: number; leaptMs: number }

export const timeOf = ({ realMs, simulatedMs, leaptMs }: Pace): number => simulatedMs + leaptMs + Date.now() - realMs

/** Waits `factor` times shorter; `tell` ends when the other process has heard of it, before anybody goes on. */
export function leapingClock(pace: Pace, factor: number, tell: (leaptMs: number) => Promise<void>) {
  return {
    now: () => timeOf(pace),
    sleep: async (ms: number) => {
      await wait(ms / factor)
      pace.leaptMs += ms - ms / factor
      await tell(pace.leaptMs)
    },
  }
}
