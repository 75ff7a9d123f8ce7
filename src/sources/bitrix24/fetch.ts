// Fetches Bitrix24: what changed since the last time, then the past, the newest first. Pages go by id, never by their number, and the
// next page of every list goes in one request. What was deleted is found once a day by what is no longer there.
import { AppError } from '../../contract/errors.ts'
import type { HttpClient } from '../http-client.ts'
import type { Answer, Fetch, SyncBatch } from '../source.ts'
import { firstSpan, nextSpan } from '../span-of-time.ts'
import { toId, toList, toText, toValues, type Values } from '../wire-values.ts'
import { askPortal, type Command, type Reply } from './ask-portal.ts'
import { type QueueState, readQueue } from './offline-events.ts'

const DAY_S = 86_400
/** Rows may appear late with an older stamp. */
const OVERLAP_S = 600
const WINDOW_S = 60 * DAY_S
/** Parts of a window of the past that are read at once: eleven lists of four parts fill a batch. */
const PARTS = 4
const SCAN_EACH_S = 20 * 3600
const PAGE = 50

type Stream = {
  method: string
  /** Names the entity in the answer's path. */
  type?: number
  /** Column of the time that the list is cut by, and that of the id. */
  time: string
  id: string
  params?: Values
  /** Names of the parameters of the one method that has its own. */
  names?: { filter: string; order: Values }
  /** Seconds a row may appear after its stamp. */
  lateS?: number
  /** Not every portal or token has it: without it the rest is read. */
  isOptional?: boolean
}
const fields = { select: ['*', 'UF_*', 'PHONE', 'EMAIL', 'WEB'] }
const taskFields = ['ID', 'TITLE', 'DEADLINE', 'CREATED_DATE', 'CHANGED_DATE', 'CLOSED_DATE', 'RESPONSIBLE_ID', 'STATUS', 'UF_CRM_TASK']
const CALLS: Stream = {
  ...{ method: 'voximplant.statistic.get', time: 'CALL_START_DATE', id: 'ID', lateS: 6 * 3600, isOptional: true },
  names: { filter: 'FILTER', order: { SORT: 'ID', ORDER: 'ASC' } },
}

const streams: readonly Stream[] = [
  { method: 'crm.item.list', type: 2, time: 'updatedTime', id: 'id' },
  { method: 'crm.lead.list', time: 'DATE_MODIFY', id: 'ID', params: fields },
  { method: 'crm.contact.list', time: 'DATE_MODIFY', id: 'ID', params: fields },
  { method: 'crm.company.list', time: 'DATE_MODIFY', id: 'ID', params: fields },
  { method: 'crm.stagehistory.list', type: 2, time: 'CREATED_TIME', id: 'ID' },
  { method: 'crm.stagehistory.list', type: 1, time: 'CREATED_TIME', id: 'ID' },
  { method: 'crm.activity.list', time: 'LAST_UPDATED', id: 'ID', params: { select: ['*', 'COMMUNICATIONS', 'BINDINGS'] } },
  CALLS,
  { method: 'tasks.task.list', time: 'CHANGED_DATE', id: 'ID', params: { select: taskFields }, isOptional: true },
  { method: 'crm.item.list', type: 31, time: 'updatedTime', id: 'id', isOptional: true },
  { method: 'crm.requisite.list', time: 'DATE_MODIFY', id: 'ID', isOptional: true },
]

const references: readonly Command[] = [
  { method: 'user.get', params: { ADMIN_MODE: true } },
  { method: 'department.get', params: {} },
  { method: 'crm.category.list', params: { entityTypeId: 2 } },
  { method: 'crm.status.list', params: {} },
  ...['deal', 'lead', 'contact', 'company'].map((entity) => ({ method: `crm.${entity}.fields`, params: {} })),
]
/** Not every token may read these. */
const isExtra = (method: string) => /fields$/.test(method)

type State = { cursor?: number; frontier?: number; floor?: number; isDone?: boolean; scannedAt?: number; spanS?: number } & QueueState

