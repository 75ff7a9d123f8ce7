// Says what an answer of HubSpot holds: by its address, else by the properties of its records.
import { objectByFile } from '../name-of-file.ts'
import { type Answer, type Located, UNKNOWN } from '../source.ts'
import { isValues, toList, toText, toValues, type Values } from '../wire-values.ts'

const types: Readonly<Record<string, string>> = {
  ...{
    '0-1': 'contacts',
    '0-2': 'companies',
    '0-3': 'deals',
    '0-7': 'products',
    '0-8': 'line_items',
    '0-136': 'leads',
    '0-48': 'calls',
    '0-49': 'emails',
  },
  ...{ '0-47': 'meetings', '0-27': 'tasks', '0-46': 'notes', '0-18': 'communications', '0-53': 'invoices', '0-101': 'commerce_payments' },
  ...{ contact: 'contacts', company: 'companies', deal: 'deals', line_item: 'line_items', lead: 'leads', call: 'calls', email: 'emails' },
  ...{ meeting: 'meetings', task: 'tasks', note: 'notes', communication: 'communications', 'line items': 'line_items' },
}
export const typeName = (type: string) => types[type] ?? types[type.replace(/^p\d+_/, '')] ?? type.toLowerCase()

/** Objects that are known and not needed. */
const UNNEEDED = new Set([
  'products',
  'notes',
  'tickets',
  'quotes',
  'goals',
  'feedback_submissions',
  'postal_mail',
  'taxes',
  'discounts',
  'fees',
  'carts',
  'orders',
  'subscriptions',
  'properties',
  'rates',
])
const needed = new Set([
  'contacts',
  'companies',
  'deals',
  'line_items',
  'leads',
  'calls',
  'emails',
  'meetings',
  'tasks',
  'communications',
  'invoices',
  'commerce_payments',
])

/** Files of bare objects by their names, for records without telling properties. */
const fileWords: Readonly<Record<string, string>> = {
  ...{ deal: 'deals', contact: 'contacts', compan: 'companies', owner: 'owners', lineitem: 'line_items', lead: 'leads', call: 'calls' },
  ...{ email: 'emails', meeting: 'meetings', task: 'tasks', note: 'notes', communication: 'communications', pipeline: 'pipelines' },
  ...{ invoice: 'invoices', properties: 'properties', product: 'products', ticket: 'tickets' },
}

/** Pipelines of leads tell it by what their stages mean. */
function aboutOf(raw: Values): Record<string, string> {
  const metadata = toList(raw.stages).map((stage) => toValues(toValues(stage).metadata))
  if (metadata.some((one) => 'leadState' in one)) return { type: 'leads' }
  return metadata.some((one) => 'ticketState' in one) ? { type: 'tickets' } : {}
}

/** Of a batch some records may have failed, and the others are here. */
function errorsIn({ errors, results }: Values): Located {
  if (!Array.isArray(errors) || !Array.isArray(results)) return []
  return errors.flatMap((raw, at) => {
    // What is linked with nothing is told as an error too.
    if (toText(toValues(raw).subCategory) === 'crm.associations.NO_ASSOCIATIONS_FOUND') return []
    const reason = `HubSpot answered with an error: ${toText(toValues(raw).category) ?? ''} ${toText(toValues(raw).message) ?? ''}`.trim()
    return { object: UNKNOWN, rows: [{ raw, spot: `errors[${at}]`, about: { reason } }] }
  })
}

export function locate({ path, body, file }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'the answer is no JSON: HubSpot refused or failed'
  const values = toValues(body)
  if (values.status === 'error')
    return `HubSpot answered with an error: ${toText(values.category) ?? ''} ${toText(values.message) ?? ''}`.trim()
  // The first interface named its lists by what they hold.
  const listName = ['results', 'deals', 'contacts', 'companies', 'objects'].find((name) => Array.isArray(values[name]))
  const list = Array.isArray(body)
    ? body
    : listName !== undefined
      ? toList(values[listName])
      : isValues(body) && Object.keys(body).length > 0 && !('total' in values)
        ? [body]
        : []
  const object = path === null ? undefined : objectAt(path)
  if (object === null) return []
  if (object?.about.id !== undefined)
    return [{ object: 'links', rows: [{ raw: { from: { id: object.about.id }, to: list }, spot: 'results', about: object.about }] }]
  const areHooks = list.length > 0 && list.every((raw) => isValues(raw) && 'subscriptionType' in raw)
  if (path !== null && object === undefined && !areHooks) return `nothing is read from ${path.split('?')[0]}`
  const rows = list.map((raw, at) => ({
    object: object?.name ?? (isValues(raw) ? (shapeOf(raw) ?? objectByFile(file, fileWords)) : undefined),
    raw,
    spot: listName !== undefined ? `${listName}[${at}]` : Array.isArray(body) ? `[${at}]` : '',
    about: object?.about ?? aboutOf(toValues(raw)),
  }))
  const wanted = rows.filter((row) => row.object === undefined || !UNNEEDED.has(row.object))
  return [
    ...errorsIn(values),
    ...[...Map.groupBy(wanted, (row) => row.object ?? UNKNOWN)].map(([name, of]) => ({ object: name, rows: of })),
  ]
}

