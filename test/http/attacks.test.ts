// Attempts to get in, or further than one may: each is refused, noted in the audit log, and tells nothing about what exists.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openAccounts } from '../../src/app/access/open-accounts.ts'
import { issueOwnerToken } from '../../src/app/access/owner-link.ts'
import type { SessionAnswer } from '../../src/contract/access.ts'
import type { ResourceOutput } from '../../src/contract/resources.ts'
import { buildServer } from '../../src/http/server.ts'
import { now, openTestServer, type TestServer } from './test-server.ts'
import { foundCompanies } from './two-companies.ts'
import { cookieOf, invitationOf, joinAs, machine, password, saying, stranger, told, visitor, withCookie, withToken } from './visitor.ts'

let server: TestServer
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)

beforeAll(async () => {
  server = await openTestServer()
  await foundCompanies(server, ['teams', 'people', 'contacts', 'touches'])
}, 120_000)
afterEach(() => {
  server.http.now = () => now
})
afterAll(() => server.close())

type Audit = ResourceOutput<'audit'>['entries']
const audit = async (action: string) =>
  (await told<{ entries: Audit }>(machine(server, 'north').ask('GET', `/api/audit?action=${action}`))).entries

/** How many refusals of this kind an attempt left in the log. */
async function noted(action: string, attempt: () => Promise<void>): Promise<number> {
  const before = (await audit(action)).length
  await attempt()
  return (await audit(action)).length - before
}

type Attempt = () => Promise<Response>

/** Every attempt is told the same, and every one is in the log. */
async function expectRefused(action: string, told: object, attempts: readonly Attempt[]): Promise<void> {
  const answers: unknown[] = []
  const count = await noted(action, async () => {
    for (const attempt of attempts) answers.push(await saying(await attempt()))
  })
  expect(answers[0]).toMatchObject(told)
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(count).toBe(attempts.length)
}
const unknown = { status: 401, body: { code: 'not_signed_in' } }
const sourcesAs =
  (cookie: string): Attempt =>
  () =>
    withCookie(server, cookie).ask('GET', '/api/sources')

const signIn = (email: string, secret: string) => stranger(server).ask('POST', '/api/session', { email, password: secret })

describe('signing in', () => {
  it('lets in with the password and out again; the session is worth nothing afterwards', async () => {
    await joinAs(server, 'north', 'anna@north.example', { role: 'head' })
    const response = await signIn('Anna@North.example', password)
    const cookie = cookieOf(response)
    expect(await told<SessionAnswer>(response)).toMatchObject({
      via: 'session',
      role: 'head',
      workspace: 'north',
      workspaces: [{ id: 'north' }],
    })
    const anna = withCookie(server, cookie)
    expect((await anna.ask('GET', '/api/sources')).status).toBe(200)
    const out = await anna.ask('DELETE', '/api/session')
    expect(out.headers.getSetCookie().join()).toMatch(/rumb-test=; Max-Age=0/)
    await expectRefused('session.refused', await saying(await stranger(server).ask('GET', '/api/sources')), [sourcesAs(cookie)])
  })

  it('says the same of a wrong password, a wrong e-mail and no e-mail at all', async () => {
    await joinAs(server, 'north', 'boris@north.example', { role: 'analyst' })
    await expectRefused('sign_in.refused', unknown, [
      () => signIn('boris@north.example', 'wrong'),
      () => signIn('nobody@north.example', 'wrong'),
      () => signIn('', 'wrong'),
      () => signIn("' or 1=1 --", password),
    ])
  })

  it('takes as long for an unknown e-mail as for a wrong password', async () => {
    await joinAs(server, 'north', 'clara@north.example', { role: 'analyst' })
    const took = async (email: string) => {
      const times: number[] = []
      for (let i = 0; i < 4; i++) {
        const started = performance.now()
        await signIn(email, 'wrong')
        times.push(performance.now() - started)
      }
      return Math.min(...times)
    }
    const [known, unknown] = [await took('clara@north.example'), await took('nobody-2@north.example')]
    expect(Math.min(known, unknown) / Math.max(known, unknown)).toBeGreaterThan(0.2)
  })

  it('pauses after five wrong tries, with the right password too, whether the account exists or not', async () => {
    await joinAs(server, 'north', 'dora@north.example', { role: 'analyst' })
    const last = async (email: string) => {
      for (let i = 0; i < 5; i++) expect((await signIn(email, 'wrong')).status).toBe(401)
      const response = await signIn(email, password)
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(800)
      return saying(response)
    }
    const count = await noted('sign_in.refused', async () => {
      const known = await last('dora@north.example')
      expect(known).toMatchObject({ status: 429, body: { code: 'too_many_tries' } })
      expect(await last('ghost@north.example')).toEqual(known)
    })
    expect(count).toBe(12)
    server.http.now = () => minutes(16)
    expect((await signIn('dora@north.example', password)).status).toBe(200)
  })

  it('gives a cookie that scripts and other sites do not get, and over https no other connection', async () => {
    await joinAs(server, 'north', 'elsa@north.example', { role: 'analyst' })
    server.http.now = () => minutes(40)
    const [line = ''] = (await signIn('elsa@north.example', password)).headers.getSetCookie()
    expect(line).toMatch(/HttpOnly/)
    expect(line).toMatch(/SameSite=Lax/)
    expect(line).not.toMatch(/Secure/)
    const publicUrl = new URL('https://rumb.example.com')
    const accounts = await openAccounts(server.house.store, {
      secret: 'another secret of the tests, 48213 and more',
      cookieName: 'rumb',
      url: publicUrl.origin,
    })
    const app = buildServer({ ...server.http, accounts, publicUrl, cookieName: 'rumb' }, '1')
    const response = await app.request('/api/session', {
      method: 'POST',
      headers: { host: 'rumb.example.com', origin: publicUrl.origin, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email: 'elsa@north.example', password }),
    })
    expect(response.headers.getSetCookie().join()).toMatch(/^__Secure-rumb=.*Secure; HttpOnly|^__Secure-rumb=.*HttpOnly; Secure/)
    const inside = { headers: { host: 'rumb.example.com', cookie: cookieOf(response) } }
    expect((await app.request('/api/sources', inside)).status).toBe(200)
  })
})

