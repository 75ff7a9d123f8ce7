// POST /api/uploads: a file of tables as the body. POST /api/uploads/:id/imports: its import, told line by line.
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { checkCaller } from '../../app/access/admit.ts'
import { parseInput } from '../../app/ask-house.ts'
import { admitImport, takeUpload } from '../../app/uploads/take-upload.ts'
import type { ResourceInput } from '../../contract/resources.ts'
import { streams } from '../../contract/streams.ts'
import { uploadAskSchema, uploadedSchema, uploadTakeSchema } from '../../contract/uploads.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { askerOf, describePath, readJson } from './request.ts'
import { tellProgress } from './tell-progress.ts'

export function addUploadRoutes(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, { id: 'upload', ...streams.upload, output: uploadedSchema })
  app.post(streams.upload.path, async (context) => {
    checkCaller(context.var.caller, streams.upload.access)
    const { name } = parseInput<{ name: string }>(uploadAskSchema, context.req.query())
    const body = () => (context.req.raw.body === null ? Readable.from([]) : Readable.fromWeb(context.req.raw.body as ReadableStream))
    return context.json(await takeUpload(http.house, askerOf(context, http), { name, body }))
  })

  describePath(app, { id: 'uploadImport', ...streams.uploadImport, input: uploadTakeSchema, mediaType: 'application/x-ndjson' })
  app.post(streams.uploadImport.path, async (context) => {
    checkCaller(context.var.caller, streams.uploadImport.access)
    const take = parseInput<ResourceInput<'uploadTry'>>(uploadTakeSchema, {
      ...((await readJson(context)) as object),
      ...context.req.param(),
    })
    return tellProgress(context, await admitImport(http.house, askerOf(context, http), take))
  })
}
