// POST /api/records: takes in up to 10,000 records as JSON. 200 when stored, also when some went to the quarantine.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { parseInput } from '../../app/ask-house.ts'
import { takeBatch } from '../../app/take-records.ts'
import { AppError } from '../../contract/errors.ts'
import { ingestAnswerSchema } from '../../contract/imports.ts'
import { type RecordBatch, recordBatch } from '../../contract/records/schema.ts'
import { streams } from '../../contract/streams.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { askerOf, describePath, readJson } from './request.ts'

const recordsMax = 10_000

export function addRecordRoutes(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, { id: 'ingest', ...streams.ingest, input: recordBatch, output: ingestAnswerSchema })
  app.post(streams.ingest.path, async (context) => {
    const batch = parseInput<RecordBatch>(recordBatch, await readJson(context))
    const count = Object.values(batch.records).reduce((sum, records) => sum + records.length, 0)
    if (count > recordsMax) {
      throw new AppError('too_large', `${count} records in one request; ${recordsMax} are allowed.`, {
        path: 'records',
        hint: 'Send them in parts.',
      })
    }
    return context.json(await takeBatch(http.house, askerOf(context, http), batch))
  })
}
