// Reads records of Salesforce: lists in the order of their changes, and for the cases among them everything they are understood with.
import type { HttpClient } from '../http-client.ts'
import type { Answer } from '../source.ts'
import type { Part, Window } from '../walk-windows.ts'
import { toId, toText, toValues, type Values } from '../wire-values.ts'
import { API, ask, type Found, query, refusalOf } from './ask-salesforce.ts'
import { histories, lists, pointers, references, type SfObject } from './objects.ts'

/** Fields that may be read, by object; an object without an entry may not. */
export type Fields = Readonly<Record<string, readonly string[]>>
export type Org = { client: HttpClient; fields: Fields }

const ROWS_AT_ONCE = 2000
const IDS_AT_ONCE = 200
/** An address holds 16,000 characters. */
const FIELD_CHARS_MAX = 8000
const SPAN_MIN_MS = 60_000
const UNREADABLE = new Set(['base64', 'address', 'location', 'anyType', 'complexvalue', 'json'])

/** What each object lets be read: asked once a day, since each object costs a request. */
export async function describeAll(client: HttpClient): Promise<Fields> {
  const fields: Record<string, readonly string[]> = {}
  for (const object of [...references, ...lists, ...histories]) {
    const { status, body } = await client.get(`${API}/sobjects/${object.name}/describe`)
    if (status === 200) fields[object.name] = readableOf(object, body)
    else if (object.isNeeded === true) throw refusalOf(object.name, String(status))
  }
  return fields
}

function readableOf({ fields, hasOwnFields }: SfObject, body: unknown): string[] {
  const described = toValues(body).fields
  const told = new Map((Array.isArray(described) ? described : []).map((one) => [toText(toValues(one).name) ?? '', toValues(one)]))
  const usual = fields.filter((name) => told.has(name.replace(/^Product2\..*/, 'Product2Id')))
  const own = [...told].flatMap(([name, { type }]) => (name.endsWith('__c') && !UNREADABLE.has(toText(type) ?? '') ? [name] : []))
  const all = hasOwnFields === true ? [...usual, ...own] : usual
  let chars = 0
  return all.filter((name) => {
    chars += name.length + 2
    return chars <= FIELD_CHARS_MAX
  })
}

export async function readReferences({ client, fields }: Org): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const { name } of references)
    if (fields[name] !== undefined) answers.push(...(await ask(client, `SELECT ${fields[name].join(', ')} FROM ${name}`)).answers)
  return answers
}

/** The last row of a part: rows that changed at once are told apart by their ids. */
export type After = { at: string; id: string }

type Asked = { name: string; window: Window; after: After | null }

/** Rows of a list that changed within the window, in their order. */
export async function readPart(org: Org, { name, window, after }: Asked): Promise<Part<After>> {
  const found = await readRows(org, { name, window, after })
  const last = found.rows.at(-1)
  const next = found.rest ?? (found.rows.length < ROWS_AT_ONCE || last === undefined ? null : placeOf(last))
  const around = await readAround(org, name, found, window.isPast)
  return { answers: [...found.answers, ...around], rows: found.rows.length, after: next }
}

const placeOf = ({ SystemModstamp, Id }: Values): After => ({ at: toMillis(SystemModstamp), id: toText(Id)! })
const toMillis = (stamp: unknown) => new Date((toText(stamp) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toISOString()

/** TRICKY (Salesforce): a question may take too long; then half the time is asked for, and `rest` says where it goes on. */
async function readRows({ client, fields }: Org, { name, window, after }: Asked): Promise<Found & { rest: After | null }> {
  const from = after?.at ?? new Date(window.from).toISOString()
  const beyond =
    after === null ? `SystemModstamp >= ${from}` : `(SystemModstamp > ${from} OR (SystemModstamp = ${from} AND Id > '${after.id}'))`
  let to = window.to
  for (;;) {
    const until = new Date(to).toISOString()
    const where = `${beyond} AND SystemModstamp < ${until}`
    const soql = `SELECT ${fields[name]!.join(', ')} FROM ${name} WHERE ${where} ORDER BY SystemModstamp, Id LIMIT ${ROWS_AT_ONCE}`
    const { refused, ...found } = await query(client, soql)
    if (refused === null) {
      const isAll = to === window.to || found.rows.length === ROWS_AT_ONCE
      // An id smaller than any: the next part begins with the second half.
      return { ...found, rest: isAll ? null : { at: until, id: '000000000000000' } }
    }
    const span = to - Date.parse(from)
    if (refused !== 'QUERY_TIMEOUT' || span <= SPAN_MIN_MS) throw refusalOf(name, refused)
    to = Date.parse(from) + Math.floor(span / 2)
  }
}

/** Rows of which a field names one of the ids. */
async function readWhere({ client, fields }: Org, name: string, field: string, ids: readonly string[]): Promise<Found> {
  const found: Found = { answers: [], rows: [] }
  const names = fields[name]
  if (names === undefined || !names.includes(field)) return found
  const parts = Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, at) => ids.slice(at * IDS_AT_ONCE, (at + 1) * IDS_AT_ONCE))
  for (let some = parts.shift(); some !== undefined; some = parts.shift()) {
    const list = some.map((id) => `'${id}'`).join(', ')
    const { refused, ...part } = await query(client, `SELECT ${names.join(', ')} FROM ${name} WHERE ${field} IN (${list})`)
    const middle = Math.ceil(some.length / 2)
    if (refused === 'QUERY_TIMEOUT' && some.length > 1) parts.unshift(some.slice(0, middle), some.slice(middle))
    else if (refused !== null) throw refusalOf(name, refused)
    found.answers.push(...part.answers)
    found.rows.push(...part.rows)
  }
  return found
}

