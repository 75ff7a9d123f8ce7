// From which address a request is taken to come.
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { HttpContext, HttpEnv } from './http-env.ts'
import { addressOf } from './origin.ts'

const published = new URL('https://rumb.example.com')

it.each<[string, string | undefined, URL | null, string | null]>([
  ['a proxy on this machine', '127.0.0.1', published, '9.9.9.9'],
  ['a proxy in the next container', '::ffff:10.0.0.3', published, '9.9.9.9'],
  ['a proxy of the local network', 'fe80::1', published, '9.9.9.9'],
  ['somebody far away who claims to be a proxy', '8.8.8.8', published, '8.8.8.8'],
  ['somebody far away by IPv6', '2001:db8::1', published, '2001:db8::1'],
  ['anybody, when no proxy publishes the server', '127.0.0.1', null, '127.0.0.1'],
  ['nowhere known', undefined, published, null],
])('of %s', async (_, remoteAddress, publicUrl, expected) => {
  const app = new Hono<HttpEnv>()
  app.get('/', (context) => context.json(addressOf(context, { publicUrl } as HttpContext)))
  const wire = { incoming: { socket: { remoteAddress } } }
  const response = await app.request('/', { headers: { 'x-forwarded-for': '1.1.1.1, 9.9.9.9' } }, wire)
  expect(await response.json()).toBe(expected)
})
