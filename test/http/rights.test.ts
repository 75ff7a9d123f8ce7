// Every route as every role, for the own company and another, own teams and people and others': nobody finds what is not theirs.
// Both companies carry their name in every id, so that a leak can be read in the answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, RecordsAnswer } from '../../src/contract/answer.ts'
import type { KpiEntry } from '../../src/contract/kpi-entry.ts'
import { type Access, type Role, roles } from '../../src/contract/roles.ts'
import { november, opensTo, probes, type RouteName, routes } from './route-table.ts'
import { checkCourseRights, checkTalkRights } from './talk-rights.ts'
import { openTestServer, type TestServer } from './test-server.ts'
import { casesOf, foundCompanies, namedIn } from './two-companies.ts'
import { joinAs, machine, saying, stranger, told, type Visitor, withCookie, withToken } from './visitor.ts'

const names = Object.keys(routes) as RouteName[]

const grants: Readonly<Record<Role, { role: Role; person?: string; teams?: string[] }>> = {
  owner: { role: 'owner' },
  head: { role: 'head' },
  lead: { role: 'lead', teams: ['crm:north_t1'] },
  rep: { role: 'rep', person: 'crm:north_p1' },
  reviewer: { role: 'reviewer' },
  analyst: { role: 'analyst' },
}
/** People and cases a role may find by their names. */
const mine: Readonly<Record<Role, readonly string[]>> = {
  owner: casesOf.all,
  head: casesOf.all,
  lead: casesOf.t1,
  rep: casesOf.p1,
  reviewer: casesOf.all,
  analyst: casesOf.all,
}
const casesNamed = (role: Role) => mine[role].map((name) => `north_c_${name}`).sort()

let server: TestServer
let owner: Visitor
const people = {} as Record<Role, Visitor>
/** Every name of a person, team or case that a role has read. */
const seen = Object.fromEntries(roles.map((role) => [role, new Set<string>()])) as Record<Role, Set<string>>

beforeAll(async () => {
  server = await openTestServer()
  await foundCompanies(server)
  owner = machine(server, 'north')
  for (const role of roles)
    people[role] = withCookie(server, (await joinAs(server, 'north', `${role}@north.example`, grants[role])).cookie, 'north')
}, 120_000)
afterAll(() => server.close())

async function ask(who: Visitor, name: RouteName, workspace?: string | null): Promise<Response> {
  const { method, path } = routes[name]
  const address = path
    .replace(':id', name === 'kpi' ? 'calls' : '0')
    .replace(':name', 'contacts')
    .replace(':kind', 'deals')
  const response = await who.ask(method.toUpperCase(), address, probes[name], workspace)
  if (name === 'live' && response.ok) await response.body?.cancel()
  return response
}

const isOpen = (access: Access) => access === 'open'
const needsRole = (access: Access): access is readonly Role[] => typeof access !== 'string'

/** For want of rights, not for what was asked. */
async function isRefused(response: Response): Promise<boolean> {
  if (response.status === 401 || response.status === 403) return true
  return response.status === 404 && ((await saying(response)).body as { path?: string }).path === 'workspace'
}

describe('the list of routes', () => {
  it('is whole: the server has no route that is not asked here', () => {
    const known = new Set(names.map((name) => `${routes[name].method.toUpperCase()} ${routes[name].path}`))
    const others = server.routes
      .filter(({ method, path }) => !known.has(`${method} ${path}`))
      .map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(others)].sort()).toEqual(['ALL /*', 'ALL /api/*', 'ALL /assets/*', 'ALL /enter', 'GET /*', 'OPTIONS /t'])
  })
})

