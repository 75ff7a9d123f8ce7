// Streams between stages and channels, models beside each other, days of a cycle, a league as a drawing.
import { describe, expect, it } from 'vitest'
import type { AttributionAnswer } from '../../src/contract/attribution.ts'
import { drawLeague } from '../../web/charts/draw/league-svg.ts'
import { prepareCycle } from '../../web/charts/prepare/cycle-curve.ts'
import { type FlowLink, type FlowNode, prepareFlows } from '../../web/charts/prepare/flows.ts'
import { prepareJourneyFlows } from '../../web/charts/prepare/journey-flows.ts'
import { prepareModels } from '../../web/charts/prepare/models.ts'
import { prepareStageFlows } from '../../web/charts/prepare/stage-flows.ts'
import { cell } from './answers.ts'

const node = (id: string, column: number, value: number): FlowNode => ({ id, column, value, label: id, tone: 'mark' })
const link = (from: string, to: string, value: number): FlowLink => ({ from, to, value, tone: 'mark', text: '' })
const count = (value: number) => String(value)

describe('streams', () => {
  it('share one scale, and fill the sides of their places in order', () => {
    const { nodes, links, columns } = prepareFlows(
      [node('a', 0, 10), node('b', 1, 6), node('c', 1, 4)],
      [link('a', 'c', 4), link('a', 'b', 6), link('a', 'nowhere', 1)],
    )
    expect(columns).toBe(2)
    const size = (id: string) => nodes.find((one) => one.id === id)!.size
    expect(size('b') + size('c')).toBeCloseTo(size('a'), 9)
    expect(links).toHaveLength(2)
    const toB = links.find(({ to }) => to === 'b')!
    const toC = links.find(({ to }) => to === 'c')!
    expect(toB.fromStart).toBe(0)
    expect(toC.fromStart).toBeCloseTo(toB.size, 9)
    expect(nodes.every(({ start, size: own }) => start + own <= 1 + 1e-9)).toBe(true)
  })

  it('tell of every stage what became of all its visits', () => {
    const none = { advanced: 0, skipped_over: 0, lost: 0, won: 0, moved_back: 0, re_piped: 0, still_there: 0 }
    const stage = (id: string, kind: 'open' | 'won', entries: number, part: Partial<typeof none>) => ({
      ...{ stage: { id, name: id, kind }, entries, ...none, ...part, reached: entries },
      ...{ conversion: cell(0.5), cumulative: cell(0.5), time_p50: cell(1) },
    })
    const stages = [
      stage('one', 'open', 10, { advanced: 6, lost: 3, still_there: 1 }),
      stage('two', 'open', 7, { won: 5, moved_back: 2 }),
      stage('won', 'won', 5, {}),
    ]
    const { nodes, links } = prepareStageFlows(stages, { outcome: (outcome) => outcome, count })
    const left = (id: string) => links.filter(({ from }) => from === id).reduce((sum, { value }) => sum + value, 0)
    expect([left('one'), left('two')]).toEqual([10, 7])
    expect(links.find(({ to }) => to === 'two')).toMatchObject({ from: 'one', value: 6 })
    expect(nodes.find(({ id }) => id === 'two won')).toMatchObject({ column: 2, tone: 'better' })
  })

  it('lose no lead of a journey on the way to its end, and fold what is rare or long', () => {
    const journeys: AttributionAnswer['journeys'] = [
      { path: ['seo', 'email'], wins: 2, leads: 5 },
      { path: ['seo', 'seo', 'social', 'direct', 'email', 'partner'], wins: 1, leads: 1 },
      ...['a', 'b', 'c', 'd', 'e', 'f'].map((path) => ({ path: [path], wins: 0, leads: 9 })),
      { path: [], wins: 3, leads: 3 },
    ]
    const words = { channel: (id: string | null) => id ?? '', others: 'rest', bought: 'bought', left: 'left', count }
    const { nodes, links } = prepareJourneyFlows(journeys, words)
    const into = (id: string) => links.filter(({ to }) => to === id).reduce((sum, { value }) => sum + value, 0)
    expect([into('bought'), into('left')]).toEqual([3, 57])
    expect(new Set(nodes.filter(({ column }) => column === 0).map(({ label }) => label.split(' ')[0])).has('rest')).toBe(true)
    expect(Math.max(...nodes.map(({ column }) => column))).toBe(4)
  })
})

describe('models of attribution', () => {
  it('stand side by side as shares of their revenue, the greatest channel first', () => {
    const given = (model: 'first' | 'last', seo: number, email: number) => ({
      ...{ model, revenue: seo + email },
      channels: [
        { channel: 'seo', wins: 1, revenue: seo, spend: null, romi: null, cac: null },
        { channel: 'email', wins: 1, revenue: email, spend: null, romi: null, cac: null },
      ],
    })
    const { channels, cells } = prepareModels([given('first', 30, 70), given('last', 10, 90)])
    expect(channels).toEqual(['email', 'seo'])
    expect(cells.filter(({ channel }) => channel === 'email').map(({ share }) => share)).toEqual([0.7, 0.9])
  })
})

describe('the days of a cycle', () => {
  it('run to where enough deals are open, on a scale that fits what was bought', () => {
    const curve = Array.from({ length: 41 }, (_, t) => ({
      t,
      s: 1 - t / 200,
      low: 1 - t / 180,
      high: 1 - t / 220,
      at_risk: 100 - t,
      events: 1,
    }))
    const { model, ticks } = prepareCycle({ curve }, { days: count, share: (value) => `${value * 100}`, count })
    expect(ticks).toEqual([7, 14, 21, 28, 35])
    expect(model.up.at(-1)!.text).toBe('25')
    expect(model.points.at(-1)!.y).toBeCloseTo(0.8, 9)
    expect(model.under[0]).toEqual({ at: 7 / 40, text: '92' })
  })
})

describe('a league as a drawing', () => {
  it('holds every name as a text, with what a name may not do in a drawing made harmless', () => {
    const row = { strip: { value: 0.5, low: 0.2, high: 0.9 }, isSmall: false }
    const colours = { ink: '#000', quiet: '#555', mark: '#080', whisker: '#0808', line: '#eee', surface: '#fff' }
    const svg = drawLeague(
      { title: 'a', ends: { bottom: '0', top: '1' }, totalAt: 0.4, lines: [{ name: '<script>', figure: '5 %', place: '1–2', row }] },
      colours,
    )
    expect(svg).toContain('&lt;script&gt;')
    expect(svg).not.toContain('<script')
    expect(svg.match(/<circle/g)).toHaveLength(1)
  })
})
