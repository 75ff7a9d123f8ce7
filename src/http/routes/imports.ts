// POST /api/imports: an import of files of this machine, asked for by the command line while the server runs. Only the reader of
// DIR/server.json may name files here.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { checkCaller } from '../../app/access/admit.ts'
import { parseInput } from '../../app/ask-house.ts'
import { takeFiles } from '../../app/take-records.ts'
import { type ImportAsk, importAskSchema } from '../../contract/imports.ts'
import { streams } from '../../contract/streams.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { askerOf, describePath, readJson } from './request.ts'
import { tellProgress } from './tell-progress.ts'

export function addImportRoutes(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, { id: 'imports', ...streams.imports, input: importAskSchema, mediaType: 'application/x-ndjson' })
  app.post(streams.imports.path, async (context) => {
    checkCaller(context.var.caller, streams.imports.access)
    const ask = parseInput<ImportAsk>(importAskSchema, await readJson(context))
    const asker = askerOf(context, http)
    return tellProgress(context, (onNews) => takeFiles(http.house, asker, ask, onNews))
  })
}
