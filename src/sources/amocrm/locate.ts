// Says what an answer of amoCRM holds: by its address, by the names in `_embedded`, or by the shape of a bare object.

import { objectByFile } from '../name-of-file.ts'
import { type Answer, type Located, UNKNOWN } from '../source.ts'
import { isValues, toList, toText, toValues, type Values } from '../wire-values.ts'

/** Addresses and what their rows are; null: known, and nothing of it is needed. */
const addresses: readonly (readonly [RegExp, string | null])[] = [
  [/^account$/, 'account'],
  [/^users(\/\d+)?$/, 'users'],
  [/^leads\/pipelines(\/\d+)?$/, 'pipelines'],
  [/^leads\/pipelines\/\d+\/statuses(\/\d+)?$/, 'statuses'],
  [/^leads\/loss_reasons(\/\d+)?$/, 'loss_reasons'],
  [/^leads\/unsorted\/summary$/, null],
  [/^leads\/unsorted(\/[^/]+)?$/, 'unsorted'],
  [/^leads\/unsorted\/[^/]+\/decline$/, 'declined'],
  [/^leads\/unsorted\/[^/]+\/(accept|link)$/, 'accepted'],
  [/^(leads|contacts|companies|customers)(\/\d+)?\/notes(\/\d+)?$/, 'notes'],
  [/^(leads|contacts|companies)(\/\d+)?$/, '$1'],
  [/^events(\/[^/]+)?$/, 'events'],
  [/^tasks(\/\d+)?$/, 'tasks'],
  [/^sources(\/\d+)?$/, 'sources'],
  [/^catalogs(\/\d+)?$/, 'catalogs'],
  [/^catalogs\/\d+\/elements(\/\d+)?$/, 'elements'],
  [
    /custom_fields|\/tags(\/\d+)?$|\/links$|\/subscriptions$|\/files$|^(talks|roles|webhooks|widgets|customers|short_links|products|chats|contacts\/chats|website_buttons)\b/,
    null,
  ],
]

const embedded = [
  'users',
  'pipelines',
  'statuses',
  'loss_reasons',
  'unsorted',
  'notes',
  'leads',
  'contacts',
  'companies',
  'events',
  'tasks',
  'sources',
  'catalogs',
  'elements',
]

export function locate(answer: Answer): Located | string {
  const { body } = answer
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'the answer is no JSON: amoCRM refused or failed'
  if (!Array.isArray(body) && isValues(body) && 'status' in body && 'title' in body && !('_embedded' in body))
    return `amoCRM answered with an error: ${toText(body.status)} ${toText(body.detail) ?? toText(body.title)}`
  // A message about changes: the sync fetches what it names.
  if (answer.path === null && isValues(body) && isValues(body.account) && !('_embedded' in body)) return []
  const path = answer.path ?? toText(toValues(toValues(toValues(body)._links).self).href)
  return path === null ? locateBare(body, answer.file) : locateAt(path, body)
}

function ownPath(path: string): string {
  const [address = ''] = path.replace(/^https?:\/\/[^/]+/, '').split('?')
  return address.replace(/^\/?(api\/v4\/)?/, '').replace(/\/$/, '')
}

function locateAt(path: string, body: unknown): Located | string {
  const own = ownPath(path)
  if (own === 'events/types') return []
  const found = addresses.find(([pattern]) => pattern.test(own))
  if (found === undefined) return `nothing is read from ${path.split('?')[0]}`
  if (found[1] === null) return []
  const object = own.replace(found[0], found[1])
  const about = { entity: /^(leads|contacts|companies|customers)\//.exec(own)?.[1] ?? '', parent: /\/(\d+)\//.exec(own)?.[1] ?? '' }
  const list = toValues(toValues(body)._embedded)[object]
  if (Array.isArray(body)) return [{ object, rows: body.map((raw, at) => ({ raw, spot: `[${at}]`, about })) }]
  // One object answers with what is embedded in itself, a page with the list it is named by.
  if (list === undefined && toValues(body).id === undefined && toValues(body).uid === undefined && object !== 'account') {
    const isPage = '_page' in toValues(body) || '_embedded' in toValues(body) || Object.keys(toValues(body)).length === 0
    return isPage ? [] : `nothing is known of what ${path.split('?')[0]} answered`
  }
  if (list === undefined || (toValues(body).id !== undefined && object !== 'account'))
    return [{ object, rows: [{ raw: body, spot: '', about }] }]
  return [{ object, rows: toList(list).map((raw, at) => ({ raw, spot: `_embedded.${object}[${at}]`, about })) }]
}

/** Files of bare objects by their names, for objects that many others look like. */
const words: Readonly<Record<string, string>> = {
  ...{ account: 'account', users: 'users', pipelines: 'pipelines', statuses: 'statuses', lossreasons: 'loss_reasons', notes: 'notes' },
  ...{ unsorted: 'unsorted', leads: 'leads', contacts: 'contacts', companies: 'companies', events: 'events', tasks: 'tasks' },
  ...{ sources: 'sources', catalogs: 'catalogs', elements: 'elements' },
}

function locateBare(body: unknown, file: string): Located | string {
  const rowOf = (raw: unknown, spot: string) => {
    const object = objectOf(toValues(raw))
    const named = object === undefined && isValues(raw) ? objectByFile(file, words) : object
    return named === null ? [] : [{ object: named ?? UNKNOWN, rows: [{ raw, spot, about: aboutOf(raw) }] }]
  }
  if (Array.isArray(body)) return body.flatMap((raw, at) => rowOf(raw, `[${at}]`))
  const values = toValues(body)
  const named = embedded.filter((name) => Array.isArray(toValues(values._embedded)[name]))
  if (values.id === undefined && values.uid === undefined && named.length > 0)
    return named.map((object) => ({
      object,
      rows: toList(toValues(values._embedded)[object]).map((raw, at) => ({ raw, spot: `_embedded.${object}[${at}]`, about: aboutOf(raw) })),
    }))
  return Object.keys(values).length === 0 ? [] : rowOf(body, '')
}

/** Notes say only in their link whose they are. */
function aboutOf(raw: unknown): Record<string, string> {
  const link = toText(toValues(toValues(toValues(raw)._links).self).href) ?? ''
  return { entity: /\/(leads|contacts|companies|customers)\//.exec(link)?.[1] ?? '', parent: '' }
}

/** Undefined: unknown; null: known, and nothing of it is needed. */
function objectOf(values: Values): string | null | undefined {
  const has = (...names: string[]) => names.every((name) => name in values)
  const link = toText(toValues(toValues(values._links).self).href)
  if (has('type', 'entity_type', 'value_after') || has('type', 'entity_type', 'value_before')) return 'events'
  if (has('note_type')) return 'notes'
  if (has('task_type_id') || has('complete_till')) return 'tasks'
  if (has('uid', 'category')) return 'unsorted'
  if (has('status_id', 'pipeline_id')) return 'leads'
  if (has('subdomain', 'currency')) return 'account'
  if (has('is_main', 'is_archive') || Array.isArray(toValues(values._embedded).statuses)) return 'pipelines'
  if (has('pipeline_id', 'color')) return 'statuses'
  if (has('rights')) return 'users'
  if (has('catalog_id')) return 'elements'
  if (has('first_name') || has('last_name')) return 'contacts'
  const own = ownPath(link ?? '')
  const found = addresses.find(([pattern]) => pattern.test(own))
  if (found !== undefined) return found[1] === null ? null : own.replace(found[0], found[1])
  if (has('custom_fields_values')) return 'companies'
  return undefined
}