describe.each(roles)('the %s', (role) => {
  it.each(names.filter((name) => name !== 'signOut'))('gets %s as far as the role goes', async (name) => {
    const may = opensTo[name].split(' ').includes(role)
    const response = await ask(people[role], name)
    // Signing in with a wrong password is refused, but not for want of rights.
    if (name === 'signIn') return expect([401, 429]).toContain(response.status)
    // So is a consent that nobody asked for.
    if (name === 'consentAnswer' && may) return expect((await saying(response)).body).toMatchObject({ status: 403, path: 'state' })
    const text = name === 'live' ? '' : await response.clone().text()
    for (const found of namedIn(text)) seen[role].add(found)
    expect(await isRefused(response), text).toBe(!may)
  })

  it.each(names.filter((name) => needsRole(routes[name].access)))('finds %s of another company like that of none', async (name) => {
    const [foreign, missing] = [
      await saying(await ask(people[role], name, 'south')),
      await saying(await ask(people[role], name, 'nowhere')),
    ]
    expect(foreign.status).toBe(404)
    expect(JSON.stringify(foreign).replaceAll('south', 'nowhere')).toBe(JSON.stringify(missing))
  })

  it('read no name of the other company there, nor of cases beyond the own', async () => {
    const found = [...seen[role]]
    expect(found.filter((name) => name.startsWith('south'))).toEqual([])
    const named = found.filter((name) => name.startsWith('north_c_') && name !== 'north_c_bad' && name !== 'north_c_reason')
    expect(named.filter((name) => !casesNamed(role).includes(name))).toEqual([])
    const persons = new Set(mine[role].map((name) => `north_${name.slice(0, 2)}`))
    expect(found.filter((name) => /^north_p\d$/.test(name) && !persons.has(name))).toEqual([])
    // The bad row is for who sees the whole company.
    expect(found.includes('north_c_bad')).toBe(['owner', 'head', 'analyst'].includes(role))
  })

  it('lists the cases that are theirs and no others', async () => {
    const { records } = await told<RecordsAnswer>(people[role].ask('POST', '/api/records/search', { kpi: 'calls', ...november }))
    expect(records.map(({ id }) => id.replace('crm:', '')).sort()).toEqual(casesNamed(role))
  })

  it('finds nobody else by a filter in the address', async () => {
    const others = { rep: ['crm:north_p2', 'crm:north_p3'], lead: ['crm:north_p3', 'crm:north_p4'] }[role as string] ?? ['crm:south_p1']
    for (const where of [
      { person: others },
      { person: ['crm:south_p1'] },
      { team: ['crm:south_t1'] },
      { team: ['crm:north_t2'], person: others },
    ]) {
      const answer = await told<Answer>(people[role].ask('POST', '/api/query', { kpis: ['calls'], by: ['person'], where, ...november }))
      expect({ where, rows: answer.rows, n: answer.total.calls?.n }).toEqual({ where, rows: [], n: 0 })
    }
  })
})

describe('nobody', () => {
  it.each(names)('gets %s only when it is open', async (name) => {
    const response = await ask(stranger(server), name, 'north')
    if (isOpen(routes[name].access)) expect(namedIn(await response.text())).toEqual([])
    else expect(response.status).toBe(401)
  })
})

/** Every figure, asked of the whole company under a filter and by who sees just that: the answers are one. */
describe.each([
  ['rep', { person: ['crm:north_p1'] }],
  ['lead', { team: ['crm:north_t1'] }],
] as const)('all figures of the %s', (role, where) => {
  it('are those of the company under a filter', async () => {
    const { families } = await told<{ families: { kpis: KpiEntry[] }[] }>(people[role].ask('GET', '/api/kpis'))
    const kpis = families.flatMap((family) => family.kpis.map(({ id }) => id))
    expect(kpis.length).toBeGreaterThan(90)
    let counting = 0
    for (let from = 0; from < kpis.length; from += 50) {
      const query = { kpis: kpis.slice(from, from + 50), ...november }
      const [own, filtered] = await Promise.all([
        told<Answer>(people[role].ask('POST', '/api/query', query)),
        told<Answer>(owner.ask('POST', '/api/query', { ...query, where })),
      ])
      expect(own).toEqual(filtered)
      counting += Object.values(own.total).filter(({ n }) => n > 0).length
    }
    // Not all of them are empty.
    expect(counting).toBeGreaterThan(10)
  }, 60_000)

  it.each(['leads', 'won_deals', 'revenue', 'cash_received', 'calls', 'stage_conversion', 'tasks_on_time_rate'])(
    '%s lists the same records',
    async (kpi) => {
      const [own, filtered] = await Promise.all([
        told<RecordsAnswer>(people[role].ask('POST', '/api/records/search', { kpi, ...november })),
        told<RecordsAnswer>(owner.ask('POST', '/api/records/search', { kpi, where, ...november })),
      ])
      expect(own).toEqual(filtered)
      expect(own.count).toBeGreaterThan(0)
    },
  )
})

describe.each(['rep', 'lead'] as const)('the league of the %s', (role) => {
  it('has nobody in it but the own people, ranked among all', async () => {
    const query = { kpis: ['win_rate'], by: ['person'], rank: true, ...november }
    const { rows } = await told<Answer>(people[role].ask('POST', '/api/query', query))
    const all = await told<Answer>(owner.ask('POST', '/api/query', query))
    const own = new Set(mine[role].map((name) => `crm:north_${name.slice(0, 2)}`))
    expect(rows.map(({ person }) => (person as { id: string }).id).sort()).toEqual([...own].sort())
    expect(all.rows).toHaveLength(4)
  })

  it.each(['opener', 'split'])('credits as the company does under %s credit', async (credit) => {
    const query = { kpis: ['revenue', 'won_deals'], by: ['person'], credit, ...november }
    const where = role === 'rep' ? { person: ['crm:north_p1'] } : { team: ['crm:north_t1'] }
    const [own, filtered] = await Promise.all([
      told<Answer>(people[role].ask('POST', '/api/query', query)),
      told<Answer>(owner.ask('POST', '/api/query', { ...query, where })),
    ])
    expect(own).toEqual(filtered)
    expect(own.rows.length).toBeGreaterThan(0)
  })
})

