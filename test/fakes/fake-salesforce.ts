// A server that answers as Salesforce does: SOQL in pages with locators, deleted rows in queryAll, fields a user may not see refused,
// questions that take too long, a limit of 24 hours, tokens that are replaced at each renewal. Its clock is given.
import { type Asked, type FakeServer, type Served, startFakeServer } from './fake-server.ts'
import { parseSoql, type Soql, toMs } from './soql.ts'
import { makeTokenPair, type TokenPair } from './token-pair.ts'

export type SfRow = Record<string, unknown> & { Id: string }
export const SALESFORCE_TOKEN = 'good-token'
/** Requests an access token of an application is good for. */
const USES = 60
const ADDRESS_CHARS_MAX = 16_384
const PREFIXES = {
  ...{ Account: '001', Contact: '003', User: '005', Opportunity: '006', Lead: '00Q', Task: '00T', Event: '00U', EmailMessage: '02s' },
  ...{ OpportunityLineItem: '00k', OpportunityContactRole: '00K', OpportunityHistory: '008', OpportunityFieldHistory: '017' },
  ...{ LeadHistory: '016', UserRole: '00E', OpportunityStage: '01J', LeadStatus: '01K', Campaign: '701', Organization: '00D' },
  CurrencyType: '01L',
} as const
export type SfObject = keyof typeof PREFIXES

export const sfId = (object: SfObject, n: number) => `${PREFIXES[object]}${String(n).padStart(12, '0')}AAA`
export const sfTime = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('Z', '+0000')

/** An organisation: what it holds, and the ways in which people change it. */
export class SfOrg {
  readonly rows = new Map<string, Map<string, SfRow>>()
  /** Objects and fields (`Object.Field`) the user may not see. */
  hidden = new Set<string>()
  ownFields: Record<string, string[]> = {}
  isMultiCurrency = true
  used = 100
  allowed = 100_000
  pageRows = 2000
  /** A question that finds more rows takes too long. */
  slowRows = Number.POSITIVE_INFINITY
  #histories = 0

  of(object: string): SfRow[] {
    return [...(this.rows.get(object)?.values() ?? [])]
  }

  put(object: SfObject, n: number, at: number, values: Record<string, unknown>): string {
    const Id = sfId(object, n)
    const stamps = { CreatedDate: sfTime(at), SystemModstamp: sfTime(at), LastModifiedDate: sfTime(at), IsDeleted: false }
    const rows = this.rows.get(object) ?? new Map<string, SfRow>()
    this.rows.set(object, rows.set(Id, { Id, ...stamps, ...values }))
    return Id
  }

