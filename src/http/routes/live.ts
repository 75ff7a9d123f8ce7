// GET /api/live: a stream of server-sent events, one `facts` whenever the facts of the workspace changed.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'
import { resolveWorkspace } from '../../app/resolve-workspace.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { describePath } from './request.ts'

const aliveMs = 20_000

export function addLiveRoute(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, {
    id: 'live',
    method: 'get',
    path: '/api/live',
    doc: 'Server-sent events: facts changed',
    mediaType: 'text/event-stream',
  })
  app.get('/api/live', async (context) => {
    const named = context.req.query('workspace') || context.req.header('rumb-workspace') || null
    const { id } = await resolveWorkspace(http.house, named)
    return streamSSE(context, async (stream) => {
      const { promise: gone, resolve: leave } = Promise.withResolvers<void>()
      const stop = http.house.news.listen((workspace) => {
        if (workspace === id) void stream.writeSSE({ event: 'facts', data: JSON.stringify({ workspace: id }) })
      })
      const alive = setInterval(() => void stream.write(': alive\n\n'), aliveMs)
      stream.onAbort(leave)
      await stream.write(': hello\n\n')
      await gone
      clearInterval(alive)
      stop()
    })
  })
}
