// The built page: files with a hash in their name for ever, everything else fresh, any unknown address the page itself. Holds no data,
// so that everybody gets it: it asks who is signed in and shows the way in.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { AppError } from '../../contract/errors.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { notePage } from '../note-page.ts'

const forEver = 'public, max-age=31536000, immutable'

/** Before anybody is asked who they are. */
export function addPageRoutes(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  const { webDir } = http
  app.use('/assets/*', async (context, next) => {
    await next()
    if (context.res.ok) context.header('cache-control', forEver)
  })
  const files = webDir !== null && isBuilt(webDir) ? serveStatic<HttpEnv>({ root: webDir }) : null
  app.get('*', async (context, next) => {
    if (isOfApi(context.req.path)) return next()
    return (await files?.(context, async () => undefined)) ?? page(context, http)
  })
}

/** What nothing answered. */
export function addNothingRoute(app: OpenAPIHono<HttpEnv>): void {
  app.all('/api/*', (context) => {
    throw new AppError('not_found', `There is nothing at ${context.req.method} ${context.req.path}.`, { path: context.req.path })
  })
}

const isOfApi = (path: string) => path.startsWith('/api/') || path === '/api' || path === '/metrics' || path === '/enter'

function page(context: Context<HttpEnv>, http: HttpContext): Promise<Response> | Response {
  if (/\.[a-z0-9]{2,5}$/i.test(context.req.path)) throw new AppError('not_found', 'There is no such file.', { path: context.req.path })
  return servePage(context, http, 200)
}

const isBuilt = (webDir: string) => existsSync(join(webDir, 'index.html'))

export async function servePage(context: Context<HttpEnv>, { webDir }: HttpContext, status: 200 | 401): Promise<Response> {
  if (webDir === null || !isBuilt(webDir)) return status === 401 ? notePage(context, 401, 'link_used') : notePage(context, 503, 'not_built')
  return context.html(await readFile(join(webDir, 'index.html'), 'utf8'), status, { 'cache-control': 'no-cache' })
}
