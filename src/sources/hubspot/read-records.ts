// Reads records of HubSpot by their ids: properties, history and links, so many at once as it allows.
import type { HttpClient } from '../http-client.ts'
import type { Answer } from '../source.ts'
import { toId, toList, toValues } from '../wire-values.ts'
import { get, nextOf, post, refuseStatus, resultsOf, toAnswer } from './ask-hubspot.ts'
import { type HubObject, hubObjects, pointers } from './objects.ts'
import { mergedInto } from './records-of.ts'

const AT_ONCE = 100
/** TRICKY (HubSpot): with history a batch holds half as many. */
const AT_ONCE_WITH_HISTORY = 50
const OWN_PROPERTIES_MAX = 500
const PAGES_MAX = 1000

/** What a portal lets be read, and what every batch is understood with: people, pipelines, the currency. */
export type Portal = { objects: readonly HubObject[]; common: readonly Answer[] }

export async function readPortal(client: HttpClient): Promise<Portal> {
  const common = [await get(client, '/account-info/v3/details')]
  for (const archived of ['false', 'true']) common.push(...(await readPages(client, `/crm/v3/owners?limit=100&archived=${archived}`)))
  const objects: HubObject[] = []
  for (const object of hubObjects) {
    const tried = await client.get(`/crm/v3/objects/${object.name}?limit=1`)
    // A plan without the object, or a token without its scope.
    const isMissing = [400, 403, 404].includes(tried.status)
    if (isMissing && object.isNeeded !== true) continue
    refuseStatus(tried, `objects/${object.name}`)
    objects.push(object.hasOwnProperties === true ? await withOwnProperties(client, object) : object)
  }
  for (const name of ['deals', 'leads'])
    if (objects.some((object) => object.name === name)) common.push(await get(client, `/crm/v3/pipelines/${name}`))
  return { objects, common }
}

async function withOwnProperties(client: HttpClient, object: HubObject): Promise<HubObject> {
  const { status, body } = await client.get(`/crm/v3/properties/${object.name}`)
  if (status === 403) return object
  const own = resultsOf(body).flatMap(({ name, hubspotDefined }) => (hubspotDefined === true ? [] : [toId(name) ?? []].flat()))
  return { ...object, properties: [...new Set([...object.properties, ...own.slice(0, OWN_PROPERTIES_MAX)])] }
}

async function readPages(client: HttpClient, first: string): Promise<Answer[]> {
  const answers: Answer[] = []
  let after: string | null = null
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await get(client, after === null ? first : `${first}&after=${encodeURIComponent(after)}`)
    answers.push(answer)
    after = nextOf(answer.body)
    if (after === null) break
  }
  return answers
}

export async function readRecords(client: HttpClient, portal: Portal, object: HubObject, ids: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  const readable = object.links.filter((name) => portal.objects.some((one) => one.name === name))
  for (const to of readable) answers.push(...(await readLinks(client, object.name, to, ids)))
  const taken = object.onlyWith === undefined ? ids : fromIds(answers)
  const { properties, history: propertiesWithHistory } = object
  for (const some of inParts(taken, propertiesWithHistory === undefined ? AT_ONCE : AT_ONCE_WITH_HISTORY)) {
    const inputs = some.map((id) => ({ id }))
    answers.push(await post(client, `/crm/v3/objects/${object.name}/batch/read`, { inputs, properties, propertiesWithHistory }))
  }
  return answers
}

/** Of a record with very many links further pages are asked for. */
async function readLinks(client: HttpClient, from: string, to: string, ids: readonly string[]): Promise<Answer[]> {
  const path = `/crm/v4/associations/${from}/${to}/batch/read`
  const answers: Answer[] = []
  let inputs: { id: string; after?: string }[] = ids.map((id) => ({ id }))
  for (let round = 0; inputs.length > 0 && round < PAGES_MAX; round += 1) {
    const more: typeof inputs = []
    for (const some of inParts(inputs, AT_ONCE)) {
      const answer = await post(client, path, { inputs: some })
      answers.push(answer)
      for (const result of resultsOf(answer.body)) {
        const [id, after] = [toId(toValues(result.from).id), nextOf(result)]
        if (id !== null && after !== null) more.push({ id, after })
      }
    }
    inputs = more
  }
  return answers
}

/** What points at clients that others were merged into: their links moved, and they did not change for it. */
export async function readPointers(client: HttpClient, portal: Portal, name: string, answers: readonly Answer[]): Promise<Answer[]> {
  const winners = answers.flatMap(({ body }) =>
    resultsOf(body).flatMap(({ id, properties }) => (mergedInto(toValues(properties)).length > 0 ? [toId(id)!] : [])),
  )
  if (winners.length === 0) return []
  const found: Answer[] = []
  for (const object of portal.objects) {
    if (!pointers[name]?.includes(object.name)) continue
    const ids = (await readLinks(client, name, object.name, winners)).flatMap(({ body }) =>
      resultsOf(body).flatMap(({ to }) => toList(to).map((one) => toId(toValues(one).toObjectId))),
    )
    found.push(...(await readRecords(client, portal, object, [...new Set(ids.filter((id) => id !== null))])))
  }
  return found
}

/** Records deleted since then. Their list cannot be cut by time, so those of before are left out here. */
export async function readArchived(client: HttpClient, { objects }: Portal, sinceMs: number): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const { name, changed } of objects)
    for (const { path, body } of await readPages(client, `/crm/v3/objects/${name}?limit=100&archived=true&properties=${changed}`)) {
      const results = resultsOf(body).filter(({ archivedAt }) => !(Date.parse(String(archivedAt)) < sinceMs))
      if (results.length > 0) answers.push(toAnswer(path!, { results }))
    }
  return answers
}

const fromIds = (answers: readonly Answer[]) => [
  ...new Set(
    answers.flatMap(({ body }) =>
      resultsOf(body).flatMap(({ from, to }) => (toList(to).length > 0 ? [toId(toValues(from).id) ?? []].flat() : [])),
    ),
  ),
]

function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size))
}