describe('a reviewer', () => {
  it('is told no money: neither figures, nor amounts of records, nor by filters', async () => {
    const all = (await told<{ families: { kpis: KpiEntry[] }[] }>(owner.ask('GET', '/api/kpis'))).families.flatMap(({ kpis }) => kpis)
    const shown = (await told<{ families: { kpis: KpiEntry[] }[] }>(people.reviewer.ask('GET', '/api/kpis'))).families.flatMap(
      ({ kpis }) => kpis,
    )
    const ids = new Set(shown.map(({ id }) => id))
    expect(ids).toContain('calls')
    expect(shown.filter(({ unit }) => unit.startsWith('money'))).toEqual([])
    for (const { id } of all.filter((entry) => !ids.has(entry.id))) {
      expect((await people.reviewer.ask('POST', '/api/query', { kpis: [id], ...november })).status, id).toBe(403)
      expect((await people.reviewer.ask('GET', `/api/kpis/${id}`)).status, id).toBe(404)
    }
    const { records } = await told<RecordsAnswer>(people.reviewer.ask('POST', '/api/records/search', { kpi: 'calls', ...november }))
    expect(records.map(({ amount }) => amount)).toEqual(records.map(() => null))
    for (const more of [{ by: ['amount_band'] }, { where: { amount_band: ['1'] } }, { by: ['extra.budget'] }])
      expect((await people.reviewer.ask('POST', '/api/query', { kpis: ['calls'], ...november, ...more })).status).toBe(403)
  })
})

describe('settings', () => {
  it('are read whole by who sees the whole company, and by others as far as figures need them', async () => {
    const keys = async (role: Role) => Object.keys(await told<object>(people[role].ask('GET', '/api/settings')))
    expect(await keys('analyst')).toEqual(await keys('owner'))
    for (const role of ['lead', 'rep', 'reviewer'] as const)
      expect((await keys(role)).sort()).toEqual(['credit', 'currency', 'fiscal_year_start', 'sale_event', 'timezone'])
  })
})

describe('a key', () => {
  it('sees what its role and person see, in its own workspace alone', async () => {
    const { key } = await told<{ key: string }>(owner.ask('POST', '/api/keys', { name: 'robot', ...grants.rep }))
    const robot = withToken(server, key)
    const { records } = await told<RecordsAnswer>(robot.ask('POST', '/api/records/search', { kpi: 'calls', ...november }))
    expect(records.map(({ id }) => id.replace('crm:', '')).sort()).toEqual(casesNamed('rep'))
    expect((await robot.ask('GET', '/api/settings', undefined, 'south')).status).toBe(404)
    expect((await robot.ask('GET', '/api/audit')).status).toBe(403)
  })
})

describe('an account of two companies', () => {
  it('has in each the role it has there', async () => {
    const { cookie, id } = await joinAs(server, 'south', 'both@example.org', { role: 'head' })
    const both = withCookie(server, cookie)
    expect((await both.ask('GET', '/api/sources', undefined, 'north')).status).toBe(404)
    const { path } = await told<{ path: string }>(owner.ask('POST', '/api/invitations', grants.rep))
    await told(both.ask('POST', '/api/invitations/accept', { token: path.split('token=')[1] }))
    expect((await both.ask('GET', '/api/sources', undefined, 'north')).status).toBe(403)
    expect((await both.ask('GET', '/api/sources', undefined, 'south')).status).toBe(200)
    const { records } = await told<RecordsAnswer>(both.ask('POST', '/api/records/search', { kpi: 'calls', ...november }, 'north'))
    expect(records).toHaveLength(casesOf.p1.length)
    // A head of one of the two may not take the account over by a new password.
    expect(
      (
        await withCookie(server, (await joinAs(server, 'north', 'other@north.example', grants.head)).cookie, 'north').ask(
          'POST',
          `/api/users/${id}/links`,
        )
      ).status,
    ).toBe(403)
  })
})

describe('one person', () => {
  checkTalkRights(() => people)
  checkCourseRights(() => people)
})
