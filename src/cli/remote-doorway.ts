// The doorway of a command that asks a running server, with the token of DIR/server.json.
import type { ServerRecord } from '../app/server-record.ts'
import { AppError, type ErrorCode } from '../contract/errors.ts'
import type { ImportAnswer, ImportNews } from '../contract/imports.ts'
import { type Resource, type ResourceName, type ResourceOutput, resources } from '../contract/resources.ts'
import type { Doorway, DoorwayOutside } from './doorway.ts'
import { exitCodes } from './exit-codes.ts'

export function openRemoteDoorway({ url, token }: ServerRecord, { config, workspace, lang }: DoorwayOutside): Doorway {
  const headers = {
    authorization: `Bearer ${token}`,
    'accept-language': lang,
    'content-type': 'application/json',
    ...(workspace === null ? {} : { 'rumb-workspace': workspace }),
  }
  const send = async (method: string, path: string, body: unknown): Promise<Response> => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const [sent] = await Promise.allSettled([fetch(`${url}${path}`, init)])
    if (sent.status === 'rejected')
      throw new AppError('engine_unavailable', `The server at ${url} does not answer.`, { cause: sent.reason })
    if (!sent.value.ok) throw toAppError(await sent.value.json())
    return sent.value
  }
  return {
    origin: config.url === null ? url : new URL(config.url).origin,
    ask: async <N extends ResourceName>(name: N, input: unknown) => {
      const { method, path }: Resource = resources[name]
      const fields = new Map(Object.entries(input as Record<string, unknown>))
      const address = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(takeFrom(fields, key)))
      if (method !== 'get') return (await (await send(method.toUpperCase(), address, input)).json()) as ResourceOutput<N>
      const search = new URLSearchParams([...fields].map(([key, value]): [string, string] => [key, String(value)]))
      return (await (await send('GET', `${address}?${search}`, undefined)).json()) as ResourceOutput<N>
    },
    importRecords: async (ask, onNews) => {
      const response = await send('POST', '/api/imports', ask)
      for await (const line of linesOf(response)) {
        const message = JSON.parse(line) as { news?: ImportNews; answer?: ImportAnswer; problem?: unknown }
        if (message.news) onNews(message.news)
        if (message.problem) throw toAppError(message.problem)
        if (message.answer) return message.answer
      }
      throw new AppError('engine_unavailable', 'The server ended before the import did.', {
        hint: 'Run the import again: it goes on safely.',
      })
    },
    close: async () => undefined,
  }
}

function takeFrom(fields: Map<string, unknown>, key: string): string {
  const value = fields.get(key)
  fields.delete(key)
  return String(value ?? '')
}

type Problem = { code?: string; detail?: string; hint?: string; path?: string; problems?: { path: string; message: string }[] }

function toAppError(body: unknown): AppError {
  const { code = '', detail = 'The server failed.', hint, path, problems } = body as Problem
  const known = Object.hasOwn(exitCodes, code) ? (code as ErrorCode) : 'engine_failed'
  return new AppError(known, detail, { ...(hint ? { hint } : {}), ...(path ? { path } : {}), ...(problems ? { problems } : {}) })
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  let rest = ''
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line !== '')
  }
}
