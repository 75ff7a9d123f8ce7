// A person's marks of a call, with comments: kept as records of the source of the call, so that every figure follows.
import { AppError } from '../contract/errors.ts'
import type { Review, ReviewedCall } from '../contract/reviews.ts'
import { ingestRecords } from './ingest-records.ts'
import { checkSeesCall, listReviews } from './list-reviews.ts'
import type { House } from './open-house.ts'
import type { Ask } from './run-query.ts'

/** Throws not_found for a call the viewer does not see, bad_input for marks that cannot be kept. */
export async function reviewCall(house: House, ask: Ask & { review: Review }): Promise<ReviewedCall> {
  const { review, viewer, now, workspace } = ask
  await checkSeesCall(house, ask, review.call)
  const [source = '', ...rest] = review.call.split(':')
  const at = now.toISOString()
  const marks = review.checks.map(({ step, present, quote, comment }) => ({
    touch_id: rest.join(':'),
    step,
    present,
    by: 'person',
    reviewer_id: viewer.person,
    at,
    updated_at: at,
    ...(quote === undefined ? {} : { quote }),
    ...(comment === undefined ? {} : { comment }),
  }))
  const answer = await ingestRecords(house, { workspace, now, batch: { source, records: { script_checks: marks } }, isOwn: true })
  const [problem] = answer.quarantined
  if (problem !== undefined) throw new AppError('bad_input', problem.reason, { path: problem.column ?? 'checks' })
  const { calls } = await listReviews(house, { ...ask, query: { call: review.call, limit: 1 } })
  const [reviewed] = calls
  if (reviewed === undefined) throw new AppError('not_found', `There is no call "${review.call}" for you.`, { path: 'call' })
  return reviewed
}
