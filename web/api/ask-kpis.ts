// Asks several KPIs at once; when that fails, each alone, so that one broken figure does not take its neighbours along.
import { mergeAnswers } from '../charts/prepare/merge-answers.ts'
import type { Answer, Query } from './contract.ts'
import { ApiProblem, postJson } from './http.ts'

/** Nobody there, not signed in, not allowed: asking again one by one would say the same. */
const hopeless = new Set([0, 401, 403])

function isOneToBlame(error: unknown, kpis: readonly string[]): boolean {
  return error instanceof ApiProblem && !hopeless.has(error.status) && kpis.length > 1
}

/** Without dimensions: the rows, if any, are buckets of time. Throws what the whole question threw when no KPI can be told. */
export async function askKpis(query: Query, signal: AbortSignal): Promise<Answer> {
  const [whole] = await Promise.allSettled([postJson<Answer>('/query', query, signal)])
  if (whole.status === 'fulfilled') return whole.value
  if (!isOneToBlame(whole.reason, query.kpis)) throw whole.reason
  const alone = await Promise.allSettled(query.kpis.map((kpi) => postJson<Answer>('/query', { ...query, kpis: [kpi] }, signal)))
  const merged = mergeAnswers(alone.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
  if (!merged) throw whole.reason
  return merged
}
