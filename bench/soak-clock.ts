// A clock that runs faster than the real one: the same in two processes that know its beginning.
import { setTimeout as wait } from 'node:timers/promises'

export type Pace = { realMs: number; simulatedMs: number; factor: number }

export function fastClock({ realMs, simulatedMs, factor }: Pace): { now: () => number; sleep: (ms: number) => Promise<void> } {
  return {
    now: () => simulatedMs + (Date.now() - realMs) * factor,
    sleep: async (ms) => {
      await wait(Math.ceil(ms / factor))
    },
  }
}
