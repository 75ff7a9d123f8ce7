// What the routes share: who asks (from the headers), the body as JSON, and how a path is documented.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { z } from 'zod'
import type { Asker, Lang } from '../../app/ask-house.ts'
import { AppError } from '../../contract/errors.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'

const languages: readonly Lang[] = ['ru', 'uk', 'en']

/** The workspace of the header (an event source cannot set one: of the query string), the language of Accept-Language. */
export function askerOf(context: Context<HttpEnv>, http: HttpContext): Asker {
  return {
    viewer: context.var.viewer,
    lang: preferredLanguage(context.req.header('accept-language') ?? '') ?? http.lang,
    now: http.now(),
    workspace: context.req.header('rumb-workspace') || null,
  }
}

function preferredLanguage(header: string): Lang | undefined {
  const wanted = header
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/;\s*q=/)
      return { lang: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .sort((a, b) => b.quality - a.quality)
  return wanted.map(({ lang }) => languages.find((known) => known === lang)).find((lang) => lang !== undefined)
}

/** The body as JSON; an empty one is an empty object. */
export async function readJson(context: Context<HttpEnv>): Promise<unknown> {
  const text = await context.req.text()
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch (cause) {
    // TRICKY: JavaScript tells bad JSON only by an exception.
    throw new AppError('bad_input', `The body is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

type Description = {
  id: string
  method: 'get' | 'post' | 'patch' | 'delete'
  path: string
  doc: string
  input?: z.ZodType
  output?: z.ZodType
  /** What comes back when it is not JSON. */
  mediaType?: string
  isOpen?: boolean
}

const problem = { description: 'What went wrong, as problem JSON', content: { 'application/problem+json': { schema: {} } } }

/** Enters a path into the OpenAPI document. */
export function describePath(app: OpenAPIHono<HttpEnv>, { id, method, path, doc, input, output, mediaType, isOpen }: Description): void {
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const isBody = method !== 'get' && input !== undefined
  const inputShape = !isBody && input !== undefined && 'shape' in input ? Object.keys(input.shape as object) : []
  const parameter = (name: string, place: 'path' | 'query') => ({
    name,
    in: place,
    required: place === 'path',
    schema: { type: 'string' as const },
  })
  app.openAPIRegistry.registerPath({
    method,
    path: path.replace(/:(\w+)/g, '{$1}'),
    operationId: id,
    summary: doc,
    ...(isOpen ? { security: [] } : {}),
    parameters: [
      ...names.map((name) => parameter(name, 'path')),
      ...inputShape.filter((name) => !names.includes(name)).map((name) => parameter(name, 'query')),
    ],
    ...(isBody ? { request: { body: { required: true, content: { 'application/json': { schema: input } } } } } : {}),
    responses: {
      200: { description: doc, content: { [mediaType ?? 'application/json']: { schema: output ?? {} } } },
      default: problem,
    },
  })
}
