// A system is connected by the consent of a person: they are sent to the provider, come back with a code, and only they, in the tab they
// began in, once and soon. The provider is a fake authorization server.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sealedFor } from '../../src/app/connect-source.ts'
import { hookKey } from '../../src/app/hear-hook.ts'
import { sealSecret } from '../../src/app/seal-secret.ts'
import type { ResourceOutput } from '../../src/contract/resources.ts'
import { type ConsentGiven, consentPage, exchangeCode } from '../../src/sources/consents.ts'
import { findConnection, putConnection } from '../../src/store/tables/connections.ts'
import { application, type FakeConsents, startFakeConsents, visitPage } from '../fakes/fake-consents.ts'
import { now, openTestServer, type TestServer } from './test-server.ts'
import { joinAs, machine, saying, told, type Visitor, withCookie } from './visitor.ts'

const time = { ms: 0 }
let provider: FakeConsents
let server: TestServer
let owner: Visitor
let head: Visitor
let other: Visitor

beforeAll(async () => {
  provider = await startFakeConsents(
    () => Date.now() + time.ms,
    ({ path, headers }) => {
      if (headers.authorization !== 'Bearer good-token') return { status: 401, body: { status: 401, title: 'Unauthorized' } }
      if (path === '/api/v4/account') return { status: 200, body: { id: 1, name: 'Acme', subdomain: 'acme', currency: 'UAH' } }
      return { status: 204 }
    },
  )
  server = await openTestServer(null, { RUMB_SOURCE_HOSTS: provider.origin })
  owner = machine(server, 'acme')
  await owner.ask('PATCH', '/api/settings', { currency: 'UAH' })
  head = withCookie(server, (await joinAs(server, 'acme', 'head@acme.example', { role: 'head' })).cookie, 'acme')
  other = withCookie(server, (await joinAs(server, 'acme', 'other@acme.example', { role: 'head' })).cookie, 'acme')
}, 60_000)
afterAll(async () => {
  await server.close()
  await provider.close()
})
beforeEach(() => {
  Object.assign(provider, { answer: 'allow', account: null })
  time.ms = 0
})

type Begun = ResourceOutput<'consent'>
const begin = async (who: Visitor, more: object = {}) =>
  told<Begun>(who.ask('POST', '/api/consents', { system: 'amocrm', address: provider.origin, ...application, ...more }))
const answer = async (who: Visitor, { state, key }: Pick<Begun, 'state' | 'key'>, back: Record<string, string>) =>
  saying(await who.ask('POST', '/api/consent-answers', { state, key, told: back }))
const refusals = async () => {
  const { entries } = await told<ResourceOutput<'audit'>>(owner.ask('GET', '/api/audit?action=source.consent_refused'))
  return entries.map(({ detail }) => detail)
}

