// The only place that calls fetch. Turns a problem document into one error type; knows the workspace, nothing of meaning.

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
  const response = await fetch(base + path, {
    method,
    headers: headers(body !== undefined, to),
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as Answer
}

export function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return send('GET', path, undefined, signal)
}

/** `to`: another company than the one that is open. */
export function postJson<Answer>(path: string, body: unknown, signal?: AbortSignal, to: string | null = workspace): Promise<Answer> {
  return send('POST', path, body, signal, to)
}

export function patchJson<Answer>(path: string, body: unknown): Promise<Answer> {
  return send('PATCH', path, body)
}

export function deleteJson<Answer>(path: string): Promise<Answer> {
  return send('DELETE', path, undefined)
}
