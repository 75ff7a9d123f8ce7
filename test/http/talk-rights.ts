// Who sees and changes what of a person: the scorecard, talks between two, the course of a deal.
import { expect, it } from 'vitest'
import type { OneOnOne } from '../../src/contract/one-on-ones.ts'
import type { Role } from '../../src/contract/roles.ts'
import type { Scorecard } from '../../src/contract/scorecard.ts'
import type { Timeline } from '../../src/contract/timelines.ts'
import { told, type Visitor } from './visitor.ts'

const [mine, other] = ['crm:north_p1', 'crm:north_p3']
const talks = async (who: Visitor, query = '') =>
  (await told<{ one_on_ones: OneOnOne[] }>(who.ask('GET', `/api/one-on-ones${query}`))).one_on_ones
const card = (who: Visitor, person: string) => who.ask('GET', `/api/people/${encodeURIComponent(person)}/scorecard`)

export function checkTalkRights(people: () => Readonly<Record<Role, Visitor>>): void {
  it('a scorecard opens for who may see the person, and is like that of nobody for others', async () => {
    const { head, lead, rep, analyst } = people()
    for (const who of [head, lead, rep, analyst]) {
      const { person, figures } = await told<Scorecard>(card(who, mine))
      expect(person.id).toBe(mine)
      const calls = figures.find(({ kpi }) => kpi === 'calls')
      expect(calls?.cell.n).toBe(2)
    }
    for (const who of [lead, rep]) expect((await card(who, other)).status).toBe(404)
  })

  it('a talk is read by both sides, its notes by who wrote them alone', async () => {
    const { head, owner, lead, rep } = people()
    const written = { person: mine, notes: 'quiet word', agreements: [{ text: 'Call ten', due: '2026-12-01' }, { text: 'Ask why' }] }
    const made = await told<OneOnOne>(head.ask('POST', '/api/one-on-ones', written))
    expect(made).toMatchObject({ own: true, notes: 'quiet word', person: { id: mine } })
    for (const who of [owner, lead, rep]) {
      const [seen] = await talks(who, `?person=${mine}`)
      expect(seen).toMatchObject({ id: made.id, own: false, notes: null, agreements: [{ text: 'Call ten' }, { text: 'Ask why' }] })
    }
    const { agreements, agenda } = await told<Scorecard>(card(rep, mine))
    expect(agreements.map(({ text, kept }) => [text, kept])).toEqual([
      ['Call ten', null],
      ['Ask why', null],
    ])
    expect(agenda.slice(0, 2).map(({ kind, title }) => [kind, title])).toEqual([
      ['agreement', 'Call ten'],
      ['agreement', 'Ask why'],
    ])
  })

  it('another may say whether an agreement was kept, but not change its words, the notes or the talk', async () => {
    const { lead, rep, head } = people()
    const [talk] = await talks(lead, `?person=${mine}`)
    if (talk === undefined) throw new Error('there is no talk')
    const path = `/api/one-on-ones/${talk.id}`
    const [first, second] = talk.agreements.map(({ id, text, due }) => ({ id, text, due }))
    const marked = await told<OneOnOne>(lead.ask('PATCH', path, { agreements: [{ ...first, kept: true }, second] }))
    expect(marked.agreements.map(({ kept, marked_at }) => [kept, marked_at !== null])).toEqual([
      [true, true],
      [null, false],
    ])
    for (const patch of [{ notes: 'mine now' }, { agreements: [first] }, { agreements: [{ ...first, text: 'Call two' }, second] }])
      expect((await lead.ask('PATCH', path, patch)).status).toBe(403)
    expect((await lead.ask('DELETE', path)).status).toBe(403)
    expect((await rep.ask('PATCH', path, { agreements: [first, second] })).status).toBe(403)
    expect((await head.ask('PATCH', path, { agreements: [{ id: '9', text: 'never agreed' }] })).status).toBe(400)
  })

  it('of people beyond the own no talk is found or made', async () => {
    const { head, lead, rep } = people()
    const { id } = await told<OneOnOne>(head.ask('POST', '/api/one-on-ones', { person: other, notes: 'x' }))
    expect((await talks(rep)).map(({ person }) => person.id)).toEqual([mine])
    expect((await talks(lead)).map(({ person }) => person.id)).toEqual([mine])
    expect((await lead.ask('POST', '/api/one-on-ones', { person: other })).status).toBe(404)
    expect((await lead.ask('PATCH', `/api/one-on-ones/${id}`, { agreements: [] })).status).toBe(404)
    await told(head.ask('DELETE', `/api/one-on-ones/${id}`))
    expect((await talks(head)).map(({ person }) => person.id)).toEqual([mine])
  })
}

export function checkCourseRights(people: () => Readonly<Record<Role, Visitor>>): void {
  it('the course of a deal opens for who may see the deal', async () => {
    const { head, lead, rep, analyst, reviewer } = people()
    const course = (who: Visitor, name: string) => who.ask('GET', `/api/records/deals/crm%3Anorth_c_${name}/timeline`)
    for (const who of [head, analyst, lead, rep]) {
      const { events, record } = await told<Timeline>(course(who, 'p1a'))
      expect(record.id).toBe('crm:north_c_p1a')
      expect(events.map(({ kind }) => kind)).toEqual(['created', 'owner', 'stage', 'task', 'touch', 'stage', 'stage', 'won', 'payment'])
    }
    for (const who of [lead, rep]) expect((await course(who, 'p3a')).status).toBe(404)
    expect((await course(reviewer, 'p1a')).status).toBe(403)
    expect((await course(head, 'nothing')).status).toBe(404)
  })
}
