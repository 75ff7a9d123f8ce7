// Where a request comes from: which names the server answers under, whether a change was sent by the page itself, and from which
// address it came. Foreign Host = DNS rebinding, foreign origin of a change = forged by another site.
import { BlockList, isIP } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import { noteRefusal } from '../app/access/audit.ts'
import { AppError } from '../contract/errors.ts'
import type { HttpContext, HttpEnv } from './http-env.ts'

/** A name can be made to point here by others, a number cannot. */
const isAddress = (hostname: string) => /^(\d+\.){3}\d+$|^\[[0-9a-f:.]+\]$/i.test(hostname)

/** Only addresses, localhost and the name in RUMB_URL: a foreign name that resolves here would make another site same-origin. */
export function checkHost(http: HttpContext): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const host = urlOf(`http://${context.req.header('host') ?? ''}`)
    const isOwn =
      host !== undefined && (isAddress(host.hostname) || host.hostname === 'localhost' || host.hostname === http.publicUrl?.hostname)
    if (!isOwn) {
      await noteForged(context, http, { host: context.req.header('host')?.slice(0, 200) })
      throw new AppError('forbidden', 'This server answers under its own names only.', {
        path: 'Host',
        hint: '127.0.0.1, localhost, or the name in RUMB_URL.',
      })
    }
    await next()
  }
}

/**
 * A change must come from the page itself, with a session or without: signing somebody in is a change too. Only what is surely no
 * browser's, a request with neither cookies nor an origin, may leave it open; a bearer token no other site can have.
 */
export async function checkOrigin(context: Context<HttpEnv>, http: HttpContext): Promise<void> {
  if (['GET', 'HEAD', 'OPTIONS'].includes(context.req.method) || context.req.header('authorization') !== undefined) return
  const site = context.req.header('sec-fetch-site')
  const origin = context.req.header('origin')
  if (site === undefined && origin === undefined && context.req.header('cookie') === undefined) return
  const isOwn = origin === undefined ? site === 'same-origin' : isOwnOrigin(origin, context, http)
  if (isOwn && (site === undefined || site === 'same-origin')) return
  await noteForged(context, http, { origin: origin?.slice(0, 200), site: site?.slice(0, 20), path: context.req.path.slice(0, 200) })
  throw new AppError('forbidden', 'A change must come from the page itself.', { path: 'Origin' })
}

function isOwnOrigin(origin: string, context: Context<HttpEnv>, { publicUrl }: HttpContext): boolean {
  return urlOf(origin)?.host === context.req.header('host') || (publicUrl !== null && origin === publicUrl.origin)
}

async function noteForged(context: Context<HttpEnv>, http: HttpContext, detail: Record<string, unknown>): Promise<void> {
  const noted = { now: http.now(), address: addressOf(context, http), action: 'request.forged', detail }
  await noteRefusal(http.house, { caller: { kind: 'nobody' }, ...noted })
}

/** That of the connection; where a proxy of ours stands before RUMB_URL, the last one it was told. Whoever is far away is no proxy of ours. */
export function addressOf(context: Context<HttpEnv>, { publicUrl }: HttpContext): string | null {
  const wire = context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  const address = wire?.incoming?.socket?.remoteAddress ?? null
  const passed = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return publicUrl !== null && passed && isNear(address ?? '') ? passed.slice(0, 64) : address
}

const nearNets = new BlockList()
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  nearNets.addSubnet(net, bits)
for (const [net, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  nearNets.addSubnet(net, bits, 'ipv6')

function isNear(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  return isIP(plain) !== 0 && nearNets.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
