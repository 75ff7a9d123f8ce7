// Every resource of contract/resources.ts as a route: reads the request, asks the house, gives back the answer.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { askHouse } from '../../app/ask-house.ts'
import { type Resource, type ResourceName, resources } from '../../contract/resources.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { askerOf, describePath, readJson } from './request.ts'

export function addResourceRoutes(app: OpenAPIHono<HttpEnv>, http: HttpContext): void {
  for (const name of Object.keys(resources) as ResourceName[]) {
    const resource: Resource = resources[name]
    describePath(app, { ...resource, id: name })
    app.on(resource.method.toUpperCase(), resource.path, async (context) => {
      const input = await inputOf(resource, context)
      return context.json(await askHouse(http.house, askerOf(context, http), name, input))
    })
  }
}

async function inputOf(resource: Resource, context: Context<HttpEnv>): Promise<unknown> {
  if (resource.method === 'get') return { ...context.req.query(), ...context.req.param() }
  const body = await readJson(context)
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  return isObject ? { ...body, ...context.req.param() } : body
}
