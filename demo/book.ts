// Collects the records as they are known at one moment: what is dated later is not written.
// Lives are always simulated to their end, the book decides what has happened.
import { dayText, timeText } from './kyiv-time.ts'
import type { Roster } from './roster.ts'
import type { Planted, Source } from './truths.ts'

export type Row = Record<string, unknown>

/** What was really said in a call; never part of the records. */
export type CallTruth = { source: Source; touch: string; script: string; language: string; steps: string[]; objections: string[] }

export class Book {
  /** First instant that is not known yet. */
  readonly cut: number
  readonly callTruths: CallTruth[] = []
  private readonly rows = new Map<string, Row[]>()

  constructor(cut: number) {
    this.cut = cut
  }

  add(source: Source, kind: string, row: Row): void {
    const key = `${source}/${kind}`
    const list = this.rows.get(key)
    if (list) list.push(row)
    else this.rows.set(key, [row])
  }

  knows(at: number | null | undefined): at is number {
    return at !== null && at !== undefined && at < this.cut
  }

  /** The moment as text, or nothing when it has not come. */
  time(at: number | null | undefined): string | undefined {
    return this.knows(at) ? timeText(at) : undefined
  }

  /** The latest of these moments that is known: the version of a record. */
  latest(...moments: (number | null | undefined)[]): string {
    let last = -Infinity
    for (const at of moments) if (this.knows(at) && at > last) last = at
    return timeText(last)
  }

  *batches(): Iterable<{ source: Source; kind: string; records: readonly Row[] }> {
    for (const key of [...this.rows.keys()].sort()) {
      const [source, kind] = key.split('/') as [Source, string]
      yield { source, kind, records: this.rows.get(key) as Row[] }
    }
  }
}

/** Everything a life needs to know about the company it happens in. */
export type World = {
  seed: number
  firstDay: number
  lastDay: number
  scale: number
  planted: Planted
  roster: Roster
  book: Book
}

/** A reference to a record that the main source holds, as seen from this one. */
export const shared = (source: Source, id: string): string => (source === 'crm' ? id : `crm:${id}`)

export const dateOnly = (day: number): string => dayText(day)