/** Undefined: unknown; null: known, and nothing of it is needed. */
function objectAt(path: string): { name: string; about: Record<string, string> } | null | undefined {
  const address = path
    .replace(/^https?:\/\/[^/]+/, '')
    .split('?')[0]!
    .replace(/\/$/, '')
  if (/\/account-info\/.*\/details$/.test(address)) return { name: 'account', about: {} }
  if (/\/owners(\/|$)/.test(address)) return { name: 'owners', about: {} }
  const pipeline = /\/pipelines\/(?:\d{4}-\d\d\/)?([^/]+)/.exec(address)
  if (pipeline) return /\/audit$/.test(address) ? null : { name: 'pipelines', about: { type: typeName(pipeline[1]!) } }
  const links = /\/associations\/(?:\d{4}-\d\d\/)?([^/]+)\/([^/]+)/.exec(address)
  if (links && !/\/objects\//.test(address)) return { name: 'links', about: { from: typeName(links[1]!), to: typeName(links[2]!) } }
  const own = /\/objects\/(?:v\d\/|\d{4}-\d\d(?:-beta)?\/)?([^/]+)\/(\d+)\/associations\/([^/]+)/.exec(address)
  if (own) return { name: 'links', about: { from: typeName(own[1]!), id: own[2]!, to: typeName(own[3]!) } }
  const object = /\/objects\/(?:v\d\/|\d{4}-\d\d(?:-beta)?\/)?([^/]+)/.exec(address)
  if (object) {
    const name = typeName(object[1]!)
    if (/\/associations(\/|$)/.test(address) || UNNEEDED.has(name)) return null
    return needed.has(name) ? { name, about: {} } : undefined
  }
  const first = /^\/?(deals|contacts|companies)\/v[12]\//.exec(address)
  if (first) return /\/(properties|pipelines|lists|groups)/.test(address) ? null : { name: first[1]!, about: {} }
  return /\/(properties|schemas|currencies|account-info|users|teams|lists|limits)(\/|$)/.test(address) ? null : undefined
}

const shapes: readonly (readonly [RegExp, string])[] = [
  [/^(dealstage|dealname)$/, 'deals'],
  [/^hs_call_/, 'calls'],
  [/^hs_meeting_/, 'meetings'],
  [/^hs_email_(direction|subject|status|to|from|text|html)/, 'emails'],
  [/^hs_task_/, 'tasks'],
  [/^hs_communication_/, 'communications'],
  [/^hs_note_/, 'notes'],
  [/^hs_lead_(name|type|label)/, 'leads'],
  [/^hs_invoice_/, 'invoices'],
  [/^(firstname|lastname|lifecyclestage|email)$/, 'contacts'],
  [/^(hs_product_id|quantity)$/, 'line_items'],
  [/^(domain|name)$/, 'companies'],
]

function shapeOf(raw: Values): string | undefined {
  if ('subscriptionType' in raw) return 'hooks'
  if ('dealId' in raw) return 'deals'
  if ('vid' in raw || 'canonical-vid' in raw) return 'contacts'
  if ('companyId' in raw && isValues(raw.properties)) return 'companies'
  if (Array.isArray(raw.stages)) return 'pipelines'
  if ('userId' in raw || 'teams' in raw || ('firstName' in raw && 'email' in raw)) return 'owners'
  if ('fieldType' in raw && 'groupName' in raw) return 'properties'
  if ('conversionRate' in raw) return 'rates'
  if ('from' in raw && 'to' in raw) return undefined
  const type = /\/record\/(0-\d+)\//.exec(toText(raw.url) ?? '')?.[1]
  if (type !== undefined) return typeName(type)
  const names = [...Object.keys(toValues(raw.properties)), ...Object.keys(toValues(raw.propertiesWithHistory))]
  return shapes.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1]
}
