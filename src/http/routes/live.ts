// GET /api/live: a stream of server-sent events, one `facts` whenever the facts of the workspace changed, as long
// as the listener may hear it.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'
import { admitTo } from '../../app/ask-house.ts'
import { streams } from '../../contract/streams.ts'
import { callerNow } from '../entry.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { askerOf, describePath } from './request.ts'

const aliveMs = 20_000

export function addLiveRoute(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  const { path, access } = streams.live
  describePath(app, { id: 'live', ...streams.live, mediaType: 'text/event-stream' })
  app.get(path, async (context) => {
    const asker = askerOf(context, http)
    const named = { ...asker, workspace: context.req.query('workspace') || asker.workspace }
    const { workspace: id } = await admitTo(http.house, named, access, 'live')
    return streamSSE(context, async (stream) => {
      const { promise: gone, resolve: leave } = Promise.withResolvers<void>()
      const tell = async () => {
        const caller = await callerNow(context, http)
        const [still] = await Promise.allSettled([admitTo(http.house, { ...named, workspace: id, caller }, access, 'live')])
        if (still.status === 'fulfilled') await stream.writeSSE({ event: 'facts', data: JSON.stringify({ workspace: id }) })
        else leave()
      }
      const stop = http.house.news.listen((workspace) => {
        if (workspace === id) void tell()
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
