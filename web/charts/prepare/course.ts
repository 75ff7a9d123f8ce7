// The course of a case on one line of time: stays in stages as bands, touches of both sides as ticks, money as dots.
import type { Timeline } from '../../../src/contract/timelines.ts'

type Mark = { at: number; side: 'ours' | 'theirs' | 'money'; isMissed: boolean }
export type Course = {
  /** Places 0..1. */
  bands: { id: string; name: string; from: number; to: number; nth: number }[]
  marks: Mark[]
}

/** Nobody came to the phone. */
const missed = new Set(['no_answer', 'busy', 'failed', 'voicemail', 'no_show', 'cancelled', 'bounced'])

export function prepareCourse({ events, as_of }: Pick<Timeline, 'events' | 'as_of'>): Course {
  const times = events.map(({ at }) => Date.parse(at))
  const first = Math.min(...times)
  const end = events.find(({ kind }) => kind === 'won' || kind === 'lost')
  const last = Math.max(...times, end ? Date.parse(end.at) : Date.parse(as_of))
  const place = (at: number) => (last > first ? (at - first) / (last - first) : 0)
  const stays = events.filter(({ kind }) => kind === 'stage')
  const seen = [...new Set(stays.map(({ stage }) => stage?.id ?? ''))]
  return {
    bands: stays.map(({ at, stage }, i) => {
      const next = stays[i + 1]
      return {
        ...{ id: `${at} ${stage?.id}`, name: stage?.name ?? '', nth: seen.indexOf(stage?.id ?? '') },
        from: place(Date.parse(at)),
        to: next ? place(Date.parse(next.at)) : 1,
      }
    }),
    marks: events.flatMap(({ at, kind, touch }): Mark[] => {
      const here = place(Date.parse(at))
      if (kind === 'payment') return [{ at: here, side: 'money', isMissed: false }]
      if (touch === null) return []
      return [{ at: here, side: touch.direction === 'in' ? 'theirs' : 'ours', isMissed: missed.has(touch.outcome ?? '') }]
    }),
  }
}
