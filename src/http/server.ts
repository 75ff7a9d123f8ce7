// The HTTP door: the list of all routes and what stands before them. Builds the app; listening is `listen.ts`.
import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { AppError } from '../contract/errors.ts'
import { enter, letIn } from './entry.ts'
import type { HttpContext, HttpEnv } from './http-env.ts'
import { checkHost } from './origin.ts'
import { problemResponse } from './problem.ts'
import { addDocsRoutes } from './routes/docs.ts'
import { addHealthRoute, addMetricsRoute, openMetrics } from './routes/health.ts'
import { addHookRoute } from './routes/hooks.ts'
import { addImportRoutes } from './routes/imports.ts'
import { addLiveRoute } from './routes/live.ts'
import { addNothingRoute, addPageRoutes } from './routes/page.ts'
import { addQuarantineRoute } from './routes/quarantine.ts'
import { addRecordRoutes } from './routes/records.ts'
import { addResourceRoutes } from './routes/resources.ts'
import { addTrackerRoutes, openToSites } from './routes/tracker.ts'
import { addUploadRoutes } from './routes/uploads.ts'

const bodyBytesMax = 1_000_000
const recordsBytesMax = 64_000_000
const uploadBytesMax = 200_000_000
const bytesMax: Readonly<Record<string, number>> = { '/api/records': recordsBytesMax, '/api/uploads': uploadBytesMax }

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    // Components of the page set styles on elements; scripts come from files only.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    // Recordings of calls stay where the telephony keeps them.
    mediaSrc: ["'self'", 'https:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: false,
})

/** The whole application over an open house. */
export function buildServer(http: HttpContext, version: string): OpenAPIHono<HttpEnv> {
  const app = new OpenAPIHono<HttpEnv>()
  app.onError((error, context) => problemResponse(context, error))
  app.notFound((context) => problemResponse(context, new AppError('not_found', 'There is nothing here.', { path: context.req.path })))

  app.use(requestId(), noteRequest(http), openToSites, headers)
  const metrics = openMetrics()
  app.use(metrics.measure, checkHost(http), limitBodies, compress())
  // Open to everybody: they say nothing of the data.
  addHealthRoute(app, http)
  addDocsRoutes(app, version)
  app.all('/enter', enter(http))
  addTrackerRoutes(app, http)
  addHookRoute(app, http)
  addPageRoutes(app, http)

  app.use(letIn(http), freshAnswers)
  addMetricsRoute(app, http, metrics)
  addResourceRoutes(app, http)
  addRecordRoutes(app, http)
  addImportRoutes(app, http)
  addUploadRoutes(app, http)
  addQuarantineRoute(app, http)
  addLiveRoute(app, http)
  addNothingRoute(app)
  return app
}

function noteRequest({ log }: HttpContext): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const start = performance.now()
    context.set('log', log.child({ request: context.var.requestId }))
    await next()
    const { method, path } = context.req
    context.var.log.debug({ method, path, status: context.res.status, ms: Math.round(performance.now() - start) }, 'request')
  }
}

const limitBodies: MiddlewareHandler<HttpEnv> = (context, next) => {
  const maxSize = bytesMax[context.req.path] ?? bodyBytesMax
  const onError = () => {
    throw new AppError('too_large', `The body is larger than ${maxSize / 1_000_000} MB.`, { hint: 'Send it in parts.' })
  }
  return bodyLimit({ maxSize, onError })(context, next)
}

/** Answers of the API are true for a moment only; nothing between may keep them. */
const freshAnswers: MiddlewareHandler<HttpEnv> = async (context, next) => {
  await next()
  if (context.req.path.startsWith('/api/')) context.header('cache-control', 'no-store')
}
