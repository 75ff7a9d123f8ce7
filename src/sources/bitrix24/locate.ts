// Says what an answer of Bitrix24 holds: by the method and its parameters, else by the shape of its rows.
import { objectByFile } from '../name-of-file.ts'
import { type Answer, type Located, UNKNOWN } from '../source.ts'
import { isValues, toList, toText, toValues, type Values } from '../wire-values.ts'

const types: Readonly<Record<string, string>> = { '1': 'leads', '2': 'deals', '3': 'contacts', '4': 'companies', '31': 'invoices' }

/** Methods and what their rows are; null: known, and nothing of it is needed. */
const methods: readonly (readonly [RegExp, string | null])[] = [
  [/^user\.(get|search|current)$/, 'users'],
  [/^department\.get$/, 'departments'],
  [/^crm\.(category|dealcategory)\.(list|get)$/, 'categories'],
  [/^crm\.(status\.(list|get)|dealcategory\.stage\.list)$/, 'statuses'],
  [/^crm\.lead\.(list|get)$/, 'leads'],
  [/^crm\.deal\.(list|get)$/, 'deals'],
  [/^crm\.contact\.(list|get)$/, 'contacts'],
  [/^crm\.company\.(list|get)$/, 'companies'],
  [/^crm\.(item\.productrow\.(list|get)|(deal|lead)\.productrows\.get|productrow\.list)$/, 'product-rows'],
  [/^crm\.activity\.(list|get)$/, 'activities'],
  [/^crm\.stagehistory\.list$/, 'moves'],
  [/^crm\.requisite\.(list|get)$/, 'requisites'],
  [/^voximplant\.statistic\.get$/, 'calls'],
  [/^tasks\.task\.(list|get)$/, 'tasks'],
  [/^task\.item\.list$/, 'tasks'],
  [/^event\.offline\.(get|list)$/, 'hooks'],
  [/^imopenlines\.session\.history\.get$/, 'sessions'],
  [/^crm\.(deal|lead|contact|company|item)\.fields$/, 'fields'],
  [/\.fields$/, null],
  [
    /^(crm\.(currency|settings|enum|type|quote|product|catalog|address|timeline|dealtype|item\.fields|\w+\.fields|\w+\.userfield|requisite|entity)|app|profile|server|scope|method|events?|calendar|im|log|sonet_group|task|tasks|humanresources|imopenlines|telephony|voximplant|user|catalog|sale)\b/,
    null,
  ],
]

export function locate({ path, body, file }: Answer): Located | string {
  if (body === null || body === undefined || body === '') return []
  if (typeof body === 'string') return 'the answer is no JSON: Bitrix24 refused or failed'
  const values = toValues(body)
  if ('error' in values && !('result' in values))
    return `Bitrix24 answered with an error: ${toText(values.error)} ${toText(values.error_description) ?? ''}`.trim()
  if (typeof values.event === 'string') return [{ object: 'hooks', rows: [{ raw: body, spot: '' }] }]
  const [address = '', query = ''] = (path ?? '').split('?')
  const method = address
    .replace(/\/$/, '')
    .split('/')
    .at(-1)!
    .replace(/\.(json|xml)$/, '')
    .toLowerCase()
  if (method === 'batch') return ofBatch(values)
  const result = 'result' in values ? values.result : body
  if (method === '' && isValues(result) && isValues(result.result) && 'result_error' in result) return ofBatch(values)
  return ofResult(method, new URLSearchParams(query), result, file)
}

/** Each command of a batch answers under its own name; which method it was is told by the rows. */
function ofBatch(values: Values): Located | string {
  const { result: told, result_error: failed } = toValues(values.result)
  const inner = isValues(told) || Array.isArray(told) ? told : {}
  const all: Located = Object.entries(isValues(failed) ? failed : {}).map(([name, raw]) => {
    const reason = `Bitrix24 answered with an error: ${toText(toValues(raw).error) ?? ''} ${toText(toValues(raw).error_description) ?? ''}`
    return { object: UNKNOWN, rows: [{ raw, spot: `result.result_error.${name}`, about: { reason: reason.trim() } }] }
  })
  for (const [name, result] of Object.entries(inner)) {
    const located = ofResult('', new URLSearchParams(), result, name)
    if (typeof located === 'string') return `${name}: ${located}`
    for (const { object, rows } of located)
      all.push({ object, rows: rows.map((row) => ({ ...row, spot: `result.result.${name}.${row.spot}` })) })
  }
  return all
}

/** Lists stand in the result itself or under a name in it. */
const NAMED = ['items', 'categories', 'productRows', 'productRow', 'tasks', 'task', 'item', 'category', 'events']

/** Files, and commands of a batch, by their names, for objects that others look like. */
const words: Readonly<Record<string, string>> = {
  ...{ lead: 'leads', deal: 'deals', contact: 'contacts', company: 'companies', companies: 'companies', invoice: 'invoices' },
  ...{ productrow: 'product-rows', activit: 'activities', stagehistory: 'moves', statistic: 'calls', status: 'statuses' },
  ...{ categor: 'categories', department: 'departments', user: 'users', task: 'tasks', requisite: 'requisites', currenc: 'currencies' },
}

