// Planted crooks of the demo company are named with what they do (all of them: test/demo/analyses.test.ts), the honest one and others
// not; and calls reviewed by a person change the figures.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulateCompany } from '../../demo/company.ts'
import { demoSettings } from '../../demo/settings.ts'
import { truths } from '../../demo/truths.ts'
import { listReviews } from '../../src/app/list-reviews.ts'
import { reviewCall } from '../../src/app/review-call.ts'
import { runQuery } from '../../src/app/run-query.ts'
import { searchRecords } from '../../src/app/search-records.ts'
import { showConfidence } from '../../src/app/show-confidence.ts'
import type { ConfidenceAnswer } from '../../src/contract/confidence.ts'
import { recordsQuerySchema, type Viewer } from '../../src/contract/query.ts'
import { openToldHouse, owner, type ToldHouse } from '../shared/told-house.ts'

const now = new Date('2026-11-21T10:00:00Z')
const period = { from: '2026-08-01', to: '2026-12-01' }
let told: ToldHouse
let answer: ConfidenceAnswer
const ask = { workspace: 'demo', viewer: owner, lang: 'en' as const, now }

beforeAll(async () => {
  told = await openToldHouse()
  const workspace = await told.makeWorkspace('demo', demoSettings)
  const { batches } = simulateCompany({ seed: 1, lastDay: '2026-11-20', firstDay: '2026-08-01', scale: 0.7 })
  const bySource = [...Map.groupBy([...batches], ({ source }) => source)]
  const kindsOf = (own: (typeof bySource)[number][1]) => Object.fromEntries(own.map(({ kind, records }) => [kind, records]))
  await told.tell(workspace, Object.fromEntries(bySource.map(([source, own]) => [source, kindsOf(own)])))
  answer = await showConfidence(told.house, { ...ask, query: period })
}, 600_000)
afterAll(() => told?.close())

const full = (person: string) => `crm:${person}`
const notesOf = (person: string) => answer.gaming.filter((note) => note.person.id === full(person)).map(({ kind }) => kind)

describe('gaming notes', () => {
  it.each([
    [truths.oneSecondDialler.person, 'one_second_dials'],
    [truths.spamDumper.person, 'spam_without_contact'],
    [truths.dealSplitter.person, 'split_deals'],
  ] as const)('name %s with %s', (person, kind) => {
    expect(notesOf(person)).toContain(kind)
  })

  it('name nobody who plays no trick', () => {
    const tricks = [
      truths.oneSecondDialler,
      truths.spamDumper,
      truths.monthEndReverter,
      truths.dealSplitter,
      truths.neverCloser,
      truths.personalPhone,
    ]
    const crooks = tricks.map(({ person }) => full(person))
    expect(
      answer.gaming.filter(({ person }) => !crooks.includes(person.id ?? '')).map(({ kind, person, n, of }) => ({ kind, person, n, of })),
    ).toEqual([])
    expect(notesOf(truths.sickWeek.person)).toEqual([])
  })

  it('open the records that show it', async () => {
    for (const { evidence, n } of answer.gaming) {
      const query = recordsQuerySchema.parse({ kpi: evidence.kpi, part: evidence.part, ...evidence.filters })
      const { count } = await searchRecords(told.house, { ...ask, query })
      expect(count).toBeGreaterThanOrEqual(n)
    }
  })

  it('tell a salesperson of themselves alone', async () => {
    const viewer: Viewer = { role: 'rep', person: full(truths.dealSplitter.person), teams: [] }
    const own = await showConfidence(told.house, { ...ask, viewer, query: { ...period, kpi: 'won_deals' } })
    expect(own.gaming.map(({ person }) => person.id)).toEqual(own.gaming.map(() => viewer.person))
    expect(own.gaming.map(({ kind }) => kind)).toContain('split_deals')
  })
})

describe('evidence', () => {
  it('is a share for every KPI of which there is any', () => {
    const shares = answer.kpis.flatMap(({ share }) => share ?? [])
    expect(shares.length).toBeGreaterThan(60)
    for (const share of shares) expect(share >= 0 && share <= 1).toBe(true)
  })

  it('of calls by the script is the part that was checked', async () => {
    const { total } = await runQuery(told.house, { ...ask, query: { ...period, kpis: ['script_usage'] } })
    const { n, excluded } = total.script_usage!
    expect(answer.kpis.find(({ kpi }) => kpi === 'script_usage')?.share).toBeCloseTo(n / (n + excluded), 1)
  })
})

describe('a review', () => {
  const later = { ...ask, now: new Date(now.getTime() + 60_000) }
  const figures = async () => {
    const { total } = await runQuery(told.house, { ...later, query: { ...period, kpis: ['calls_reviewed', 'call_score'] } })
    return { reviewed: total.calls_reviewed!.value!, score: total.call_score! }
  }
  const transcribed = async () => {
    const [row] = await told.house.warehouse.query<{ id: string; owner: string }>(
      `SELECT concat(toString(source), ':', c.id) AS id, concat('crm:', p.id) AS owner FROM fact_checked_calls AS c FINAL INNER JOIN rec_people AS p FINAL ON p.k = c.owner
       WHERE c.source = 'crm' AND c.checked_by = 'rule' AND c.at > '2026-09-01' ORDER BY id LIMIT 1`,
    )
    return row!
  }

  it('counts, changes the score and is read by the one it is about, and by nobody of another', async () => {
    const { id, owner: person } = await transcribed()
    const before = await figures()
    const { calls } = await listReviews(told.house, { ...ask, query: { call: id, limit: 1 } })
    const { steps } = calls[0]!
    const reviewer: Viewer = { role: 'reviewer', person: 'crm:v1', teams: [] }
    const checks = steps.map(({ key }) => ({ step: key, present: 1 as const, comment: `well done, ${key}` }))
    const marked = await reviewCall(told.house, { ...ask, viewer: reviewer, review: { call: id, checks } })
    expect(marked).toMatchObject({ call: id, score: 1, followed: true, checked_by: 'person', reviewer: { id: 'crm:v1' } })
    const after = await figures()
    expect(after.reviewed).toBe(before.reviewed + 1)
    expect(after.score.n).toBe(before.score.n)
    const rep = (of: string): Viewer => ({ role: 'rep', person: of, teams: [] })
    const own = await listReviews(told.house, { ...later, viewer: rep(person), query: { call: id, limit: 1 } })
    expect(own.calls[0]?.steps[0]?.comment).toBe(`well done, ${steps[0]?.key}`)
    expect(await listReviews(told.house, { ...ask, viewer: rep('crm:nobody'), query: { call: id, limit: 1 } })).toEqual({ calls: [] })
    const latest = await listReviews(told.house, { ...later, viewer: rep(person), query: { limit: 200 } })
    expect(latest.calls.map(({ call }) => call)).toContain(id)
  })

  it('of a call that is not there is refused', async () => {
    const review = { call: 'crm:nothing', checks: [{ step: 'x', present: 1 as const }] }
    await expect(reviewCall(told.house, { ...ask, review })).rejects.toMatchObject({ code: 'not_found' })
  })
})
