// Fetches Microsoft Graph: each folder of letters and each calendar by its delta links, which tell what is new until they expire.
import { AppError } from '../../contract/errors.ts'
import type { HttpAnswer, HttpClient } from '../http-client.ts'
import type { Answer, Fetch, LinkOf, Right } from '../source.ts'
import { type Feed, type Told, walkFeeds } from '../walk-feeds.ts'
import { toList, toText, toValues, type Values } from '../wire-values.ts'
import { codeOf, type MicrosoftDoor, openMicrosoft, readMicrosoftAddress, refuseMicrosoft } from './microsoft-door.ts'

const DAY_MS = 86_400_000
const YEARS_BACK = 3
/** Meetings are looked for so far ahead; the window moves on when half of it has passed. */
const AHEAD_MS = 180 * DAY_MS
const FIELDS = [
  ...['internetMessageId', 'conversationId', 'subject', 'from', 'sender', 'toRecipients', 'ccRecipients', 'bccRecipients'],
  ...['sentDateTime', 'receivedDateTime', 'isDraft', 'internetMessageHeaders'],
].join(',')
/** Folders whose letters are no business, by the names Graph itself gives them. */
const UNWANTED = ['drafts', 'junkemail', 'deleteditems', 'outbox', 'syncissues', 'conversationhistory']

const toAnswer = (path: string, body: unknown): Answer => ({ file: path.split('?')[0]!, line: 1, path, body })

/** A link to go on by is an address; only its path is followed, at the host that was connected. */
function pathOf(link: unknown): string | null {
  const text = toText(link)
  if (text === null) return null
  const { pathname, search } = new URL(text)
  return `${pathname}${search}`
}

const isExpired = (answer: HttpAnswer) =>
  answer.status === 410 || (answer.status === 400 && /syncstate|resync|skiptoken|deltatoken/i.test(codeOf(answer)))

async function readPage(graph: HttpClient, path: string, what: string): Promise<HttpAnswer | 'expired'> {
  const answer = await graph.get(path)
  if (isExpired(answer)) return 'expired'
  if (answer.status !== 200) refuseMicrosoft(answer, what)
  return answer
}

type Person = { path: string; email: string }

async function listAll(graph: HttpClient, path: string, what: string): Promise<Values[]> {
  const found: Values[] = []
  for (let next: string | null = path; next !== null; ) {
    const answer = await readPage(graph, next, what)
    if (answer === 'expired') return found
    const body = toValues(answer.body)
    found.push(...toList(body.value).map(toValues))
    next = pathOf(body['@odata.nextLink'])
  }
  return found
}

async function readPeople({ graph, users }: MicrosoftDoor): Promise<{ people: Person[]; common: Answer[] }> {
  if (users === null) {
    const path = '/v1.0/me?$select=id,displayName,mail,userPrincipalName'
    const answer = await readPage(graph, path, 'the profile')
    if (answer === 'expired') throw new AppError('source_unavailable', 'Microsoft does not say whose token this is.')
    const { mail, userPrincipalName } = toValues(answer.body)
    return {
      people: [{ path: '/v1.0/me', email: toText(mail) ?? toText(userPrincipalName) ?? 'me' }],
      common: [toAnswer(path, answer.body)],
    }
  }
  const listed =
    users.length > 0
      ? []
      : await listAll(graph, '/v1.0/users?$select=id,mail,userPrincipalName,accountEnabled&$top=999', 'the list of people')
  const emails = listed.flatMap(({ mail, accountEnabled }) => (accountEnabled === false ? [] : (toText(mail)?.toLowerCase() ?? [])))
  const people = [...users, ...emails].map((email) => ({ path: `/v1.0/users/${encodeURIComponent(email)}`, email }))
  // Whoever is read is one of us, whatever their letters say.
  return { people, common: people.map(({ path, email }) => toAnswer(path, { userPrincipalName: email })) }
}

/** Null: this person has no box, or it may not be read. */
async function listFolders(graph: HttpClient, { path }: Person): Promise<{ id: string; name: string }[] | null> {
  const probe = await graph.get(`${path}/mailFolders/inbox?$select=id`)
  if (probe.status === 403 || probe.status === 404) return null
  if (probe.status !== 200) refuseMicrosoft(probe, 'the folders of mail')
  const unwanted = new Set<string | null>()
  for (const name of UNWANTED) unwanted.add(toText(toValues((await graph.get(`${path}/mailFolders/${name}?$select=id`)).body).id))
  const found: { id: string; name: string }[] = []
  const walk = async (from: string): Promise<void> => {
    for (const { id, displayName, childFolderCount } of await listAll(
      graph,
      `${from}?$select=id,displayName,childFolderCount&$top=100`,
      'the folders of mail',
    )) {
      const own = toText(id)
      if (own === null || unwanted.has(own)) continue
      found.push({ id: own, name: toText(displayName) ?? own })
      if (Number(childFolderCount) > 0) await walk(`${path}/mailFolders/${own}/childFolders`)
    }
  }
  await walk(`${path}/mailFolders`)
  return found
}

async function readDelta(graph: HttpClient, path: string, what: string): Promise<Told> {
  const answer = await readPage(graph, path, what)
  if (answer === 'expired') return 'expired'
  const body = toValues(answer.body)
  return { answers: [toAnswer(path, answer.body)], page: pathOf(body['@odata.nextLink']), cursor: pathOf(body['@odata.deltaLink']) }
}

