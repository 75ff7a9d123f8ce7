// GET /t.js and POST /t: the visit tracker on sites of companies. Open to every origin and to nobody's session: what comes in here
// becomes a visit and nothing else.
import { readFile } from 'node:fs/promises'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { parseInput } from '../../app/ask-house.ts'
import { takeVisit } from '../../app/take-visits.ts'
import { streams } from '../../contract/streams.ts'
import { type VisitSent, visitSchema } from '../../contract/visits.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { addressOf } from '../origin.ts'
import { describePath, readJson } from './request.ts'

const script = new URL('../tracker/t.js', import.meta.url)
const paths: ReadonlySet<string> = new Set([streams.tracker.path, streams.visit.path])

/** Stands before what closes the other answers to foreign pages. */
export const openToSites: MiddlewareHandler<HttpEnv> = async (context, next) => {
  await next()
  if (!paths.has(context.req.path)) return
  context.header('access-control-allow-origin', '*')
  context.header('cross-origin-resource-policy', 'cross-origin')
}

export function addTrackerRoutes(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, { id: 'tracker', ...streams.tracker, mediaType: 'text/javascript' })
  app.get(streams.tracker.path, async (context) => {
    const text = await readFile(script, 'utf8')
    return context.body(text, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' })
  })
  describePath(app, { id: 'visit', ...streams.visit, input: visitSchema })
  app.post(streams.visit.path, async (context) => {
    const visit = parseInput<VisitSent>(visitSchema, await readJson(context))
    await takeVisit(http.house, visit, { now: http.now(), address: addressOf(context, http) })
    return context.body(null, 204)
  })
  app.options(streams.visit.path, (context) =>
    context.body(null, 204, {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '86400',
    }),
  )
}