  /** A row of OpportunityHistory, as every change of stage, amount or date leaves one. */
  track(opportunity: string, at: number, by: string, values: { StageName: string; Amount: number | null; CloseDate: string }): void {
    this.#histories += 1
    this.put('OpportunityHistory', this.#histories, at, { OpportunityId: opportunity, CreatedById: by, ...values })
  }

  /** A row of field history: of leads, of owners. */
  note(object: 'OpportunityFieldHistory' | 'LeadHistory', of: string, at: number, values: Record<string, unknown>): void {
    this.#histories += 1
    this.put(object, this.#histories, at, { [object === 'LeadHistory' ? 'LeadId' : 'OpportunityId']: of, ...values })
  }

  set(object: SfObject, n: number, at: number, values: Record<string, unknown>): void {
    Object.assign(this.rows.get(object)!.get(sfId(object, n))!, values, { SystemModstamp: sfTime(at), LastModifiedDate: sfTime(at) })
  }

  /** The loser is deleted and names the winner; what pointed at it moves without a new stamp. */
  merge(object: 'Account' | 'Contact' | 'Lead', winner: number, loser: number, at: number): void {
    const [kept, gone] = [sfId(object, winner), sfId(object, loser)]
    this.set(object, loser, at, { IsDeleted: true, MasterRecordId: kept })
    for (const rows of this.rows.values())
      for (const row of rows.values()) for (const field of ['AccountId', 'ContactId', 'WhoId']) if (row[field] === gone) row[field] = kept
  }

  isVisible(object: string, field: string): boolean {
    if (this.hidden.has(`${object}.${field}`)) return false
    if (field === 'CurrencyIsoCode' && !this.isMultiCurrency) return false
    return fieldsOf(object, this).includes(field)
  }
}

const stamps = ['Id', 'CreatedDate', 'CreatedById', 'SystemModstamp', 'LastModifiedDate', 'IsDeleted']
const person = ['Name', 'FirstName', 'LastName', 'Title', 'Email', 'Phone', 'MobilePhone', 'OwnerId', 'MasterRecordId']
const history = ['Id', 'CreatedDate', 'CreatedById', 'SystemModstamp', 'IsDeleted']
const schema: Readonly<Record<SfObject, readonly string[]>> = {
  Account: [...stamps, 'Name', 'Industry', 'NumberOfEmployees', 'BillingState', 'BillingCountry', 'Website', 'OwnerId', 'MasterRecordId'],
  Contact: [...stamps, ...person, 'AccountId'],
  Lead: [
    ...[...stamps, ...person, 'Company', 'Status', 'LeadSource', 'IsConverted', 'ConvertedDate', 'ConvertedAccountId'],
    ...['ConvertedContactId', 'ConvertedOpportunityId'],
  ],
  Opportunity: [
    ...[...stamps, 'Name', 'Amount', 'CurrencyIsoCode', 'StageName', 'CloseDate', 'IsClosed', 'IsWon', 'LeadSource', 'Type'],
    ...['CampaignId', 'OwnerId', 'AccountId', 'ContactId', 'LastStageChangeDate', 'Probability'],
  ],
  OpportunityContactRole: [...stamps, 'OpportunityId', 'ContactId', 'IsPrimary', 'Role'],
  OpportunityLineItem: [...stamps, 'OpportunityId', 'Product2Id', 'Name', 'Quantity', 'UnitPrice', 'ListPrice', 'TotalPrice'],
  OpportunityHistory: [...history, 'OpportunityId', 'StageName', 'Amount', 'CloseDate', 'Probability'],
  OpportunityFieldHistory: [...history, 'OpportunityId', 'Field', 'OldValue', 'NewValue'],
  LeadHistory: [...history, 'LeadId', 'Field', 'OldValue', 'NewValue'],
  Task: [
    ...[...stamps, 'Subject', 'TaskSubtype', 'Type', 'Status', 'IsClosed', 'ActivityDate', 'CompletedDateTime', 'CallType'],
    ...['CallDurationInSeconds', 'CallDisposition', 'CallObject', 'WhoId', 'WhatId', 'OwnerId'],
  ],
  Event: [...stamps, 'Subject', 'StartDateTime', 'EndDateTime', 'IsAllDayEvent', 'Location', 'WhoId', 'WhatId', 'OwnerId'],
  EmailMessage: [
    ...[...stamps, 'FromAddress', 'ToAddress', 'Incoming', 'MessageDate', 'RelatedToId', 'ThreadIdentifier', 'Subject', 'Status'],
    ...['ActivityId', 'IsBounced'],
  ],
  User: ['Id', 'Name', 'FirstName', 'LastName', 'Email', 'IsActive', 'UserRoleId', 'ManagerId', 'Phone', 'MobilePhone', 'Department'],
  UserRole: ['Id', 'Name', 'ParentRoleId'],
  OpportunityStage: ['Id', 'ApiName', 'MasterLabel', 'IsActive', 'SortOrder', 'IsClosed', 'IsWon'],
  LeadStatus: ['Id', 'ApiName', 'MasterLabel', 'SortOrder', 'IsConverted'],
  Campaign: ['Id', 'Name'],
  Organization: ['Id', 'Name'],
  CurrencyType: ['Id', 'IsoCode', 'IsCorporate'],
}
const fieldsOf = (object: string, org: SfOrg): readonly string[] => [
  ...(schema[object as SfObject] ?? []),
  ...(org.ownFields[object] ?? []),
]

const refusal = (errorCode: string, message: string, status = 400): Served => ({ status, body: [{ message, errorCode }] })
const words = {
  busy: refusal('REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.', 403),
  unpaid: refusal('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 403),
}

export type FakeSalesforce = { server: FakeServer; application: string; renewals: TokenPair['renewals'] }

/** `tell` gives what the organisation holds at the moment. */
export async function startFakeSalesforce(tell: () => SfOrg, now: () => number): Promise<FakeSalesforce> {
  const pair = makeTokenPair({ token: SALESFORCE_TOKEN, uses: USES })
  const locators = new Map<string, { rows: unknown[]; total: number; size: number }>()
  const serve = (asked: Asked): Served => {
    if (asked.path === '/services/oauth2/token') return pair.renew(asked.body, { instance_url: server.origin, issued_at: String(now()) })
    if (!pair.isKnown(asked.headers.authorization)) return refusal('INVALID_SESSION_ID', 'Session expired or invalid', 401)
    const org = tell()
    org.used += 1
    const served = route(org, asked, locators)
    return { ...served, headers: { 'Sforce-Limit-Info': `api-usage=${org.used}/${org.allowed}` } }
  }
  const server = await startFakeServer({ now, limit: { requests: 25, ms: 1000, refusal: words.busy }, words, serve })
  return { server, application: pair.application, renewals: pair.renewals }
}

type Locators = Map<string, { rows: unknown[]; total: number; size: number }>

function route(org: SfOrg, { path, query }: Asked, locators: Locators): Served {
  const [, action, rest = ''] = /^\/services\/data\/v\d\d\.0\/(\w+)\/?(.*)$/.exec(path) ?? []
  if (action === 'limits') return { status: 200, body: { DailyApiRequests: { Max: org.allowed, Remaining: org.allowed - org.used } } }
  if (action === 'sobjects') return describe(org, rest.split('/')[0]!)
  if (action === 'query' && rest !== '') return nextPage(rest, locators)
  const text = query.get('q') ?? ''
  if (path.length + encodeURI(text).length > ADDRESS_CHARS_MAX) return { status: 414 }
  const soql = parseSoql(text)
  if (soql === null) return refusal('MALFORMED_QUERY', `unexpected token: ${text.slice(0, 80)}`)
  return answer(org, soql, locators)
}

function describe(org: SfOrg, object: string): Served {
  if (schema[object as SfObject] === undefined || org.hidden.has(object))
    return refusal('NOT_FOUND', 'The requested resource does not exist', 404)
  const fields = fieldsOf(object, org).filter((field) => org.isVisible(object, field))
  return { status: 200, body: { name: object, fields: fields.map((name) => ({ name, type: 'string', custom: name.endsWith('__c') })) } }
}

function answer(org: SfOrg, { fields, object, asked, holds, order, limit }: Soql, locators: Locators): Served {
  const isUnknown =
    schema[object as SfObject] === undefined || org.hidden.has(object) || (object === 'CurrencyType' && !org.isMultiCurrency)
  if (isUnknown) return refusal('INVALID_TYPE', `sObject type '${object}' is not supported.`)
  const bad = [...fields, ...asked].find((field) => !field.includes('.') && !org.isVisible(object, field))
  if (bad !== undefined) return refusal('INVALID_FIELD', `No such column '${bad}' on entity '${object}'.`)
  const found = org.of(object).filter(holds)
  if (Math.min(found.length, limit) > org.slowRows) return refusal('QUERY_TIMEOUT', 'Your query request was running for too long.')
  const stampOf = (row: SfRow) => toMs(String(row.SystemModstamp))
  if (order[0] === 'SystemModstamp') found.sort((a, b) => stampOf(a) - stampOf(b) || (a.Id < b.Id ? -1 : 1))
  const rows = found.slice(0, limit).map((row) => shown(object, row, fields))
  const id = `01g${String(locators.size).padStart(12, '0')}`
  locators.set(id, { rows, total: rows.length, size: org.pageRows })
  return nextPage(`${id}-0`, locators)
}

function shown(object: string, row: SfRow, fields: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = { attributes: { type: object, url: `/services/data/v62.0/sobjects/${object}/${row.Id}` } }
  for (const field of fields) {
    const [parent, name] = field.split('.')
    if (name === undefined) values[field] = row[field] ?? null
    else values[parent!] = { attributes: { type: parent }, ...(values[parent!] as object), [name]: row[field] ?? null }
  }
  return values
}

function nextPage(locator: string, locators: Locators): Served {
  const [id = '', from = '0'] = locator.split('-')
  const cursor = locators.get(id)
  if (cursor === undefined) return refusal('INVALID_QUERY_LOCATOR', 'invalid query locator')
  const end = Number(from) + cursor.size
  const isDone = end >= cursor.total
  const next = isDone ? {} : { nextRecordsUrl: `/services/data/v62.0/query/${id}-${end}` }
  return { status: 200, body: { totalSize: cursor.total, done: isDone, ...next, records: cursor.rows.slice(Number(from), end) } }
}