function ofResult(method: string, query: URLSearchParams, result: unknown, file: string): Located | string {
  const type = query.get('entityTypeId') ?? query.get('entitytypeid')
  const found = methods.find(([pattern]) => pattern.test(method))
  const isItem = /^crm\.item\.(list|get)$/.test(method)
  if (method !== '' && found === undefined && !isItem) return `nothing is read from ${method}`
  if (found !== undefined && found[1] === null) return []
  if (found?.[1] === 'sessions' || found?.[1] === 'fields') return ofWhole(found[1], method, type, result)
  const fields = method === '' ? fieldsIn(result) : null
  if (fields !== null) return [{ object: 'fields', rows: [{ raw: fields.raw, spot: 'result', about: { of: fields.of } }] }]
  const name = NAMED.find((one) => isValues(result) && one in result)
  const inner = name === undefined ? result : (result as Values)[name]
  const list = Array.isArray(inner)
    ? inner
    : isValues(inner) && Object.keys(inner).length > 0
      ? isRow(inner)
        ? [inner]
        : toList(inner)
      : []
  const rows = list.map((raw, at) => {
    const spot = ['result', name, Array.isArray(inner) ? `[${at}]` : ''].filter(Boolean).join('.').replace('.[', '[')
    const shape = () => shapeOf(toValues(raw)) ?? (isValues(raw) ? objectByFile(file, words) : undefined)
    const object = found?.[1] ?? (isItem ? itemType(type, toValues(raw)) : shape())
    return { object, raw, spot, about: { type: type ?? '', name: name ?? '' } }
  })
  const wanted = rows.filter(({ object }) => object !== 'currencies')
  return [...Map.groupBy(wanted, ({ object }) => object ?? UNKNOWN)].map(([object, of]) => ({ object, rows: of }))
}

/** Maps that are one thing. */
function ofWhole(object: string, method: string, type: string | null, result: unknown): Located {
  const raw = object === 'fields' ? (toValues(result).fields ?? result) : result
  const named = /^crm\.(deal|lead|contact|company)\./.exec(method)?.[1]
  const of = named === undefined ? (types[type ?? ''] ?? '') : named === 'company' ? 'companies' : `${named}s`
  return isValues(raw) ? [{ object, rows: [{ raw, spot: 'result', about: { of } }] }] : []
}

const isRow = (values: Values) => ['ID', 'id', 'STATUS_ID', 'CALL_ID', 'CURRENCY'].some((name) => name in values)

/** A list of fields says of each what it is, whatever asked for it. */
function fieldsIn(result: unknown): { raw: Values; of: string } | null {
  const raw = toValues(toValues(result).fields ?? result)
  const fields = Object.values(raw)
  if (fields.length < 3 || !fields.every((one) => isValues(one) && 'type' in one && 'isReadOnly' in one)) return null
  const has = (...names: string[]) => names.some((name) => name in raw)
  if (has('STAGE_ID', 'leadId')) return { raw, of: 'deals' }
  if (has('STATUS_ID', 'stageId')) return { raw, of: 'leads' }
  return { raw, of: has('COMPANY_TYPE', 'industry', 'INDUSTRY') ? 'companies' : has('LAST_NAME', 'lastName') ? 'contacts' : '' }
}

function itemType(type: string | null, raw: Values): string | undefined {
  const told = types[toText(raw.entityTypeId) ?? type ?? '']
  if (told !== undefined || type !== null || toText(raw.entityTypeId) !== null) return told
  const has = (...names: string[]) => names.some((name) => name in raw)
  const stage = toText(raw.stageId) ?? ''
  if (has('accountNumber') || /^DT31_/.test(stage)) return 'invoices'
  // Processes a portal made itself.
  if (/^DT\d+_/.test(stage)) return undefined
  if (/^(C\d+:|(PREPARATION|PREPAYMENT_INVOICE|EXECUTING|FINAL_INVOICE|WON|LOSE|APOLOGY)$)/.test(stage)) return 'deals'
  if (has('leadId', 'categoryId')) return 'deals'
  if (has('stageId', 'isConvert', 'statusDescription')) return 'leads'
  if (has('industry', 'employees')) return 'companies'
  return has('lastName', 'post') ? 'contacts' : undefined
}

function shapeOf(raw: Values): string | undefined {
  const has = (...names: string[]) => names.every((name) => name in raw)
  if (has('isDefault', 'entityTypeId')) return 'categories'
  if (has('ENTITY_ID', 'STATUS_ID')) return 'statuses'
  if (has('entityTypeId')) return itemType(null, raw)
  if (has('sessionId', 'message')) return 'sessions'
  if (has('CALL_ID') || has('CALL_TYPE')) return 'calls'
  if (has('OWNER_TYPE_ID', 'TYPE_ID') || has('PROVIDER_ID') || has('ID', 'COMMUNICATIONS')) return 'activities'
  if (has('OWNER_ID', 'TYPE_ID') && ('STAGE_ID' in raw || 'STATUS_ID' in raw)) return 'moves'
  if (has('PRODUCT_NAME') || has('productName')) return 'product-rows'
  if (has('EVENT_NAME') || has('event')) return 'hooks'
  if (has('UF_DEPARTMENT') || has('USER_TYPE')) return 'users'
  if (has('PARENT', 'NAME') || has('UF_HEAD')) return 'departments'
  if (has('RQ_INN') || has('PRESET_ID')) return 'requisites'
  if (has('STAGE_ID') || has('CATEGORY_ID')) return 'deals'
  if (has('STATUS_ID') || has('STATUS_SEMANTIC_ID')) return 'leads'
  if (has('leadId', 'stageId')) return 'deals'
  if (has('ENTITY_TYPE_ID', 'ENTITY_ID')) return 'requisites'
  if (has('COMPANY_TYPE') || has('INDUSTRY')) return 'companies'
  if (has('LAST_NAME') || has('POST')) return 'contacts'
  if (has('deadline') && ('responsibleId' in raw || 'responsible' in raw)) return 'tasks'
  if (has('CURRENCY', 'AMOUNT_CNT')) return 'currencies'
  if (has('stageId') && ('lastName' in raw || 'honorific' in raw || 'isConvert' in raw)) return 'leads'
  return undefined
}
