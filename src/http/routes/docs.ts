// GET /api/openapi.json and /api/docs: the description of all routes, and the same as a page that needs no script.
import type { OpenAPIHono } from '@hono/zod-openapi'
import { html, raw } from 'hono/html'
import { streams } from '../../contract/streams.ts'
import type { HttpEnv } from '../http-env.ts'
import { problemCodes } from '../problem.ts'
import { describePath } from './request.ts'

type Operation = {
  summary?: string
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>
}

export function addDocsRoutes(app: OpenAPIHono<HttpEnv>, version: string): void {
  describePath(app, { id: 'openapi', ...streams.openapi })
  describePath(app, { id: 'docs', ...streams.docs, mediaType: 'text/html' })
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  const make = () =>
    app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Rumb',
        version,
        description: 'Figures of a sales department. The workspace is named by the header Rumb-Workspace, the language by Accept-Language.',
      },
      security: [{ bearer: [] }],
    })
  let made: ReturnType<typeof make> | undefined
  const describe = () => {
    made ??= make()
    return made
  }
  app.get(streams.openapi.path, (context) => context.json(describe()))
  app.get(streams.docs.path, (context) => context.html(printPage(describe(), version)))
}

type Description = { paths?: unknown; components?: { schemas?: Record<string, unknown> } }

function printPage({ paths, components }: Description, version: string) {
  const operations = Object.entries(paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => printOperation(method, path, operation)),
  )
  const shared = Object.entries(components?.schemas ?? {}).map(([name, schema]) => printSchema(name, schema))
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rumb API</title>
<style>${raw(style)}</style></head>
<body><h1>Rumb API ${version}</h1>
<p>Send <code>Authorization: Bearer TOKEN</code> (an API key; until the owner has an account also the token of the owner link) and, with several workspaces, <code>Rumb-Workspace: ID</code>.
The same as data: <a href="/api/openapi.json">openapi.json</a>.</p>
<p>Failures are problem JSON with one of the codes ${problemCodes.join(', ')}.</p>
${operations}
<h2>Schemas that others refer to</h2>
${shared}
</body></html>`
}

function printOperation(method: string, path: string, { summary, parameters = [], requestBody, responses }: Operation) {
  const answer = Object.entries(responses['200']?.content ?? {})[0]
  return html`<section><h2><b>${method.toUpperCase()}</b> ${path}</h2><p>${summary}</p>
${parameters.length > 0 ? html`<p>Parameters: ${parameters.map(({ name }) => name).join(', ')}</p>` : ''}
${requestBody ? printSchema('Body', requestBody.content['application/json']?.schema) : ''}
${answer && answer[0] === 'application/json' ? printSchema('Answer', answer[1].schema) : html`<p>Answer: ${answer?.[0] ?? ''}</p>`}</section>`
}

function printSchema(title: string, schema: unknown) {
  return html`<details><summary>${title}</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`
}

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2a2e;background:#f6f8f8}
h1{font-size:1.5rem}h2{font:600 1rem/1.4 ui-monospace,monospace;margin:1.5rem 0 0}h2 b{color:#0b6b6b}p{margin:.25rem 0}
pre{overflow:auto;max-height:28rem;background:#fff;padding:1rem;border-radius:8px;font-size:12px}
@media(prefers-color-scheme:dark){body{color:#d8e0e2;background:#12181a}pre{background:#0b0f10}h2 b{color:#5cc0bd}a{color:#5cc0bd}}`
