// Listens on loopback, on the asked port or the next free one, and stops in order.
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { AppError } from '../contract/errors.ts'

const portsTried = 100
const closeWaitMs = 1_000

export type Listening = { url: string; port: number; close(): Promise<void> }

/** `wire`: the connection of the request. */
export type Fetch = (request: Request, wire: object) => Response | Promise<Response>

/** Errors: bad_usage when no port near the asked one is free. */
export async function listen(fetch: Fetch, host: string, port: number): Promise<Listening> {
  const server = createServer(getRequestListener(fetch))
  for (let tried = 0; tried < portsTried; tried += 1) {
    const [bound] = await Promise.allSettled([bind(server, host, port === 0 ? 0 : port + tried)])
    if (bound.status === 'fulfilled') {
      const address = host.includes(':') ? `[${host}]` : host
      return { url: `http://${address}:${bound.value}`, port: bound.value, close: () => close(server) }
    }
    if (bound.reason.code !== 'EADDRINUSE')
      throw new AppError('bad_usage', `Cannot listen on ${host}:${port + tried}: ${bound.reason.message}`)
  }
  throw new AppError('bad_usage', `Ports ${port} to ${port + portsTried - 1} are all taken.`, {
    path: 'port',
    hint: 'Name another with --port.',
  })
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen(port, host, () => {
    server.removeListener('error', reject)
    const address = server.address()
    resolve(typeof address === 'object' && address !== null ? address.port : port)
  })
  return promise
}

/** Lets running requests end for a moment; event streams never end by themselves. */
async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeIdleConnections()
  const late = setTimeout(() => server.closeAllConnections(), closeWaitMs)
  await promise
  clearTimeout(late)
}