const idsOf = (rows: readonly Values[], field = 'Id') => [...new Set(rows.map((row) => toId(row[field])).filter((id) => id !== null))]

/** What the rows of a list are understood with: a record has to be told by one batch. */
async function readAround(org: Org, name: string, { rows }: Found, isPast: boolean): Promise<Answer[]> {
  const answers: Answer[] = []
  if (name === 'Opportunity') answers.push(...(await readCases(org, idsOf(rows), [])))
  if (name === 'Lead') answers.push(...(await readConverted(org, rows)))
  if (name === 'Account' || name === 'Contact') answers.push(...(await readWhere(org, `${name}History`, `${name}Id`, idsOf(rows))).answers)
  if (name === 'OpportunityContactRole') answers.push(...(await readOpportunities(org, idsOf(rows, 'OpportunityId'))))
  if (name === 'Task') {
    const mails = rows.filter(({ TaskSubtype, Type }) => /email/i.test(`${toText(TaskSubtype) ?? ''} ${toText(Type) ?? ''}`))
    answers.push(...(await readWhere(org, 'EmailMessage', 'ActivityId', idsOf(mails))).answers)
  }
  if (!isPast) answers.push(...(await readPointers(org, name, rows)))
  return answers
}

async function readConverted(org: Org, leads: readonly Values[]): Promise<Answer[]> {
  const opportunities = await readWhere(org, 'Opportunity', 'Id', idsOf(leads, 'ConvertedOpportunityId'))
  return [...opportunities.answers, ...(await readCases(org, idsOf(opportunities.rows), idsOf(leads)))]
}

async function readOpportunities(org: Org, ids: readonly string[]): Promise<Answer[]> {
  const { answers } = await readWhere(org, 'Opportunity', 'Id', ids)
  return [...answers, ...(await readCases(org, ids, []))]
}

/** History, contacts and leads of opportunities; history of leads. */
async function readCases(org: Org, opportunities: readonly string[], leads: readonly string[]): Promise<Answer[]> {
  const converted = await readWhere(org, 'Lead', 'ConvertedOpportunityId', opportunities)
  const answers = [...converted.answers]
  for (const name of ['OpportunityHistory', 'OpportunityFieldHistory', 'OpportunityContactRole'])
    answers.push(...(await readWhere(org, name, 'OpportunityId', opportunities)).answers)
  const all = [...new Set([...leads, ...idsOf(converted.rows)])]
  answers.push(...(await readWhere(org, 'LeadHistory', 'LeadId', all)).answers)
  return answers
}

/** What points at the winners of merges: it moved, and need not have changed for it. */
async function readPointers(org: Org, name: string, rows: readonly Values[]): Promise<Answer[]> {
  const winners = idsOf(rows, 'MasterRecordId')
  const answers: Answer[] = []
  if (winners.length === 0) return answers
  for (const [object, field] of pointers[name] ?? []) {
    const found = await readWhere(org, object, field, winners)
    answers.push(...found.answers)
    if (object === 'Opportunity') answers.push(...(await readCases(org, idsOf(found.rows), [])))
    if (object === 'OpportunityContactRole') answers.push(...(await readOpportunities(org, idsOf(found.rows, 'OpportunityId'))))
  }
  return answers
}
