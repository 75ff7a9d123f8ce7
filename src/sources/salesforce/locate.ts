// Says what an answer of Salesforce holds: every record names its type; answers inside an answer are unfolded.

import { objectByFile } from '../name-of-file.ts'
import { type Answer, type Located, UNKNOWN } from '../source.ts'
import { isValues, toText, toValues, type Values } from '../wire-values.ts'

const known = new Set([
  ...[
    'User',
    'UserRole',
    'OpportunityStage',
    'LeadStatus',
    'Opportunity',
    'OpportunityHistory',
    'OpportunityFieldHistory',
    'OpportunityLineItem',
  ],
  ...[
    'OpportunityContactRole',
    'Lead',
    'LeadHistory',
    'Account',
    'AccountHistory',
    'ContactHistory',
    'Contact',
    'Task',
    'Event',
    'EmailMessage',
    'Campaign',
    'Product2',
  ],
])
const unneeded =
  /^(Group|GroupMember|Profile|RecordType|BusinessProcess|CampaignMember|CurrencyType|DatedConversionRate|Pricebook2|PricebookEntry|Organization|Note|Attachment|ContentDocumentLink|OpportunityTeamMember|OpportunitySplit|TaskRelation|EventRelation|Case|Contract|Order|Quote|QuoteLineItem|Asset|Name)$/

type Row = { raw: unknown; spot: string; object: string; about: Record<string, string> }

/** Files of bare records by their names: an export may leave out what tells their type. */
const words: Readonly<Record<string, string>> = {
  ...{ user: 'User', userrole: 'UserRole', opportunitystage: 'OpportunityStage', leadstatus: 'LeadStatus', opportunity: 'Opportunity' },
  ...{ opportunities: 'Opportunity', opportunityhistory: 'OpportunityHistory', opportunityfieldhistory: 'OpportunityFieldHistory' },
  ...{
    opportunitylineitem: 'OpportunityLineItem',
    opportunitycontactrole: 'OpportunityContactRole',
    lead: 'Lead',
    leadhistory: 'LeadHistory',
  },
  ...{ account: 'Account', accounthistory: 'AccountHistory', contact: 'Contact', contacthistory: 'ContactHistory', task: 'Task' },
  ...{ event: 'Event', emailmessage: 'EmailMessage', campaign: 'Campaign', product: 'Product2' },
}

