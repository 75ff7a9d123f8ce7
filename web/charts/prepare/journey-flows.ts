// Journeys → streams from channel to channel, step by step, and to whether they bought. Rare channels stand together.
import type { AttributionAnswer } from '../../../src/contract/attribution.ts'
import type { FlowLink, FlowNode, FlowTone } from './flows.ts'

type Journey = AttributionAnswer['journeys'][number]
type Words = { channel: (id: string | null) => string; others: string; bought: string; left: string; count: (value: number) => string }

const channelsMax = 6
/** Longer journeys are told by their first steps and their last. */
const stepsMax = 4
const others = 'others'

function shorten(path: readonly string[]): string[] {
  return path.length <= stepsMax ? [...path] : [...path.slice(0, stepsMax - 1), path.at(-1) ?? '']
}

export function prepareJourneyFlows(journeys: readonly Journey[], words: Words): { nodes: FlowNode[]; links: FlowLink[] } {
  const known = journeys.filter(({ path }) => path.length > 0)
  const size = ({ wins, leads }: Journey) => Math.max(wins, leads)
  const weight = new Map<string, number>()
  for (const journey of known) for (const id of new Set(journey.path)) weight.set(id, (weight.get(id) ?? 0) + size(journey))
  const named = [...weight].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, channelsMax)
  const order = new Map(named.map(([id], index) => [id, index]))
  const idOf = (channel: string) => (order.has(channel) ? channel : others)
  const toneOf = (id: string): FlowTone => (id === others ? 'quiet' : (`category-${(order.get(id) ?? 0) + 1}` as FlowTone))
  const nameOf = (id: string) => (id === others ? words.others : words.channel(id))
  const held = new Map<string, { column: number; id: string; value: number }>()
  const moved = new Map<string, { from: string; to: string; value: number; tone: FlowTone; text: string }>()
  const ends = { bought: 0, left: 0 }
  const move = (from: string, to: string, value: number, tone: FlowTone, text: string) => {
    const key = `${from} > ${to}`
    moved.set(key, { from, to, tone, text, value: (moved.get(key)?.value ?? 0) + value })
  }
  for (const journey of known) {
    const steps = shorten(journey.path).map((channel, column) => ({ column, id: idOf(channel), key: `${column} ${idOf(channel)}` }))
    for (const { key, column, id } of steps) held.set(key, { column, id, value: (held.get(key)?.value ?? 0) + size(journey) })
    steps.slice(1).forEach((step, index) => {
      const before = steps[index]!
      move(before.key, step.key, size(journey), toneOf(before.id), `${nameOf(before.id)} → ${nameOf(step.id)}`)
    })
    const last = steps.at(-1)!
    const outcomes = { bought: journey.wins, left: size(journey) - journey.wins }
    for (const end of ['bought', 'left'] as const) {
      ends[end] += outcomes[end]
      if (outcomes[end] > 0) move(last.key, end, outcomes[end], end === 'bought' ? 'better' : 'quiet', `${nameOf(last.id)} → ${words[end]}`)
    }
  }
  const rank = (id: string) => order.get(id) ?? channelsMax
  const steps = [...held].map(([key, { column, id, value }]): FlowNode & { rank: number } => ({
    ...{ id: key, column, value, tone: toneOf(id), rank: rank(id), label: `${nameOf(id)} ${words.count(value)}` },
  }))
  const column = Math.max(0, ...steps.map((node) => node.column + 1))
  const outcomes = (['bought', 'left'] as const)
    .filter((end) => ends[end] > 0)
    .map(
      (end): FlowNode => ({
        ...{ id: end, column, value: ends[end] },
        tone: end === 'bought' ? 'better' : 'quiet',
        label: `${words[end]} ${words.count(ends[end])}`,
      }),
    )
  return {
    nodes: [...steps.toSorted((a, b) => a.rank - b.rank).map(({ rank: _rank, ...node }) => node), ...outcomes],
    links: [...moved.values()].map((link) => ({ ...link, text: `${link.text}: ${words.count(link.value)}` })),
  }
}