describe('a consent', () => {
  it('connects the system with the tokens its code is changed for, sealed and renewable', async () => {
    const begun = await begin(head, { source: 'crm' })
    const { to, told: back } = await visitPage(begun.url)
    expect(to).toBe('http://localhost/connected')
    expect(back).toMatchObject({ state: begun.state, code: 'code-1' })
    expect(begun.url).not.toContain(application.client_secret)
    expect(await answer(head, begun, back)).toEqual({
      status: 200,
      body: { source: 'crm', system: 'amocrm', account: 'Acme', currency: 'UAH' },
    })
    const connection = await findConnection(server.house.store.db, 1, 'crm')
    expect(connection).toMatchObject({ system: 'amocrm', address: provider.origin })
    expect(connection?.secret).not.toContain(application.client_secret)
    const texts = [
      JSON.stringify(await (await owner.ask('GET', '/api/audit')).json()),
      await (await head.ask('GET', '/api/sources')).text(),
    ]
    for (const text of texts)
      for (const secret of [application.client_secret, 'good-token', 'refresh-0']) expect(text).not.toContain(secret)
  })

  it('is answered once, by whoever asked, in the tab they asked in, and soon', async () => {
    const before = provider.asked.get('/oauth2/access_token') ?? 0
    const begun = await begin(head)
    const { told: back } = await visitPage(begun.url)
    const forbidden = { status: 403, body: expect.objectContaining({ code: 'forbidden', path: 'state' }) }
    expect(await answer(head, { state: 'made-up', key: begun.key }, back)).toEqual(forbidden)
    // What was tried with a state by anybody else uses it up: nobody can try twice.
    expect(await answer(other, begun, back)).toEqual(forbidden)
    expect(await answer(head, begun, back)).toEqual(forbidden)
    const tab = await begin(head)
    expect(await answer(head, { ...tab, key: begun.key }, (await visitPage(tab.url)).told)).toEqual(forbidden)
    expect(provider.asked.get('/oauth2/access_token') ?? 0).toBe(before)
    const good = await begin(head)
    const once = (await visitPage(good.url)).told
    expect((await answer(head, good, once)).status).toBe(200)
    expect(await answer(head, good, once)).toEqual(forbidden)
    const old = await begin(head)
    const late = (await visitPage(old.url)).told
    const clock = server.http.now
    Object.assign(server.http, { now: () => new Date(now.getTime() + 16 * 60_000) })
    expect(await answer(head, old, late)).toEqual(forbidden)
    Object.assign(server.http, { now: clock })
    expect(await refusals()).toEqual(Array.from({ length: 6 }, () => ({ why: 'state' })))
  })

  it('that the person or the provider refuses connects nothing and is noted', async () => {
    provider.answer = 'deny'
    const denied = await begin(head, { source: 'denied' })
    expect(await answer(head, denied, (await visitPage(denied.url)).told)).toMatchObject({
      status: 502,
      body: { code: 'source_unavailable', detail: 'The access was not allowed.' },
    })
    expect((await refusals())[0]).toEqual({ why: 'provider', system: 'amocrm', source: 'denied', error: 'access_denied' })
    provider.answer = 'allow'
    const wrong = await begin(head, { source: 'wrong', client_secret: 'not-the-secret' })
    expect((await answer(head, wrong, (await visitPage(wrong.url)).told)).status).toBe(502)
    const slow = await begin(head, { source: 'slow' })
    const { told: back } = await visitPage(slow.url)
    time.ms = 40_000
    expect((await answer(head, slow, back)).status).toBe(502)
    for (const source of ['denied', 'wrong', 'slow']) expect(await findConnection(server.house.store.db, 1, source)).toBeNull()
  })

  it('is asked only of systems that have it, at addresses of their cloud', async () => {
    const ask = (more: object) => head.ask('POST', '/api/consents', { ...application, ...more })
    expect((await saying(await ask({ system: 'binotel' }))).status).toBe(400)
    expect((await saying(await ask({ system: 'amocrm', address: 'https://acme.amocrm.ru.evil.example' }))).status).toBe(400)
    const { systems } = await told<ResourceOutput<'systems'>>(head.ask('GET', '/api/systems'))
    const able = systems.filter(({ has_consent }) => has_consent).map(({ system }) => system)
    expect(able.toSorted()).toEqual(['amocrm', 'bitrix24', 'google', 'hubspot', 'kommo', 'microsoft', 'pipedrive', 'salesforce'])
    expect(systems.find(({ system }) => system === 'hubspot')?.redirect_uri).toBe('http://localhost/connected')
  })
})

describe('messages of a connected system', () => {
  const tell = async (path: string, body: string, headers: Record<string, string> = {}) =>
    (await server.send(path, { method: 'POST', body, headers })).status

  it('are heard with the key in the address or as a password; wrong ones are refused and noted', async () => {
    const { hook } = await told<ResourceOutput<'source'>>(head.ask('GET', '/api/sources/crm'))
    const address = hook!.replace('http://localhost', '')
    const key = new URL(hook!).searchParams.get('key')!
    const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`rumb:${password}`).toString('base64')}` })
    const message = 'leads[add][0][id]=4&account[id]=1'
    expect(await tell(address, message)).toBe(200)
    expect(await tell('/api/hooks/crm', message, basic(key))).toBe(200)
    expect(await tell('/api/hooks/crm', message, basic('wrong'))).toBe(404)
    expect(await tell('/api/hooks/crm?key=1.wrong', message)).toBe(404)
    const { entries } = await told<ResourceOutput<'audit'>>(owner.ask('GET', '/api/audit?action=hook.refused'))
    expect(entries.map(({ detail }) => detail)).toEqual([
      { source: 'crm', why: 'key' },
      { source: 'crm', why: 'key' },
    ])
  })

  it('that are not signed as the token says are refused and noted; the same one twice asks for one sync', async () => {
    const { db } = server.house.store
    const token = JSON.stringify({ access_token: 'pat-1', client_secret: 'secret' })
    const made = { source: 'hub', system: 'hubspot', address: 'https://api.hubapi.com', createdAt: now, account: null, rights: null }
    await putConnection(db, 1, { ...made, secret: sealSecret(server.house.dataDir, token, sealedFor(1, 'hub')) })
    const connection = await findConnection(db, 1, 'hub')
    const address = `/api/hooks/hub?key=${hookKey(server.house, connection!)}`
    const message = JSON.stringify([{ subscriptionType: 'deal.creation', objectId: 9 }])
    const stamp = String(now.getTime())
    const sign = (secret: string) => ({
      'X-HubSpot-Request-Timestamp': stamp,
      'X-HubSpot-Signature-v3': createHmac('sha256', secret).update(`POSThttp://localhost${address}${message}${stamp}`).digest('base64'),
    })
    const asks: string[] = []
    const { syncs } = server.house
    Object.assign(server.house, { syncs: { ...syncs, ask: async ({ source }: { source: string }) => void asks.push(source) } })
    expect(await tell(address, message, sign('other'))).toBe(403)
    expect(await tell(address, message)).toBe(403)
    expect(await tell(address, message, sign('secret'))).toBe(200)
    expect(await tell(address, message, sign('secret'))).toBe(200)
    Object.assign(server.house, { syncs })
    expect(asks).toEqual(['hub'])
    const { entries } = await told<ResourceOutput<'audit'>>(owner.ask('GET', '/api/audit?action=hook.refused'))
    expect(entries.slice(0, 2).map(({ detail }) => detail)).toEqual(Array(2).fill({ source: 'hub', why: 'signature' }))
  })
})

