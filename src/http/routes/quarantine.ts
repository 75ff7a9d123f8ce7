// GET /api/quarantine/export: every quarantined row of the workspace as CSV, to be corrected and sent again.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'
import { admitTo, noteDone } from '../../app/ask-house.ts'
import { exportQuarantine } from '../../app/export-quarantine.ts'
import { streams } from '../../contract/streams.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { askerOf, describePath } from './request.ts'

export function addQuarantineRoute(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  const { path, access } = streams.quarantineExport
  describePath(app, { id: 'quarantineExport', ...streams.quarantineExport, mediaType: 'text/csv' })
  app.get(path, async (context) => {
    const asked = await admitTo(http.house, askerOf(context, http), access, 'quarantineExport')
    const id = asked.workspace
    await noteDone(http.house, asked, { action: 'quarantine.exported', detail: {} })
    context.header('content-type', 'text/csv; charset=utf-8')
    context.header('content-disposition', `attachment; filename="quarantine-${id}.csv"`)
    return stream(context, async (out) => {
      for await (const lines of exportQuarantine(http.house, { workspace: id })) await out.write(lines)
    })
  })
}