export function locate({ path, body, file }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'the answer is no JSON: Salesforce refused or failed'
  const [first] = Array.isArray(body) ? body.map(toValues) : []
  if (first !== undefined && 'errorCode' in first)
    return `Salesforce answered with an error: ${toText(first.errorCode)} ${toText(first.message) ?? ''}`.trim()
  const values = toValues(body)
  const address = (path ?? '').split('?')[0]!
  const type =
    /\/sobjects\/(\w+)/.exec(address)?.[1] ??
    /\bfrom\s+(\w+)/i.exec(decodeURIComponent((path ?? '').replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25')))?.[1] ??
    null
  const byFile = path === null ? (objectByFile(file, words) ?? '') : ''
  if (Array.isArray(values.deletedRecords)) {
    const rows = values.deletedRecords.map((raw, at) => {
      const told = type ?? prefixes[(toText(toValues(raw).id) ?? '').slice(0, 3)]
      return { object: told === undefined ? UNKNOWN : 'removals', raw, spot: `deletedRecords[${at}]`, about: { type: told ?? '' } }
    })
    return [...Map.groupBy(rows, ({ object }) => object)].map(([object, of]) => ({ object, rows: of }))
  }
  const parts = partsOf(values)
  if (parts !== null) return ofParts(parts)
  if (/\/(limits|describe|updated|recent)$/.test(address)) return []
  const list = Array.isArray(values.records) ? values.records : Array.isArray(body) ? body : [body]
  const inside = Array.isArray(values.records) ? 'records' : ''
  const rows = list.flatMap((raw, at) => unfold(raw, Array.isArray(values.records) || Array.isArray(body) ? `${inside}[${at}]` : '', type))
  const told = rows.map((row) => (row.object === '' && 'Id' in toValues(row.raw) ? { ...row, object: byFile } : row))
  const named = told.map((row) => ({ ...row, object: known.has(row.object) ? row.object : unneeded.test(row.object) ? '' : UNKNOWN }))
  const taken = named.filter(({ object }) => object !== '')
  const [only] = rows
  if (rows.length === 1 && only !== undefined && only.object !== '' && named[0]!.object === UNKNOWN)
    return `nothing is read from ${only.object}`
  return [...Map.groupBy(taken, ({ object }) => object)].map(([object, of]) => ({ object, rows: of }))
}

/** Several answers in one: composite requests and batches. */
function partsOf(values: Values): { spot: string; body: unknown }[] | null {
  if (Array.isArray(values.compositeResponse))
    return values.compositeResponse.map((one, at) => ({ spot: `compositeResponse[${at}].body`, body: toValues(one).body }))
  if (!Array.isArray(values.results) || !values.results.every((one) => isValues(one) && 'statusCode' in one)) return null
  return values.results.map((one, at) => ({ spot: `results[${at}].result`, body: toValues(one).result }))
}

function ofParts(parts: readonly { spot: string; body: unknown }[]): Located {
  return parts.flatMap(({ spot, body }) => {
    const located = locate({ file: '', line: 0, path: null, body })
    if (typeof located === 'string') return [{ object: UNKNOWN, rows: [{ raw: body, spot, about: { reason: located } }] }]
    return located.map(({ object, rows }) => ({ object, rows: rows.map((row) => ({ ...row, spot: `${spot}.${row.spot}` })) }))
  })
}

/** What a lookup that was asked for along with a record may tell of others. */
const LOOKUPS = new Set(['Account', 'Contact', 'User', 'Campaign', 'Product2', 'UserRole'])

/** A record that was asked for without its Id names it in its address. */
function withId(raw: unknown): unknown {
  const url = toText(toValues(toValues(raw).attributes).url)
  const id = /\/sobjects\/\w+\/([A-Za-z0-9]{15,18})$/.exec(url ?? '')?.[1]
  return id === undefined || toText(toValues(raw).Id) !== null ? raw : { ...toValues(raw), Id: id }
}

/** A record, the records it points at, and those of its sub-queries, which do not always repeat whose they are. */
function unfold(given: unknown, spot: string, type: string | null, parent = ''): Row[] {
  const raw = withId(given)
  const values = toValues(raw)
  const object = toText(toValues(values.attributes).type) ?? type ?? typeOf(values) ?? ''
  const inner = Object.entries(values).flatMap(([name, value]) =>
    isValues(value) && Array.isArray(value.records)
      ? value.records.flatMap((one, at) => unfold(one, `${spot}.${name}.records[${at}]`, null, idOf(values)))
      : [],
  )
  const pointed = Object.entries(values).flatMap(([name, value]) => {
    const of = toText(toValues(toValues(value).attributes).type) ?? ''
    const row = withId(value)
    return LOOKUPS.has(of) && idOf(toValues(row)) !== '' && toText(toValues(row).Name) !== null
      ? [{ raw: row, spot: `${spot}.${name}`, object: of, about: { parent: '' } }]
      : []
  })
  return [{ raw, spot, object, about: { parent } }, ...pointed, ...inner]
}

/** What an id is of is told by its first three characters; field histories share theirs. */
const prefixes: Readonly<Record<string, string>> = {
  ...{ '001': 'Account', '003': 'Contact', '005': 'User', '006': 'Opportunity', '008': 'OpportunityHistory', '00E': 'UserRole' },
  ...{
    '00K': 'OpportunityContactRole',
    '00k': 'OpportunityLineItem',
    '00Q': 'Lead',
    '00T': 'Task',
    '00U': 'Event',
    '01J': 'OpportunityStage',
  },
  ...{ '01t': 'Product2', '02s': 'EmailMessage', '701': 'Campaign' },
}

/** The type of a record without attributes: rows of an export, or of a client that leaves them out. */
function typeOf(values: Values): string | undefined {
  const id = toText(values.Id)
  if (id === null || !/^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/.test(id)) return undefined
  if (id.startsWith('017') && 'NewValue' in values)
    return ['Opportunity', 'Lead', 'Account', 'Contact']
      .filter((name) => `${name}Id` in values)
      .map((name) => (name === 'Opportunity' ? 'OpportunityFieldHistory' : `${name}History`))[0]
  return prefixes[id.slice(0, 3)]
}

const idOf = (values: Values) => toText(values.Id) ?? ''
