// The place that calls fetch (api/away.ts looks whether there is anybody). Turns a problem document into one error type; knows the workspace, nothing of meaning.

import { noteAway } from './away.ts'
import { keepAnswer, readKept } from './kept-answers.ts'

/** A refusal of the server (RFC 9457), or no answer at all (status 0). */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly hint: string | null
  /** Places of what was wrong, as the server names them. */
  readonly problems: readonly { path: string; message: string }[]

  constructor(
    status: number,
    code: string,
    message: string,
    hint: string | null,
    problems: readonly { path: string; message: string }[] = [],
  ) {
    super(message)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.hint = hint
    this.problems = problems
  }
}

const workspaceKey = 'rumb.workspace'
const base = '/api'
/** A proxy in front of a server that is away. */
const awayStatuses = new Set([502, 504])
let workspace = localStorage.getItem(workspaceKey)

/** The company every question is about; null until the server said which there are. */
export function readWorkspace(): string | null {
  return workspace
}

/** The reader's choice, remembered in this browser. */
export function writeWorkspace(id: string): void {
  localStorage.setItem(workspaceKey, id)
  workspace = id
}

/** What was chosen before when it is still there, else what the server opens by default. */
export function settleWorkspace(known: readonly string[], byDefault: string | null): void {
  if (workspace !== null && known.includes(workspace)) return
  localStorage.removeItem(workspaceKey)
  workspace = byDefault ?? known[0] ?? null
}

function headers(hasBody: boolean, to: string | null): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...(to ? { 'rumb-workspace': to } : {}),
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text()
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false
  const body: Record<string, unknown> = isProblem ? JSON.parse(text) : {}
  const word = (key: string) => (typeof body[key] === 'string' ? body[key] : null)
  return new ApiProblem(
    response.status,
    word('code') ?? 'unknown',
    word('detail') ?? word('title') ?? response.statusText,
    word('hint'),
    Array.isArray(body.problems) ? body.problems : [],
  )
}

async function send<Answer>(method: string, path: string, body: unknown, signal?: AbortSignal, to = workspace): Promise<Answer> {
  const question = { workspace: to, path, body }
  const [answered] = await Promise.allSettled([ask(method, path, body, signal, to)])
  // Who only reads gets the last answer while the server is away; the signal is what reading hooks pass.
  const isReading = signal !== undefined
  const isAway = answered.status === 'rejected' ? !signal?.aborted : awayStatuses.has(answered.value.status)
  const kept = isReading && isAway ? await readKept(question) : null
  if (kept) {
    noteAway(kept.at)
    return kept.answer as Answer
  }
  if (answered.status === 'rejected') throw answered.reason
  if (!answered.value.ok) throw await problemOf(answered.value)
  const answer = (await answered.value.json()) as Answer
  if (isReading) void keepAnswer(question, answer)
  return answer
}

function ask(method: string, path: string, body: unknown, signal: AbortSignal | undefined, to: string | null): Promise<Response> {
  return fetch(base + path, {
    method,
    headers: headers(body !== undefined, to),
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
}

export function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return send('GET', path, undefined, signal)
}

/** `to`: another company than the one that is open. */
export function postJson<Answer>(path: string, body: unknown, signal?: AbortSignal, to: string | null = workspace): Promise<Answer> {
  return send('POST', path, body, signal, to)
}

/** `to`: another company than the one that is open; one that is new is made. */
export function patchJson<Answer>(path: string, body: unknown, to: string | null = workspace): Promise<Answer> {
  return send('PATCH', path, body, undefined, to)
}

/** A file as it is. */
export async function postFile<Answer>(path: string, file: Blob, to: string | null): Promise<Answer> {
  const type = { 'content-type': 'application/octet-stream' }
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { ...headers(false, to), ...type },
    credentials: 'same-origin',
    body: file,
  })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as Answer
}

type Line = { news?: unknown; answer?: unknown; problem?: { code?: string; detail?: string; status?: number } }

/** Long work told line by line: news while it goes on, then its answer. */
export async function postLines<Answer, News>(
  path: string,
  body: unknown,
  onNews: (news: News) => void,
  to: string | null,
): Promise<Answer> {
  const init = { method: 'POST', headers: headers(true, to), credentials: 'same-origin' as const, body: JSON.stringify(body) }
  const response = await fetch(base + path, init)
  if (!response.ok) throw await problemOf(response)
  let rest = ''
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const lines = (rest + read.value).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines.filter(Boolean)) {
      const { news, answer, problem } = JSON.parse(text) as Line
      if (news !== undefined) onNews(news as News)
      if (problem) throw new ApiProblem(problem.status ?? 500, problem.code ?? 'unknown', problem.detail ?? '', null)
      if (answer !== undefined) return answer as Answer
    }
  }
  throw new ApiProblem(0, 'offline', 'The server ended before the work did.', null)
}

export function deleteJson<Answer>(path: string): Promise<Answer> {
  return send('DELETE', path, undefined)
}
