// One curve by its name.
import type { CurveAnswer, CurveName, CurveQuery } from '../../contract/curves.ts'
import { AppError } from '../../contract/errors.ts'
import type { House } from '../open-house.ts'
import type { Ask } from '../run-query.ts'
import type { CurveAsk } from './curve-ask.ts'
import { showContacts } from './show-contacts.ts'
import { showPersistence } from './show-persistence.ts'
import { showSpeed } from './show-speed.ts'
import { showTimes } from './show-times.ts'

const curves: Readonly<Record<CurveName, (house: House, ask: CurveAsk) => Promise<CurveAnswer>>> = {
  speed: showSpeed,
  contacts: showContacts,
  persistence: showPersistence,
  response: (house, ask) => showTimes(house, ask, 'first_response_p50'),
  cycle: (house, ask) => showTimes(house, ask, 'sales_cycle_p50'),
  stage: (house, ask) => showTimes(house, ask, 'stage_time_p50'),
}
const split: ReadonlySet<CurveName> = new Set(['response', 'cycle', 'stage'])

export async function showCurve(house: House, ask: Ask & { query: CurveQuery }): Promise<CurveAnswer> {
  const { name, by, limit, compare: _compare, ...period } = ask.query
  if (by !== undefined && by.length > 0 && !split.has(name))
    throw new AppError('bad_usage', `the curve ${name} is not split by a dimension`, { path: 'by', hint: 'Filter it with where' })
  const answer = await curves[name](house, { ...ask, query: period, by: by?.[0] })
  return 'groups' in answer ? { ...answer, groups: answer.groups?.slice(0, limit) } : answer
}
