// So many of a kind a minute, counted in memory: for what strangers send in numbers, where a count in the store would cost more than
// the work itself.

const WINDOW_MS = 60_000
/** Kinds told apart in one window; beyond that all others count as one. */
const KINDS_MAX = 50_000

export class RateLimit {
  private since = 0
  private counts = new Map<string, number>()

  /** Is there room for one more? Counts it. */
  hasRoom(what: string, max: number, now: Date): boolean {
    const at = now.getTime()
    if (at - this.since >= WINDOW_MS || at < this.since) {
      this.since = at
      this.counts = new Map()
    }
    const name = this.counts.has(what) || this.counts.size < KINDS_MAX ? what : ''
    const count = (this.counts.get(name) ?? 0) + 1
    this.counts.set(name, count)
    return count <= max
  }
}
