// Fetches Pipedrive: what changed since the last time, then the past, the newest first. The history of a deal is a request of its own, so
// a part is as long as two hundred deals last: where the day's budget ends in the middle, no more than that is asked again.
import type { HttpClient } from '../http-client.ts'
import type { Answer, Fetch, SyncBatch } from '../source.ts'
import { toId, toList, toText, toValues } from '../wire-values.ts'
import { type Ask, readPage, readPages } from './ask-pipedrive.ts'

const DAY_S = 86_400
/** Rows may appear late with an older stamp. */
const OVERLAP_S = 600
const WINDOW_S = 30 * DAY_S
const DEALS_AT_ONCE = 200
/** Deals whose products are asked for at once. */
const PRODUCTS_AT_ONCE = 100

const references: readonly Ask[] = [
  { path: '/api/v1/users' },
  { path: '/api/v1/legacyTeams', isOptional: true },
  { path: '/api/v2/pipelines?limit=500' },
  { path: '/api/v2/stages?limit=500' },
  { path: '/api/v2/dealFields?limit=500', isOptional: true },
  { path: '/api/v2/personFields?limit=500', isOptional: true },
  { path: '/api/v2/organizationFields?limit=500', isOptional: true },
]
/** Lists that cannot be cut by time: they come once a sync, with what is newest. */
const wholes: readonly Ask[] = [
  { path: '/api/v1/leads?limit=500', isOptional: true },
  { path: '/api/v1/leads/archived?limit=500', isOptional: true },
  { path: '/api/v1/callLogs?limit=50', isOptional: true },
]
const lists = ['persons', 'organizations', 'activities']
/** The deleted ones are told for thirty days; the archived ones stand apart. */
const dealLists = ['deals?status=open,won,lost,deleted&include_fields=source_lead_id', 'deals/archived?include_fields=source_lead_id']

type State = { cursor?: number; frontier?: number; floor?: number }

export const fetchPipedrive: Fetch = async function* fetchPipedrive(client, given, since) {
  const state: State = { ...given }
  const { at } = await readPage(client, { path: '/api/v1/users/me' })
  const startS = Math.floor(at / 1000)
  const common = await readAll(client, references)
  let whole = await readAll(client, wholes)
  const batchOf = (answers: readonly Answer[], isDone: boolean): SyncBatch => {
    const all = [...common, ...whole, ...answers]
    whole = []
    return { answers: all, state: { ...state }, completeFrom: isDone ? null : new Date((state.frontier ?? startS) * 1000) }
  }
  if (state.cursor !== undefined) {
    const from = state.cursor - OVERLAP_S
    for (let to = startS + 1; to > from; ) {
      const part = await readPart(client, from, to)
      to = part.from
      // The place is kept when all of it is in: what is newest came first.
      if (to <= from) state.cursor = startS
      yield batchOf(part.answers, state.frontier !== undefined && state.floor !== undefined && state.frontier <= state.floor)
    }
  }
  state.cursor ??= startS
  state.frontier ??= startS + 1
  state.floor = since === null ? (state.floor ?? (await findFloor(client, startS))) : Math.floor(since.getTime() / 1000)
  while (state.frontier > state.floor) {
    const part = await readPart(client, Math.max(state.frontier - WINDOW_S, state.floor), state.frontier)
    state.frontier = part.from
    yield batchOf(part.answers, state.frontier <= state.floor)
  }
}

async function readAll(client: HttpClient, asks: readonly Ask[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const ask of asks) answers.push(...(await readPages(client, ask)))
  return answers
}

/** Exactly this form: with a fraction of a second it is refused. */
const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
const secondOf = (row: unknown) => Math.floor(Date.parse(toText(toValues(row).update_time) ?? '') / 1000)
const dataOf = ({ body }: Answer) => toList(toValues(body).data).map(toValues)

const pathOf = (list: string, { from, to, limit }: { from: number; to: number; limit: number }, direction: 'asc' | 'desc') =>
  `/api/v2/${list}${list.includes('?') ? '&' : '?'}updated_since=${isoOf(from)}&updated_until=${isoOf(to)}&sort_by=update_time&sort_direction=${direction}&limit=${limit}`

/** As much before `to` as two hundred deals last; `from`: how far that was. */
async function readPart(client: HttpClient, wanted: number, to: number): Promise<{ answers: Answer[]; from: number }> {
  const answers: Answer[] = []
  let from = wanted
  for (const list of dealLists) {
    const read = await readDeals(client, list, { from: wanted, to })
    answers.push(...read.answers)
    from = Math.max(from, read.from)
  }
  const changed = answers.flatMap(dataOf).filter((deal) => secondOf(deal) >= from && deal.status !== 'deleted' && deal.is_deleted !== true)
  const ids = [...new Set(changed.map(({ id }) => toId(id)))].filter((id) => id !== null)
  for (const id of ids)
    answers.push(
      ...(await readPages(client, { path: `/api/v1/deals/${id}/flow?items=dealChange,mailMessage&limit=500`, isOptional: true })),
    )
  for (let start = 0; start < ids.length; start += PRODUCTS_AT_ONCE) {
    const some = ids.slice(start, start + PRODUCTS_AT_ONCE).join(',')
    answers.push(...(await readPages(client, { path: `/api/v2/deals/products?deal_ids=${some}&limit=500`, isOptional: true })))
  }
  for (const list of lists) answers.push(...(await readPages(client, { path: pathOf(list, { from, to, limit: 500 }, 'asc') })))
  return { answers, from }
}

/** One page of the newest; where there are more, its last second is left to the next part, unless it is all there is. */
async function readDeals(
  client: HttpClient,
  list: string,
  window: { from: number; to: number },
): Promise<{ answers: Answer[]; from: number }> {
  const path = pathOf(list, { ...window, limit: DEALS_AT_ONCE }, 'desc')
  const { answer, next } = await readPage(client, { path, isOptional: list !== dealLists[0] })
  if (answer === null || next === null) return { answers: answer === null ? [] : [answer], from: window.from }
  const last = secondOf(dataOf(answer).at(-1))
  if (last + 1 < window.to) return { answers: [answer], from: last + 1 }
  return { answers: await readPages(client, { path: pathOf(list, { from: last, to: window.to, limit: 500 }, 'asc') }), from: last }
}

/** When the oldest deal or person was made: nothing is older. */
async function findFloor(client: HttpClient, startS: number): Promise<number> {
  let floor = startS
  for (const list of ['deals', 'deals/archived', 'persons']) {
    const { answer } = await readPage(client, { path: `/api/v2/${list}?sort_by=add_time&sort_direction=asc&limit=1`, isOptional: true })
    const [first] = answer === null ? [] : dataOf(answer)
    const made = Math.floor(Date.parse(toText(first?.add_time) ?? '') / 1000)
    if (Number.isFinite(made)) floor = Math.min(floor, made)
  }
  return floor
}
