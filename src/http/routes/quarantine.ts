// GET /api/quarantine/export: every quarantined row of the workspace as CSV, to be corrected and sent again.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'
import { exportQuarantine } from '../../app/export-quarantine.ts'
import { resolveWorkspace } from '../../app/resolve-workspace.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { askerOf, describePath } from './request.ts'

export function addQuarantineRoute(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  const path = '/api/quarantine/export'
  describePath(app, { id: 'quarantineExport', method: 'get', path, doc: 'All quarantined rows as CSV', mediaType: 'text/csv' })
  app.get(path, async (context) => {
    const { id } = await resolveWorkspace(http.house, askerOf(context, http).workspace)
    context.header('content-type', 'text/csv; charset=utf-8')
    context.header('content-disposition', `attachment; filename="quarantine-${id}.csv"`)
    return stream(context, async (out) => {
      for await (const lines of exportQuarantine(http.house, { workspace: id })) await out.write(lines)
    })
  })
}
