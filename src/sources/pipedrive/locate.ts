// Says what an answer of Pipedrive holds: by its address in v1 or v2, else by the shape of its rows.
import { objectByFile } from '../name-of-file.ts'
import { type Answer, type Located, UNKNOWN } from '../source.ts'
import { isValues, toText, toValues, type Values } from '../wire-values.ts'

/** Addresses and what their rows are; null: known, and nothing of it is needed. */
const addresses: readonly (readonly [RegExp, string | null])[] = [
  [/^deals\/(\d+)\/changelog$/, 'changes'],
  [/^deals\/(\d+)\/(flow|updates)$/, 'flow'],
  [/^deals\/(\d+)\/products(\/\d+)?$/, 'items'],
  [/^deals\/products$/, 'items'],
  [/^deals\/(\d+)\/(activities)$/, 'activities'],
  [/^deals\/(\d+)\/mailMessages$/, 'mails'],
  [/^deals(\/archived|\/collection|\/\d+)?$/, 'deals'],
  [/^leads(\/archived|\/[0-9a-f-]{36})?$/, 'leads'],
  [/^persons(\/collection|\/\d+)?$/, 'persons'],
  [/^organizations(\/collection|\/\d+)?$/, 'organizations'],
  [/^users(\/me|\/\d+)?$/, 'users'],
  [/^legacyTeams(\/\d+)?$/, 'teams'],
  [/^pipelines(\/\d+)?$/, 'pipelines'],
  [/^stages(\/\d+)?$/, 'stages'],
  [/^activities(\/collection|\/\d+)?$/, 'activities'],
  [/^callLogs(\/\w+)?$/, 'calls'],
  [/^mailbox\/(mailMessages|mailThreads\/\d+\/mailMessages)(\/\d+)?$/, 'mails'],
  [/^(deal|lead)Fields(\/\w+)?$/, 'deal-fields'],
  [/^(person|organization)Fields(\/\w+)?$/, 'client-fields'],
  [/^recents$/, 'recents'],
  [
    /^(notes|files|products|productFields|activityTypes|activityFields|currencies|roles|permissionSets|webhooks|filters|goals|leadLabels|leadSources|dealLabels|mailbox|subscriptions|projects|tasks|userSettings|userConnections|organizationRelationships|deals\/\d+\/\w+|deals\/(timeline|summary|installments)|persons\/\d+\/\w+|organizations\/\d+\/\w+)/,
    null,
  ],
]

const entities: Readonly<Record<string, string>> = {
  deal: 'deals',
  lead: 'leads',
  person: 'persons',
  organization: 'organizations',
  activity: 'activities',
  user: 'users',
  stage: 'stages',
  pipeline: 'pipelines',
}

/** Files of bare objects by their names, for objects that others look like. */
const words: Readonly<Record<string, string>> = {
  ...{ deals: 'deals', leads: 'leads', persons: 'persons', organizations: 'organizations', users: 'users', teams: 'teams' },
  ...{ pipelines: 'pipelines', stages: 'stages', activities: 'activities', calllogs: 'calls', products: 'items', mail: 'mails' },
}

export function locate({ path, body, file }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'the answer is no JSON: Pipedrive refused or failed'
  const values = toValues(body)
  if (values.success === false)
    return `Pipedrive answered with an error: ${toText(values.error) ?? ''} ${toText(values.error_info) ?? ''}`.trim()
  if (isValues(values.meta) && 'action' in values.meta) return [{ object: 'hooks', rows: [{ raw: body, spot: '' }] }]
  const data = 'data' in values ? values.data : body
  const place = path === null ? undefined : addressOf(path)
  if (path !== null && place === undefined) return `nothing is read from ${path.split('?')[0]}`
  if (place?.object === null || data === null || data === undefined) return []
  const inner =
    place?.object === 'users' || Array.isArray(data)
      ? data
      : isValues(data) && Array.isArray(data.items) && !('id' in data)
        ? data.items
        : data
  const list = Array.isArray(inner) ? inner : [inner]
  const spot = 'data' in values ? 'data' : ''
  const rows = list
    .filter((raw) => raw !== null)
    .map((raw, at) => ({ raw, spot: Array.isArray(inner) ? `${spot}[${at}]` : spot, about: { parent: place?.parent ?? '' } }))
  const shape = (raw: unknown) => shapeOf(toValues(raw)) ?? (isValues(raw) ? objectByFile(file, words) : undefined)
  const all = rows.flatMap((row) => unfold(place?.object ?? shape(row.raw), row))
  return [...Map.groupBy(all, ({ object }) => object ?? UNKNOWN)].map(([object, of]) => ({ object, rows: of }))
}

function addressOf(path: string): { object: string | null; parent: string } | undefined {
  const own = path
    .replace(/^https?:\/\/[^/]+/, '')
    .split('?')[0]!
    .replace(/^\/?(api\/)?(v[12]\/)?/, '')
    .replace(/\/$/, '')
  const found = addresses.find(([pattern]) => pattern.test(own))
  return found === undefined ? undefined : { object: found[1], parent: /^deals\/(\d+)\//.exec(own)?.[1] ?? '' }
}

type Row = { raw: unknown; spot: string; about: Record<string, string> }

/** The flow of a deal and the list of what is recent hold objects of several kinds, wrapped. */
function unfold(object: string | undefined, row: Row): (Row & { object: string | undefined })[] {
  const raw = toValues(row.raw)
  if (object === 'flow') {
    const kinds: Readonly<Record<string, string>> = { dealChange: 'changes', activity: 'activities', mailMessage: 'mails' }
    const kind = kinds[toText(raw.object) ?? '']
    return kind === undefined ? [] : [{ ...row, object: kind, raw: raw.data, spot: `${row.spot}.data` }]
  }
  if (object === 'recents') {
    const kind = entities[toText(raw.item) ?? '']
    return kind === undefined || !isValues(raw.data) ? [] : [{ ...row, object: kind, raw: raw.data, spot: `${row.spot}.data` }]
  }
  // Hashes of custom fields are of one object each: without its path a list of fields may be of any.
  if (object === 'fields') return ['deal-fields', 'client-fields'].map((name) => ({ ...row, object: name }))
  return [{ ...row, object }]
}

function shapeOf(raw: Values): string | undefined {
  const has = (...names: string[]) => names.every((name) => name in raw)
  if (has('object', 'timestamp', 'data')) return 'flow'
  if (has('item', 'data')) return 'recents'
  if (has('field_key', 'new_value')) return 'changes'
  if (has('field_type') && ('field_code' in raw || 'key' in raw)) return 'fields'
  if (has('stage_id', 'status')) return 'deals'
  if (has('due_date') || has('marked_as_done_time')) return 'activities'
  if (has('item_price')) return 'items'
  if (has('to_phone_number')) return 'calls'
  if (has('order_nr', 'pipeline_id')) return 'stages'
  if (has('mail_thread_id')) return 'mails'
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(toText(raw.id) ?? '') || has('is_archived', 'label_ids', 'title')) return 'leads'
  if (has('emails') || has('phones') || has('first_name', 'org_id') || (has('phone', 'org_id') && !has('active_flag', 'role_id')))
    return 'persons'
  if (has('default_currency') || has('timezone_name') || has('role_id')) return 'users'
  if (has('people_count') || (has('address', 'name') && has('owner_id'))) return 'organizations'
  if (has('url_title') || has('is_deal_probability_enabled') || has('deal_probability', 'order_nr')) return 'pipelines'
  return undefined
}
