// Fetches Gmail and Google Calendar: letters page by page from the newest, what is new by the history of the box; events whole, then by
// the token of the last answer. Of letters only headers are asked for.
import { AppError } from '../../contract/errors.ts'
import type { HttpAnswer } from '../http-client.ts'
import type { Answer, Fetch, LinkOf, Right } from '../source.ts'
import { type Feed, type Told, walkFeeds } from '../walk-feeds.ts'
import { toList, toNumber, toText, toValues } from '../wire-values.ts'
import { type GoogleBox, type GoogleDoor, openGoogle, readGoogleAddress } from './google-door.ts'

const MAIL = '/gmail/v1/users/me'
const EVENTS = '/calendar/v3/calendars/primary/events'
const PAGE_LETTERS = 100
const PAGE_EVENTS = 250

const toAnswer = (path: string, body: unknown): Answer => ({ file: path.split('?')[0]!, line: 1, path, body })

function refuse({ status, body }: HttpAnswer, what: string): never {
  const told = toText(toValues(toValues(body).error).message)
  throw new AppError('source_unavailable', `Google refused ${what}: ${told ?? status}`, {
    ...(status === 403 ? { hint: 'Enable the API in the project and allow the scopes gmail.metadata and calendar.events.readonly.' } : {}),
  })
}

async function readProfile({ gmail }: GoogleBox): Promise<{ answer: Answer | null; email: string | null; historyId: string | null }> {
  const told = await gmail.get(`${MAIL}/profile`)
  // A token for calendars only.
  if (told.status === 403) return { answer: null, email: null, historyId: null }
  if (told.status !== 200) refuse(told, 'the profile')
  const { emailAddress, historyId } = toValues(told.body)
  return { answer: toAnswer(`${MAIL}/profile`, told.body), email: toText(emailAddress), historyId: toText(historyId) }
}

/** Headers of letters by their ids. A letter that was deleted meanwhile is gone. */
async function readLetters({ gmail }: GoogleBox, ids: readonly string[]): Promise<{ answers: Answer[]; oldestMs: number }> {
  const told = await Promise.all(ids.map((id) => gmail.get(`${MAIL}/messages/${id}?format=metadata`)))
  const found = told.filter(({ status }) => status === 200)
  const bad = told.find(({ status }) => status !== 200 && status !== 404)
  if (bad !== undefined) refuse(bad, 'a letter')
  const stamps = found.map(({ body }) => toNumber(toValues(body).internalDate) ?? Number.POSITIVE_INFINITY)
  const answers = found.map(({ body }) => toAnswer(`${MAIL}/messages/${toText(toValues(body).id)}`, body))
  return { answers, oldestMs: Math.min(...stamps) }
}

const idsIn = (list: unknown) => [...new Set(toList(list).flatMap((one) => toText(toValues(one).id) ?? []))]

async function listLetters(box: GoogleBox, page: string | null): Promise<Told> {
  const told = await box.gmail.get(
    `${MAIL}/messages?maxResults=${PAGE_LETTERS}${page === null ? '' : `&pageToken=${encodeURIComponent(page)}`}`,
  )
  if (told.status === 400 && page !== null) return 'expired'
  if (told.status !== 200) refuse(told, 'the list of letters')
  const { messages, nextPageToken } = toValues(told.body)
  const { answers, oldestMs } = await readLetters(box, idsIn(messages))
  return { answers, page: toText(nextPageToken), oldestMs }
}

function mailFeed(box: GoogleBox, name: string, historyId: string): Feed {
  return {
    name: `${name}/mail`,
    begin: async () => historyId,
    past: (page) => listLetters(box, page),
    again: async (fromMs, page) => {
      const told = await listLetters(box, page)
      return told === 'expired' || (told.oldestMs ?? 0) >= fromMs ? told : { ...told, page: null }
    },
    news: async (cursor, page) => {
      const more = page === null ? '' : `&pageToken=${encodeURIComponent(page)}`
      const told = await box.gmail.get(
        `${MAIL}/history?startHistoryId=${cursor}&historyTypes=messageAdded&maxResults=${PAGE_LETTERS}${more}`,
      )
      // So old a history is kept no more.
      if (told.status === 404 || (told.status === 400 && page !== null)) return 'expired'
      if (told.status !== 200) refuse(told, 'the history of the box')
      const { history, nextPageToken, historyId: next } = toValues(told.body)
      const added = toList(history).flatMap((one) => toList(toValues(one).messagesAdded).map((add) => toValues(add).message))
      const { answers } = await readLetters(box, idsIn(added))
      return { answers, page: toText(nextPageToken), cursor: toText(next) }
    },
  }
}

function calendarFeed({ calendar }: GoogleBox, name: string, since: Date | null): Feed {
  const read = async (query: string, page: string | null): Promise<Told> => {
    const more = page === null ? '' : `&pageToken=${encodeURIComponent(page)}`
    const path = `${EVENTS}?singleEvents=true&showDeleted=true&maxResults=${PAGE_EVENTS}${query}${more}`
    const told = await calendar.get(path)
    if (told.status === 410 || (told.status === 400 && page !== null)) return 'expired'
    // A token for mail only.
    if (told.status === 403 || told.status === 404) return { answers: [], page: null }
    if (told.status !== 200) refuse(told, 'the calendar')
    const { nextPageToken, nextSyncToken } = toValues(told.body)
    return { answers: [toAnswer(path, told.body)], page: toText(nextPageToken), cursor: toText(nextSyncToken) }
  }
  return {
    name: `${name}/calendar`,
    past: (page) => read(since === null ? '' : `&timeMin=${encodeURIComponent(since.toISOString())}`, page),
    news: (cursor, page) => read(`&syncToken=${encodeURIComponent(cursor)}`, page),
  }
}

const fetchGoogle: Fetch<GoogleDoor> = async function* fetchGoogle({ boxes, clock }, state, since) {
  const feeds: Feed[] = []
  const common: Answer[] = []
  for (const [nth, box] of boxes.entries()) {
    const { answer, email, historyId } = await readProfile(box)
    const name = email ?? box.owner ?? `box ${nth + 1}`
    if (answer !== null) common.push(answer)
    feeds.push(calendarFeed(box, name, since))
    if (historyId !== null) feeds.push(mailFeed(box, name, historyId))
  }
  yield* walkFeeds({ state, feeds, since, startMs: clock.now(), common })
}

async function checkGoogle({ boxes }: GoogleDoor): Promise<{ name: string; currency: string | null }> {
  const names: string[] = []
  for (const box of boxes) {
    const { email } = await readProfile(box)
    if (email === null) {
      const told = await box.calendar.get(`${EVENTS}?maxResults=1`)
      if (told.status !== 200) refuse(told, 'mail and calendar')
    }
    names.push(email ?? box.owner ?? 'Google Calendar')
  }
  return { name: names.length > 2 ? `${names[0]} +${names.length - 1}` : names.join(', '), currency: null }
}

async function checkRights({ boxes }: GoogleDoor): Promise<Right[]> {
  const [box] = boxes
  const { email } = await readProfile(box!)
  const { status } = await box!.calendar.get(`${EVENTS}?maxResults=1`)
  return [
    { kind: 'emails', may: email !== null },
    { kind: 'meetings', may: status === 200 },
  ]
}

export const googleLink: LinkOf<GoogleDoor> = {
  readAddress: readGoogleAddress,
  open: openGoogle,
  check: checkGoogle,
  fetch: fetchGoogle,
  rights: checkRights,
}