export const fetchBitrix24: Fetch = async function* fetchBitrix24(client, given, since) {
  const state: State = { ...given }
  const { answers: common, at } = await readReferences(client)
  const startS = Math.floor(at / 1000)
  const batchOf = async (from: number, to: number, parts: number): Promise<SyncBatch> => {
    const answers = await readWindow(client, { from, to, parts })
    const completeFrom = state.isDone ? null : new Date((state.frontier ?? startS) * 1000)
    return { answers: [...common, ...answers], state: { ...state }, completeFrom }
  }
  if (state.cursor !== undefined) {
    const from = state.cursor - OVERLAP_S
    const gone = await readQueue(client, state)
    state.cursor = startS
    const batch = await batchOf(from, startS + 1, 1)
    yield { ...batch, answers: [...batch.answers, ...gone] }
  }
  // At first nothing is known that could have gone.
  state.scannedAt ??= startS
  state.cursor ??= startS
  state.frontier ??= startS + 1
  state.floor = since === null ? (state.floor ?? (await findFloor(client, startS))) : Math.floor(since.getTime() / 1000)
  while (state.frontier > state.floor) {
    const to: number = state.frontier
    const span = state.spanS ?? firstSpan(WINDOW_S)
    state.frontier = Math.max(to - span, state.floor)
    state.isDone = state.frontier <= state.floor
    const batch = await batchOf(state.frontier, to, PARTS)
    const rows = batch.answers.reduce((sum, { body }) => sum + rowsOf(toValues(body).result).length, 0)
    state.spanS = nextSpan(span, rows, WINDOW_S)
    yield { ...batch, state: { ...state } }
  }
  if (startS - (state.scannedAt ?? 0) < SCAN_EACH_S) return
  const present = await scanIds(client)
  state.scannedAt = startS
  yield { answers: [], state: { ...state }, completeFrom: null, present }
}

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00')

/** Lists without a time: pages by their number, few and seldom changed. */
async function readReferences(client: HttpClient): Promise<{ answers: Answer[]; at: number }> {
  const answers: Answer[] = []
  let at = 0
  for (let open = references.map((command) => ({ command, start: 0 })); open.length > 0; ) {
    const replies = await askPortal(
      client,
      open.map(({ command: { method, params }, start }) => ({ method, params: { ...params, start } })),
    )
    at ||= replies[0]!.at
    answers.push(
      ...replies.map((reply, place) => answerOf(open[place]!.command.method, undefined, reply, isExtra(open[place]!.command.method))),
    )
    open = open.flatMap(({ command }, place) => {
      const next = replies[place]!.next
      return next === null ? [] : [{ command, start: next }]
    })
  }
  return { answers, at }
}

function answerOf(method: string, type: number | undefined, { result, error }: Reply, isOptional: boolean): Answer {
  if (error !== null && !isOptional) throw new AppError('source_unavailable', `Bitrix24 refused ${method}: ${error}`)
  return { file: method, line: 1, path: type === undefined ? method : `${method}?entityTypeId=${type}`, body: { result } }
}

/** Rows of a list, wherever the method puts them. */
function rowsOf(result: unknown): Values[] {
  const values = toValues(result)
  return (Array.isArray(result) ? result : toList(values.items ?? values.tasks)).map(toValues)
}
const idOf = (row: Values) => Number(toId(row.id ?? row.ID) ?? 0)

type Open = { stream: Stream; from: number; to: number; last: number }

async function readWindow(client: HttpClient, { from, to, parts }: { from: number; to: number; parts: number }): Promise<Answer[]> {
  const answers: Answer[] = []
  let open = streams.flatMap((stream): Open[] => {
    const start = parts === 1 ? from - (stream.lateS ?? 0) : from
    const ends = Array.from({ length: parts + 1 }, (_, part) => start + Math.floor(((to - start) * part) / parts))
    return ends.slice(1).map((end, part) => ({ stream, from: ends[part]!, to: end, last: 0 }))
  })
  while (open.length > 0) {
    const replies = await askPortal(client, open.map(commandOf))
    answers.push(
      ...replies.map((reply, at) => answerOf(open[at]!.stream.method, open[at]!.stream.type, reply, open[at]!.stream.isOptional ?? false)),
    )
    // A page that is not full may still not be the last: only an empty one is.
    open = open.flatMap((one, at) => {
      const ids = rowsOf(replies[at]!.result).map(idOf)
      const last = Math.max(0, ...ids)
      return last > one.last ? [{ ...one, last }] : []
    })
  }
  return [...answers, ...(await readBelongings(client, answers)), ...(await readSessions(client, answers))]
}

function commandOf({ stream: { method, type, time, id, params = {}, names }, from, to, last }: Open): Command {
  const filter = { [`>=${time}`]: isoOf(from), [`<${time}`]: isoOf(to), [`>${id}`]: last }
  const own = names === undefined ? { filter, order: { [id]: 'ASC' } } : { [names.filter]: filter, ...names.order }
  return { method, params: { ...(type === undefined ? {} : { entityTypeId: type }), ...own, ...params, start: -1 } }
}

