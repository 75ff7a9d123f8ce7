// POST /api/imports: an import of files of this machine, asked for by the command line while the server runs. Streams lines
// of JSON: news of the progress, then the answer or a problem. Only the reader of DIR/server.json may name files here.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'
import { checkCaller } from '../../app/access/admit.ts'
import { parseInput } from '../../app/ask-house.ts'
import { takeFiles } from '../../app/take-records.ts'
import { type ImportAsk, importAskSchema } from '../../contract/imports.ts'
import { streams } from '../../contract/streams.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { problemResponse } from '../problem.ts'
import { askerOf, describePath, readJson } from './request.ts'

const aliveMs = 20_000

export function addImportRoutes(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, { id: 'imports', ...streams.imports, input: importAskSchema, mediaType: 'application/x-ndjson' })
  app.post(streams.imports.path, async (context) => {
    checkCaller(context.var.caller, streams.imports.access)
    const ask = parseInput<ImportAsk>(importAskSchema, await readJson(context))
    const asker = askerOf(context, http)
    context.header('content-type', 'application/x-ndjson')
    return stream(context, async (out) => {
      const say = (message: unknown) => out.write(`${JSON.stringify(message)}\n`)
      // A long derivation has no news; an empty line now and then keeps the asker from giving up.
      const alive = setInterval(() => void out.write('\n'), aliveMs)
      const [done] = await Promise.allSettled([takeFiles(http.house, asker, ask, (news) => void say({ news }))])
      clearInterval(alive)
      if (done.status === 'fulfilled') await say({ answer: done.value })
      else await say({ problem: await problemResponse(context, done.reason).json() })
    })
  })
}
