// POST /api/hooks/:source: messages of systems about changes, in the form each system likes. Open to who knows the key in the address.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { hearHook } from '../../app/hear-hook.ts'
import { streams } from '../../contract/streams.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { addressOf } from '../origin.ts'
import { describePath } from './request.ts'

export function addHookRoute(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, { id: 'hook', ...streams.hook })
  app.post(streams.hook.path, async (context) => {
    const { raw } = context.req
    const heard = {
      source: context.req.param('source') ?? '',
      key: context.req.query('key') ?? passwordOf(raw.headers),
      message: { headers: raw.headers, body: await context.req.text(), url: publicUrlOf(context.req.url, http) },
      address: addressOf(context, http),
      now: http.now(),
    }
    const { hints, reply } = await hearHook(http.house, heard)
    return reply ? context.body(reply.body, 200, { 'Content-Type': reply.type }) : context.json({ hints })
  })
}

/** Systems that sign in instead of writing the key into the address. */
function passwordOf(headers: Headers): string {
  const basic = /^Basic\s+([\w+/=]+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? ''
  const text = Buffer.from(basic, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

/** As the sender wrote it: what signs covers the address. */
function publicUrlOf(url: string, { publicUrl }: HttpContext): string {
  const { pathname, search, origin } = new URL(url)
  return `${publicUrl?.origin ?? origin}${pathname}${search}`
}
