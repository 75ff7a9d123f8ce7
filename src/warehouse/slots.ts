// A fixed number of places with a bounded queue: the engine gains nothing from more than a few calls at once.
import { AppError } from '../contract/errors.ts'

export type Slots = {
  /** Runs `work` when a place is free; a caller that gives up while waiting leaves the queue. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

type Waiter = { enter: () => void }

export function createSlots(size: number, queueMax: number): Slots {
  let free = size
  const queue: Waiter[] = []

  function acquire(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    if (queue.length >= queueMax)
      throw new AppError('busy', 'Too many questions are waiting for the analytics engine', { hint: 'Try again in a few seconds' })
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.splice(queue.indexOf(waiter), 1)
        reject(signal?.reason)
      }
      const waiter: Waiter = {
        enter: () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        },
      }
      signal?.addEventListener('abort', leave, { once: true })
      queue.push(waiter)
    })
  }

  function release(): void {
    const next = queue.shift()
    if (next === undefined) free += 1
    else next.enter()
  }

  return {
    async run(work, signal) {
      await acquire(signal)
      try {
        return await work()
      } finally {
        release()
      }
    },
  }
}
