// What the routes share: who asks (from the headers), the body as JSON, and how a path is documented.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { Asker, Lang } from '../../app/ask-house.ts'
import { AppError } from '../../contract/errors.ts'
import type { Access } from '../../contract/roles.ts'
import { openDoor } from '../entry.ts'
import type { HttpContext, HttpEnv } from '../http-env.ts'
import { addressOf } from '../origin.ts'

const languages: readonly Lang[] = ['ru', 'uk', 'en']

/** The workspace of the header (an event source cannot set one: of the query string), the language of Accept-Language. */
export function askerOf(context: Context<HttpEnv>, http: HttpContext): Asker {
  return {
    caller: context.var.caller,
    lang: preferredLanguage(context.req.header('accept-language') ?? '') ?? http.lang,
    now: http.now(),
    workspace: context.req.header('rumb-workspace') || null,
    address: addressOf(context, http),
    door: openDoor(context, http),
    origin: http.publicUrl?.origin ?? new URL(context.req.url).origin,
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
  access?: Access
}

/** Nothing but what stands in the path. */
const isEmpty = (input: z.ZodType, names: readonly string[]) =>
  input instanceof z.ZodObject && Object.keys(input.shape).every((key) => names.includes(key))

const problem = { description: 'What went wrong, as problem JSON', content: { 'application/problem+json': { schema: {} } } }

/** What stands in the path is not in the body. */
function bodyOf(input: z.ZodType, names: readonly string[]): z.ZodType {
  return names.length > 0 && input instanceof z.ZodObject
    ? z.object(Object.fromEntries(Object.entries(input.shape).filter(([name]) => !names.includes(name))))
    : input
}

/** Enters a path into the OpenAPI document. */
export function describePath(app: OpenAPIHono<HttpEnv>, { id, method, path, doc, input, output, mediaType, access }: Description): void {
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const isBody = (method === 'post' || method === 'patch') && input !== undefined && !isEmpty(input, names)
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
    ...(access === 'open' ? { security: [] } : {}),
    parameters: [
      ...names.map((name) => parameter(name, 'path')),
      ...inputShape.filter((name) => !names.includes(name)).map((name) => parameter(name, 'query')),
    ],
    ...(isBody ? { request: { body: { required: true, content: { 'application/json': { schema: bodyOf(input, names) } } } } } : {}),
    responses: {
      200: { description: doc, content: { [mediaType ?? 'application/json']: { schema: output ?? {} } } },
      default: problem,
    },
  })
}