/** Positions of the deals that were read, and the calls behind activities that changed long after the call. */
async function readBelongings(client: HttpClient, answers: readonly Answer[]): Promise<Answer[]> {
  const rows = (path: string) => answers.filter((answer) => answer.path === path).flatMap(({ body }) => rowsOf(toValues(body).result))
  const items = rows('crm.item.list?entityTypeId=2').map((deal) => ({
    method: 'crm.item.productrow.list',
    params: { filter: { '=ownerType': 'D', '=ownerId': idOf(deal) } },
  }))
  const told = new Set(rows(CALLS.method).map((call) => toId(call.CRM_ACTIVITY_ID)))
  const untold = rows('crm.activity.list').filter((row) => toText(row.PROVIDER_ID) === 'VOXIMPLANT_CALL' && !told.has(toId(row.ID)))
  const calls: Command[] = []
  for (let start = 0; start < untold.length; start += PAGE)
    calls.push({ method: CALLS.method, params: { FILTER: { CRM_ACTIVITY_ID: untold.slice(start, start + PAGE).map(idOf) } } })
  const commands = [...items, ...calls]
  return (await askPortal(client, commands)).map((reply, at) => answerOf(commands[at]!.method, undefined, reply, true))
}

const kinds = [
  { kind: 'deals', command: { method: 'crm.item.list', params: { entityTypeId: 2 } }, id: 'id' },
  { kind: 'leads', command: { method: 'crm.lead.list', params: {} }, id: 'ID' },
  { kind: 'contacts', command: { method: 'crm.contact.list', params: {} }, id: 'ID' },
  { kind: 'companies', command: { method: 'crm.company.list', params: {} }, id: 'ID' },
] as const

/** When the oldest card or client was made: nothing is older. */
async function findFloor(client: HttpClient, startS: number): Promise<number> {
  const replies = await askPortal(
    client,
    kinds.map(({ command, id }) => ({
      method: command.method,
      params: { ...command.params, order: { [id]: 'ASC' }, filter: { [`>${id}`]: 0 }, start: -1 },
    })),
  )
  const made = replies.flatMap(({ result }) => rowsOf(result)).map((row) => Date.parse(toText(row.createdTime ?? row.DATE_CREATE) ?? ''))
  return made.filter(Number.isFinite).reduce((oldest, ms) => Math.min(oldest, Math.floor(ms / 1000)), startS)
}

/** All ids there are, in stretches of fifty numbers: no page of them shifts. */
async function scanIds(client: HttpClient): Promise<NonNullable<SyncBatch['present']>> {
  const latest = await askPortal(
    client,
    kinds.map(({ command, id }) => ({ method: command.method, params: { ...command.params, order: { [id]: 'DESC' }, select: [id] } })),
  )
  const present = []
  for (const [at, { kind, command, id }] of kinds.entries()) {
    if (latest[at]!.error !== null) continue
    const max = Math.max(0, ...rowsOf(latest[at]!.result).map(idOf))
    const stretches = Array.from({ length: Math.ceil(max / PAGE) }, (_, part) => ({
      method: command.method,
      params: {
        ...command.params,
        select: [id],
        order: { [id]: 'ASC' },
        filter: { [`>${id}`]: part * PAGE, [`<=${id}`]: (part + 1) * PAGE },
        start: -1,
      },
    }))
    const replies = await askPortal(client, stretches)
    const failed = replies.find(({ error }) => error !== null)
    if (failed !== undefined) throw new AppError('source_unavailable', `Bitrix24 refused ${command.method}: ${failed.error}`)
    const ids = replies.flatMap(({ result }) => rowsOf(result).map((row) => String(idOf(row))))
    present.push({ kind, ids: new Set(ids), at: new Date(latest[at]!.at) })
  }
  return present
}

const SESSION_HISTORY = 'imopenlines.session.history.get'

/** Texts of the open lines behind the activities that were read: each session is one question, where the token may ask it. */
async function readSessions(client: HttpClient, answers: readonly Answer[]): Promise<Answer[]> {
  const rows = answers.filter(({ path }) => path === 'crm.activity.list').flatMap(({ body }) => rowsOf(toValues(body).result))
  const lines = rows.filter(({ PROVIDER_ID }) => /^(IMOPENLINES|OPENLINE)/.test(toText(PROVIDER_ID) ?? ''))
  const ids = [...new Set(lines.map(({ ASSOCIATED_ENTITY_ID }) => toId(ASSOCIATED_ENTITY_ID)))].filter((id) => id !== null)
  const replies = await askPortal(
    client,
    ids.map((id) => ({ method: SESSION_HISTORY, params: { SESSION_ID: id } })),
  )
  return replies.map((reply) => answerOf(SESSION_HISTORY, undefined, reply, true))
}
