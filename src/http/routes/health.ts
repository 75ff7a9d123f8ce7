// GET /api/health (open to all, says only whether the engines answer) and GET /metrics for Prometheus.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { admitTo } from '../../app/ask-house.ts'
import { checkHealth } from '../../app/check-health.ts'
import { streams } from '../../contract/streams.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { askerOf, describePath } from './request.ts'

export function addHealthRoute(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  describePath(app, { id: 'health', ...streams.health })
  app.get(streams.health.path, async (context) => {
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

export function addMetricsRoute(app: OpenAPIHono<HttpEnv>, http: HttpContext, { registry }: Metrics): void {
  describePath(app, { id: 'metrics', ...streams.metrics, mediaType: 'text/plain' })
  app.get(streams.metrics.path, async (context) => {
    await admitTo(http.house, askerOf(context, http), streams.metrics.access, 'metrics')
    return context.text(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })
}