describe('what is worth nothing', () => {
  it('as a bearer token is refused alike: wrong, expired, revoked', async () => {
    const add = (more: object) =>
      told<{ key: string; id: string }>(machine(server, 'north').ask('POST', '/api/keys', { name: 'k', role: 'analyst', ...more }))
    const [short, gone] = [await add({ expires: '2026-11-25' }), await add({})]
    expect((await withToken(server, short.key).ask('GET', '/api/sources')).status).toBe(200)
    expect((await withToken(server, gone.key).ask('GET', '/api/sources')).status).toBe(200)
    await told(machine(server, 'north').ask('DELETE', `/api/keys/${gone.id}`))
    server.http.now = () => minutes(5 * 24 * 60)
    const keys = ['wrong', short.key, gone.key, `${gone.key}x`, '']
    const attempts = keys.map((key) => () => withToken(server, key).ask('GET', '/api/sources'))
    await expectRefused('token.refused', unknown, attempts)
  })

  it('as an invitation is refused alike: wrong, used, expired, taken back', async () => {
    const grant = { role: 'analyst' }
    const tokens = [
      await invitationOf(server, 'north', grant),
      await invitationOf(server, 'north', { ...grant, days: 1 }),
      await invitationOf(server, 'north', grant),
    ]
    const accept = (token: string, email: string) =>
      stranger(server).ask('POST', '/api/invitations/accept', { token, email, name: 'X', password })
    expect((await accept(tokens[0] ?? '', 'first@north.example')).status).toBe(200)
    const { invitations } = await told<ResourceOutput<'invitations'>>(machine(server, 'north').ask('GET', '/api/invitations'))
    await told(machine(server, 'north').ask('DELETE', `/api/invitations/${invitations[0]?.id}`))
    server.http.now = () => minutes(2 * 24 * 60)
    const attempts = ['wrong', ...tokens].flatMap((token) => [
      () => accept(token, 'second@north.example'),
      () => stranger(server).ask('POST', '/api/invitations/look', { token }),
    ])
    await expectRefused('invitation.refused', { status: 404, body: { code: 'not_found' } }, attempts)
  })

  it('opens for one of many who use an invitation at once', async () => {
    const token = await invitationOf(server, 'north', { role: 'analyst' })
    const all = await Promise.all(
      [1, 2, 3, 4].map((no) =>
        stranger(server).ask('POST', '/api/invitations/accept', { token, email: `many${no}@north.example`, name: 'X', password }),
      ),
    )
    expect(all.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404])
  })

  it('as a session: forged, of another secret, and all others after a new password', async () => {
    const { cookie } = await joinAs(server, 'north', 'fedor@north.example', { role: 'head' })
    server.http.now = () => minutes(60)
    const other = cookieOf(await signIn('fedor@north.example', password))
    const [value = ''] = (cookie.split('=')[1] ?? '').split('.')
    const forgeries = [`rumb-test=${value}.AAAA`, `rumb-test=${value}`, 'rumb-test=x.y', 'rumb-test-link=guess']
    await expectRefused('session.refused', unknown, forgeries.map(sourcesAs))
    const wrong = await withCookie(server, cookie).ask('PATCH', '/api/account', {
      password: { current: 'wrong', next: 'another long one' },
    })
    expect(wrong.status).toBe(400)
    const changed = await withCookie(server, cookie).ask('PATCH', '/api/account', {
      password: { current: password, next: 'another long one' },
    })
    expect(changed.status).toBe(200)
    await expectRefused('session.refused', unknown, [cookie, other].map(sourcesAs))
    expect((await withCookie(server, cookieOf(changed)).ask('GET', '/api/sources')).status).toBe(200)
    expect((await audit('password.refused')).length).toBeGreaterThan(0)
  })
})

