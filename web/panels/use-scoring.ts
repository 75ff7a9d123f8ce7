// Scores on their way: the reviewer goes on to the next call while the last one is kept, and is told what came of it.
import { useState } from 'react'
import type { Review } from '../api/contract.ts'
import { useReviewCall } from '../api/use-reviews.ts'

export type Scored = { review: Review; client: string; state: 'saving' | 'saved' | 'failed'; score: number | null }

export type Scoring = { scored: readonly Scored[]; has: (call: string) => boolean; save: (review: Review, client: string) => void }

export function useScoring(): Scoring {
  const { mutateAsync } = useReviewCall()
  const [scored, setScored] = useState<readonly Scored[]>([])
  const put = (one: Scored) => setScored((all) => [...all.filter(({ review }) => review.call !== one.review.call), one])
  const save = (review: Review, client: string) => {
    const given = { review, client, score: null }
    put({ ...given, state: 'saving' })
    const settle = (state: 'saved' | 'failed', score: number | null) =>
      setScored((all) => all.map((one) => (one.review === review ? { ...one, state, score } : one)))
    mutateAsync(review).then(
      (told) => settle('saved', told.score),
      () => settle('failed', null),
    )
  }
  return { scored, save, has: (call) => scored.some(({ review, state }) => review.call === call && state !== 'failed') }
}
