// POST /api/imports: an import of files of this machine, asked for by the command line while the server runs. Streams lines
// of JSON: news of the progress, then the answer or a problem. Only the reader of DIR/server.json may name files here.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'
import { parseInput } from '../../app/ask-house.ts'
import { importRecords } from '../../app/import-records.ts'
import { AppError } from '../../contract/errors.ts'
import { type ImportAsk, importAskSchema } from '../../contract/imports.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { problemResponse } from '../problem.ts'
import { askerOf, describePath, readJson } from './request.ts'

const aliveMs = 20_000

export function addImportRoutes(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  const path = '/api/imports'
  const doc = 'Imports files of this machine; for the command line, with the token of DIR/server.json'
  describePath(app, { id: 'imports', method: 'post', path, doc, input: importAskSchema, mediaType: 'application/x-ndjson' })
  app.post(path, async (context) => {
    if (!context.var.isLocal) throw new AppError('forbidden', 'Only a command on this machine may name files here.')
    const ask = parseInput<ImportAsk>(importAskSchema, await readJson(context))
    const asker = askerOf(context, http)
    context.header('content-type', 'application/x-ndjson')
    return stream(context, async (out) => {
      const say = (message: unknown) => out.write(`${JSON.stringify(message)}\n`)
      // A long derivation has no news; an empty line now and then keeps the asker from giving up.
      const alive = setInterval(() => void out.write('\n'), aliveMs)
      const [done] = await Promise.allSettled([importRecords(http.house, { ...asker, ask, onNews: (news) => void say({ news }) })])
      clearInterval(alive)
      if (done.status === 'fulfilled') await say({ answer: done.value })
      else await say({ problem: await problemResponse(context, done.reason).json() })
    })
  })
}
