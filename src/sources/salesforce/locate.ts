// Says what an answer of Salesforce holds: every record names its type; answers inside an answer are unfolded.
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

export function locate({ path, body }: Answer): Located | string {
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
  if (Array.isArray(values.deletedRecords)) {
    const rows = values.deletedRecords.map((raw, at) => ({ raw, spot: `deletedRecords[${at}]`, about: { type: type ?? '' } }))
    return [{ object: 'removals', rows }]
  }
  if (/\/(limits|describe|updated|recent)$/.test(address)) return []
  const list = Array.isArray(values.records) ? values.records : Array.isArray(body) ? body : [body]
  const inside = Array.isArray(values.records) ? 'records' : ''
  const rows = list.flatMap((raw, at) => unfold(raw, Array.isArray(values.records) || Array.isArray(body) ? `${inside}[${at}]` : '', type))
  const named = rows.map((row) => ({ ...row, object: known.has(row.object) ? row.object : unneeded.test(row.object) ? '' : UNKNOWN }))
  const taken = named.filter(({ object }) => object !== '')
  const [only] = rows
  if (rows.length === 1 && only !== undefined && only.object !== '' && named[0]!.object === UNKNOWN)
    return `nothing is read from ${only.object}`
  return [...Map.groupBy(taken, ({ object }) => object)].map(([object, of]) => ({ object, rows: of }))
}

/** A record and the records of its sub-queries, which do not always repeat whose they are. */
function unfold(raw: unknown, spot: string, type: string | null, parent = ''): Row[] {
  const values = toValues(raw)
  const object = toText(toValues(values.attributes).type) ?? type ?? typeOf(values) ?? ''
  const inner = Object.entries(values).flatMap(([name, value]) =>
    isValues(value) && Array.isArray(value.records)
      ? value.records.flatMap((one, at) => unfold(one, `${spot}.${name}.records[${at}]`, null, idOf(values)))
      : [],
  )
  return [{ raw, spot, object, about: { parent } }, ...inner]
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
