// The built page: files with a hash in their name for ever, everything else fresh, any unknown address the page itself.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { AppError } from '../../contract/errors.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { notePage } from '../note-page.ts'

const forEver = 'public, max-age=31536000, immutable'

export function addPageRoutes(app: OpenAPIHono<HttpEnv>, { webDir }: HttpContext): void {
  app.all('/api/*', (context) => {
    throw new AppError('not_found', `There is nothing at ${context.req.method} ${context.req.path}.`, { path: context.req.path })
  })
  const index = webDir === null ? null : join(webDir, 'index.html')
  if (webDir === null || index === null || !existsSync(index)) {
    app.get('*', (context) => notePage(context, 503, 'not_built'))
    return
  }
  app.use('/assets/*', async (context, next) => {
    await next()
    if (context.res.ok) context.header('cache-control', forEver)
  })
  app.get('*', serveStatic({ root: webDir }))
  app.get('*', async (context) => {
    if (/\.[a-z0-9]{2,5}$/i.test(context.req.path)) throw new AppError('not_found', 'There is no such file.', { path: context.req.path })
    return context.html(await readFile(index, 'utf8'), 200, { 'cache-control': 'no-cache' })
  })
}