describe('the page and the code of each provider', () => {
  const given = (address: string): ConsentGiven => ({
    ...{ address, ...application, redirect_uri: 'https://rumb.example/connected', state: 'st', verifier: 'v'.repeat(64) },
  })
  const clock = { now: () => Date.now(), sleep: async () => undefined }

  it('are where its cloud has them', () => {
    const page = (system: string, address: string) => new URL(consentPage(system, given(address)))
    expect(page('amocrm', 'https://acme.amocrm.ru').origin).toBe('https://www.amocrm.ru')
    expect(page('kommo', 'https://acme.kommo.com').origin).toBe('https://www.kommo.com')
    expect(page('bitrix24', 'https://acme.bitrix24.ru').href).toContain('https://acme.bitrix24.ru/oauth/authorize/?')
    expect(page('hubspot', 'https://api.hubapi.com').searchParams.get('scope')).toContain('crm.objects.deals.read')
    expect(page('pipedrive', 'https://acme.pipedrive.com').origin).toBe('https://oauth.pipedrive.com')
    expect(page('google', 'https://www.googleapis.com').searchParams.get('access_type')).toBe('offline')
    expect(page('microsoft', 'https://graph.microsoft.com').pathname).toBe('/common/oauth2/v2.0/authorize')
    expect(page('salesforce', 'https://acme.my.salesforce.com').searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
  })

  it.each(['amocrm', 'kommo', 'bitrix24', 'hubspot', 'pipedrive', 'salesforce', 'google', 'microsoft'])(
    'of %s give tokens to the application that asked',
    async (system) => {
      const own = given(provider.origin)
      const { told: back } = await visitPage(consentPage(system, own))
      const exchange = (more: Partial<ConsentGiven> = {}) =>
        exchangeCode({ system, given: { ...own, ...more }, told: back, allowed: [provider.origin], clock })
      const { address, token } = await exchange()
      expect(address).toBe(provider.origin)
      expect(JSON.parse(token)).toMatchObject({ ...application, access_token: 'good-token', refresh_token: 'refresh-0' })
      await expect(exchange()).rejects.toMatchObject({ code: 'source_unavailable' })
    },
  )

  it('with a proof are worth nothing to who does not have it', async () => {
    const own = given(provider.origin)
    const { told: back } = await visitPage(consentPage('salesforce', own))
    const stolen = { ...own, verifier: 'x'.repeat(64) }
    await expect(
      exchangeCode({ system: 'salesforce', given: stolen, told: back, allowed: [provider.origin], clock }),
    ).rejects.toMatchObject({
      code: 'source_unavailable',
    })
  })

  it('never send the secret to an account outside the cloud', async () => {
    const own = given('https://acme.amocrm.ru')
    const back = { code: 'x', referer: 'evil.example' }
    await expect(exchangeCode({ system: 'amocrm', given: own, told: back, allowed: [], clock })).rejects.toMatchObject({
      code: 'bad_input',
    })
  })
})