describe('another site', () => {
  it.each<[string, Record<string, string>]>([
    ['by its origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['without the browser saying whence', { origin: 'https://evil.example' }],
    ['from a sandbox', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['on another port', { origin: 'http://127.0.0.1:9999', 'sec-fetch-site': 'same-site' }],
  ])('cannot sign anybody in or out or change a thing, %s', async (_, headers) => {
    const { cookie } = await joinAs(server, 'north', `victim${Object.values(headers).join('').replaceAll(/\W/g, '')}@north.example`, {
      role: 'head',
    })
    const count = await noted('request.forged', async () => {
      const evil = visitor(server, { ...headers, cookie })
      for (const [method, path] of [
        ['POST', '/api/session'],
        ['DELETE', '/api/session'],
        ['PATCH', '/api/settings'],
        ['POST', '/api/keys'],
        ['POST', '/api/query'],
      ] as const) {
        const response = await evil.ask(method, path, {})
        expect({ path, status: response.status, cookies: response.headers.getSetCookie() }).toEqual({ path, status: 403, cookies: [] })
      }
      expect((await visitor(server, headers).ask('POST', '/api/session', { email: 'a', password: 'b' })).status).toBe(403)
    })
    expect(count).toBe(6)
    expect((await withCookie(server, cookie).ask('GET', '/api/sources')).status).toBe(200)
  })

  it('cannot become us by a name of its own', async () => {
    const count = await noted('request.forged', async () => {
      for (const path of ['/', '/api/session', '/enter?token=x', '/api/health'])
        expect((await visitor(server, { host: 'evil.example' }).ask('GET', path)).status).toBe(403)
    })
    expect(count).toBe(4)
  })
})

describe('somebody inside', () => {
  it('gives nobody more than the own role goes, and changes neither equals, those above, nor the own', async () => {
    const boss = await joinAs(server, 'north', 'boss@north.example', { role: 'owner' })
    const [one, two] = [
      await joinAs(server, 'north', 'head1@north.example', { role: 'head' }),
      await joinAs(server, 'north', 'head2@north.example', { role: 'head' }),
    ]
    const rep = await joinAs(server, 'north', 'rep@north.example', { role: 'rep', person: 'crm:north_p1' })
    const head = withCookie(server, one.cookie)
    for (const role of ['owner', 'head']) {
      expect((await head.ask('POST', '/api/invitations', { role })).status).toBe(403)
      expect((await head.ask('POST', '/api/keys', { name: 'k', role })).status).toBe(403)
      expect((await head.ask('PATCH', `/api/users/${rep.id}`, { role })).status).toBe(403)
    }
    for (const { id } of [boss, one, two]) {
      expect((await head.ask('PATCH', `/api/users/${id}`, { role: 'analyst' })).status).toBe(403)
      expect((await head.ask('DELETE', `/api/users/${id}`)).status).toBe(403)
      expect((await head.ask('POST', `/api/users/${id}/links`)).status).toBe(403)
    }
    expect((await head.ask('PATCH', `/api/users/${rep.id}`, { role: 'rep', person: 'crm:south_p1' })).status).toBe(400)
    expect((await head.ask('PATCH', `/api/users/${rep.id}`, { role: 'rep', person: 'crm:north_p2' })).status).toBe(200)
    expect((await head.ask('DELETE', `/api/users/${rep.id}`)).status).toBe(200)
    expect((await withCookie(server, rep.cookie).ask('GET', '/api/kpis')).status).toBe(404)
    expect((await audit('user.changed'))[0]).toMatchObject({ who: { name: 'head1@north.example' }, detail: { user: 'rep@north.example' } })
  })

  it('hears no news of a company after it was taken away', async () => {
    const { id, cookie } = await joinAs(server, 'north', 'listener@north.example', { role: 'analyst' })
    const reader = (await withCookie(server, cookie).ask('GET', '/api/live')).body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('hello')
    await told(machine(server, 'north').ask('DELETE', `/api/users/${id}`))
    server.house.news.tell('north')
    expect(await reader?.read()).toEqual({ done: true, value: undefined })
  })

  it('cannot reach accounts, keys and invitations of another company by their ids', async () => {
    const { cookie } = await joinAs(server, 'north', 'head3@north.example', { role: 'owner' })
    const south = await joinAs(server, 'south', 'head@south.example', { role: 'analyst' })
    const key = await told<{ id: string }>(machine(server, 'south').ask('POST', '/api/keys', { name: 'k', role: 'analyst' }))
    const invitation = await told<{ id: string }>(machine(server, 'south').ask('POST', '/api/invitations', { role: 'analyst' }))
    const north = withCookie(server, cookie)
    for (const [method, path, missing] of [
      ['PATCH', `/api/users/${south.id}`, '/api/users/nobody'],
      ['DELETE', `/api/users/${south.id}`, '/api/users/nobody'],
      ['DELETE', `/api/keys/${key.id}`, '/api/keys/999999'],
      ['DELETE', `/api/invitations/${invitation.id}`, '/api/invitations/999999'],
    ] as const) {
      const body = method === 'PATCH' ? { role: 'analyst' } : undefined
      const [foreign, nothing] = [await saying(await north.ask(method, path, body)), await saying(await north.ask(method, missing, body))]
      expect(foreign.status).toBe(404)
      expect(foreign).toEqual(nothing)
    }
  })

  it('who holds a key makes no other way in with it', async () => {
    const { key } = await told<{ key: string }>(machine(server, 'north').ask('POST', '/api/keys', { name: 'k', role: 'owner' }))
    const robot = withToken(server, key)
    expect((await robot.ask('POST', '/api/keys', { name: 'mine', role: 'analyst' })).status).toBe(403)
    expect((await robot.ask('POST', '/api/invitations', { role: 'analyst' })).status).toBe(403)
    expect((await robot.ask('PATCH', '/api/settings', { credit: 'closer' })).status).toBe(200)
  })

  it('is in the audit log with what was looked at, changed and exported', async () => {
    const { cookie } = await joinAs(server, 'north', 'log@north.example', { role: 'head' })
    const head = withCookie(server, cookie)
    await told(head.ask('POST', '/api/records/search', { kpi: 'calls', from: '2026-11-01', to: '2026-12-01' }))
    await told(head.ask('PATCH', '/api/settings', { credit: 'split' }))
    await head.ask('GET', '/api/quarantine/export')
    const { entries } = await told<{ entries: Audit }>(machine(server, 'north').ask('GET', '/api/audit?limit=3'))
    expect(entries.map(({ action, who }) => [action, who.name])).toEqual([
      ['quarantine.exported', 'log@north.example'],
      ['settings.changed', 'log@north.example'],
      ['records.viewed', 'log@north.example'],
    ])
    expect(entries[2]?.detail).toMatchObject({ kpi: 'calls', part: 'all' })
    const south = await told<{ entries: Audit }>(
      withCookie(server, (await joinAs(server, 'south', 'owner@south.example', { role: 'owner' })).cookie).ask(
        'GET',
        '/api/audit?limit=1000',
      ),
    )
    expect(JSON.stringify(south)).not.toContain('north')
  })
})

/** Last: afterwards the token of the other tests is worth nothing. */
describe('the owner link', () => {
  it('sets the owner, once; then neither it, nor its session, nor its token opens anything', async () => {
    await issueOwnerToken(server.house, 'the-first-link', now)
    await issueOwnerToken(server.house, 'the-other-link', now)
    const entered = await stranger(server).ask('GET', '/enter?token=the-first-link')
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/welcome'])
    const link = withCookie(server, cookieOf(entered))
    expect(await told<SessionAnswer>(link.ask('GET', '/api/session'))).toMatchObject({ user: null, via: 'link', needs_owner: true })
    // A link that was used, one that never was, and none: the same answer.
    const enterings = ['?token=the-first-link', '?token=never-made', '?token=', '']
    const attempts = enterings.map((query) => () => stranger(server).ask('GET', `/enter${query}`))
    await expectRefused('owner_link.refused', { status: 401 }, attempts)
    const account = { name: 'Olga', email: 'olga@house.example', password }
    expect((await link.ask('POST', '/api/owner', { ...account, password: 'short' })).status).toBe(400)
    const set = await link.ask('POST', '/api/owner', account)
    expect(await told<SessionAnswer>(set.clone())).toMatchObject({
      via: 'session',
      role: null,
      workspaces: [
        { id: 'north', role: 'owner' },
        { id: 'south', role: 'owner' },
      ],
    })
    expect(set.headers.getSetCookie().join()).toContain('rumb-test-link=; Max-Age=0')
    expect((await link.ask('POST', '/api/owner', account)).status).toBe(401)
    const used = ['the-first-link', 'the-other-link']
    const asLinks = used.map((token) => () => stranger(server).ask('GET', `/enter?token=${token}`))
    await expectRefused('owner_link.refused', { status: 401 }, asLinks)
    const asTokens = used.map((token) => () => withToken(server, token, 'north').ask('GET', '/api/sources'))
    await expectRefused('token.refused', unknown, asTokens)
    expect((await withCookie(server, cookieOf(set), 'south').ask('GET', '/api/sources')).status).toBe(200)
  })

  it('made anew on the machine renews the password of the owner and ends the other sessions', async () => {
    const before = cookieOf(await signIn('olga@house.example', password))
    const { path } = await told<{ path: string }>(machine(server).ask('POST', '/api/owner/links'))
    const entered = await stranger(server).ask('GET', path)
    expect(await told<SessionAnswer>(withCookie(server, cookieOf(entered)).ask('GET', '/api/session'))).toMatchObject({
      via: 'link',
      needs_owner: false,
    })
    await told(
      withCookie(server, cookieOf(entered)).ask('POST', '/api/owner', {
        name: 'Olga',
        email: 'olga@house.example',
        password: 'a quite new one',
      }),
    )
    expect((await withCookie(server, before, 'north').ask('GET', '/api/sources')).status).toBe(401)
    expect((await signIn('olga@house.example', password)).status).toBe(401)
    expect((await signIn('olga@house.example', 'a quite new one')).status).toBe(200)
    expect((await withCookie(server, before).ask('POST', '/api/owner/links')).status).toBe(401)
  })

  it('lets a forgotten password be renewed by a link, once', async () => {
    const { id, cookie } = await joinAs(server, 'north', 'forgot@north.example', { role: 'analyst' })
    const { path } = await told<{ path: string }>(machine(server, 'north').ask('POST', `/api/users/${id}/links`))
    const token = path.split('token=')[1] ?? ''
    expect(await told(stranger(server).ask('POST', '/api/invitations/look', { token }))).toMatchObject({
      kind: 'password',
      email: 'forgot@north.example',
      workspace: null,
    })
    await told(stranger(server).ask('POST', '/api/invitations/accept', { token, password: 'remembered now' }))
    const again: Attempt = () => stranger(server).ask('POST', '/api/invitations/accept', { token, password: 'remembered now' })
    await expectRefused('invitation.refused', { status: 404 }, [again])
    expect((await withCookie(server, cookie).ask('GET', '/api/sources')).status).toBe(401)
    expect((await signIn('forgot@north.example', 'remembered now')).status).toBe(200)
  })
})