function folderFeed(graph: HttpClient, { path, email }: Person, id: string): Feed {
  const base = `${path}/mailFolders/${id}/messages`
  const what = `the letters of ${email}`
  return {
    name: `${email}/mail/${id}`,
    past: async (page) => {
      const told = await readDelta(graph, page ?? `${base}/delta?$select=${FIELDS}&$orderby=receivedDateTime%20desc`, what)
      if (told === 'expired') return told
      const stamps = told.answers.flatMap(({ body }) =>
        toList(toValues(body).value).map((one) => Date.parse(String(toValues(one).receivedDateTime))),
      )
      const known = stamps.filter((stamp) => !Number.isNaN(stamp))
      return known.length === 0 ? told : { ...told, oldestMs: Math.min(...known) }
    },
    news: (cursor, page) => readDelta(graph, page ?? cursor, what),
    again: (fromMs, page) => {
      const filter = `$filter=receivedDateTime%20ge%20${new Date(fromMs).toISOString()}`
      return readDelta(graph, page ?? `${base}?$select=${FIELDS}&${filter}&$top=100`, what)
    },
  }
}

function calendarFeed(graph: HttpClient, { path, email }: Person, { fromMs, nowMs }: { fromMs: number; nowMs: number }): Feed {
  const read = async (asked: string): Promise<Told> => {
    const answer = await graph.get(asked)
    if (isExpired(answer)) return 'expired'
    // A token for mail only, or somebody without a calendar.
    if (answer.status === 403 || answer.status === 404) return { answers: [], page: null }
    if (answer.status !== 200) refuseMicrosoft(answer, `the calendar of ${email}`)
    const body = toValues(answer.body)
    const value = await fillOccurrences(graph, path, toList(body.value).map(toValues))
    return {
      answers: [toAnswer(asked, { ...body, value })],
      page: pathOf(body['@odata.nextLink']),
      cursor: pathOf(body['@odata.deltaLink']),
    }
  }
  const untilMs = (Math.floor(nowMs / (AHEAD_MS / 2)) + 2) * (AHEAD_MS / 2)
  const [start, end] = [fromMs, untilMs].map((ms) => new Date(ms).toISOString())
  return {
    // Another window is another feed.
    name: `${email}/calendar/${end!.slice(0, 10)}`,
    past: (page) => read(page ?? `${path}/calendarView/delta?startDateTime=${start}&endDateTime=${end}`),
    news: (cursor, page) => read(page ?? cursor),
  }
}

/** TRICKY (Graph): an occurrence of a series says only when it is; who takes part stands at the series. */
async function fillOccurrences(graph: HttpClient, path: string, events: readonly Values[]): Promise<Values[]> {
  const masters = new Map(events.flatMap((one) => (one.type === 'seriesMaster' ? [[toText(one.id) ?? '', one] as const] : [])))
  const filled: Values[] = []
  for (const event of events) {
    const of = toText(event.seriesMasterId)
    if (event.type !== 'occurrence' || of === null || 'attendees' in event) {
      // The series itself is a plan, no meeting.
      if (event.type !== 'seriesMaster') filled.push(event)
      continue
    }
    if (!masters.has(of)) {
      const { status, body } = await graph.get(`${path}/events/${of}?$select=${SERIES_FIELDS}`)
      masters.set(of, status === 200 ? toValues(body) : {})
    }
    filled.push({ ...masters.get(of), ...event })
  }
  return filled
}
const SERIES_FIELDS =
  'iCalUId,subject,organizer,attendees,createdDateTime,lastModifiedDateTime,isOnlineMeeting,location,isAllDay,isCancelled'

const fetchMicrosoft: Fetch<MicrosoftDoor> = async function* fetchMicrosoft(door, state, since) {
  const { graph, clock } = door
  const { people, common } = await readPeople(door)
  const nowMs = clock.now()
  const fromMs = since?.getTime() ?? Date.UTC(new Date(nowMs).getUTCFullYear() - YEARS_BACK, 0, 1)
  const feeds: Feed[] = []
  for (const person of people) {
    const folders = await listFolders(graph, person)
    if (folders === null && door.users !== null) continue
    feeds.push(calendarFeed(graph, person, { fromMs, nowMs }), ...(folders ?? []).map(({ id }) => folderFeed(graph, person, id)))
  }
  yield* walkFeeds({ state, feeds, since, startMs: nowMs, common })
}

async function checkMicrosoft(door: MicrosoftDoor): Promise<{ name: string; currency: string | null }> {
  const { people } = await readPeople(door)
  const [first] = people
  if (first === undefined)
    throw new AppError('source_unavailable', 'Microsoft tells of nobody with a mailbox.', { hint: 'Name the people: "users": [...].' })
  const probe = await door.graph.get(`${first.path}/mailFolders/inbox?$select=id`)
  const calendar = probe.status === 200 ? probe : await door.graph.get(`${first.path}/calendar?$select=id`)
  if (calendar.status !== 200) refuseMicrosoft(calendar, `mail and calendar of ${first.email}`)
  return { name: people.length > 1 ? `${first.email} +${people.length - 1}` : first.email, currency: null }
}

async function checkRights(door: MicrosoftDoor): Promise<Right[]> {
  const [first] = (await readPeople(door)).people
  const may = async (path: string) => (await door.graph.get(`${first!.path}/${path}?$select=id`)).status === 200
  return [
    { kind: 'emails', may: await may('mailFolders/inbox') },
    { kind: 'meetings', may: await may('calendar') },
  ]
}

export const microsoftLink: LinkOf<MicrosoftDoor> = {
  readAddress: readMicrosoftAddress,
  open: openMicrosoft,
  check: checkMicrosoft,
  fetch: fetchMicrosoft,
  rights: checkRights,
}
