// GET /api/health (open to all, says only whether the engines answer) and GET /metrics for Prometheus.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { checkHealth } from '../../app/check-health.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { describePath } from './request.ts'

export function addHealthRoute(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, { id: 'health', method: 'get', path: '/api/health', doc: 'Do the engines answer?', isOpen: true })
  app.get('/api/health', async (context) => {
    const health = await checkHealth(http.house)
    return context.json(health, health.status === 'ok' ? 200 : 503, { 'cache-control': 'no-store' })
  })
}

export type Metrics = { measure: MiddlewareHandler<HttpEnv>; registry: Registry }

/** Measures every request that passes. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'rumb_' })
  const seconds = new Histogram({
    name: 'rumb_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 1, 3, 10],
    registers: [registry],
  })
  const measure: MiddlewareHandler<HttpEnv> = async (context, next) => {
    const stop = seconds.startTimer()
    await next()
    stop({ method: context.req.method, route: routePath(context), status: context.res.status })
  }
  return { measure, registry }
}

export function addMetricsRoute(app: OpenAPIHono<HttpEnv>, { registry }: Metrics): void {
  describePath(app, { id: 'metrics', method: 'get', path: '/metrics', doc: 'Metrics for Prometheus', mediaType: 'text/plain' })
  app.get('/metrics', async (context) => context.text(await registry.metrics(), 200, { 'content-type': registry.contentType }))
}
