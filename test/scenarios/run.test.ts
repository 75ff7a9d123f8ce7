// Every scenario, taken in as told, answers its questions. In reverse, in two goes, half of it twice, it leaves the same records; facts
// follow from records alone, so that the answers are the same. Those of the design (s…) are asked again, some with facts
// derived between the goes.
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askHouse } from '../../src/app/ask-house.ts'
import type { Answer, AnswerRow } from '../../src/contract/answer.ts'
import { momentAsked } from '../../src/kpi/passes/period.ts'
import type { Workspace } from '../../src/store/tables/workspaces.ts'
import { openToldHouse, type ToldHouse } from '../shared/told-house.ts'
import { compareCells, compareParts, loadScenarios, type Question, type Scenario } from './scenario.ts'

const source = 'crm'
const scenarios = loadScenarios(import.meta.dirname)
let told: ToldHouse

beforeAll(async () => {
  told = await openToldHouse()
})
afterAll(() => told?.close())

const shortId = (id: string | null) => (id === null ? '?' : id.replace(`${source}:`, ''))

function rowKey(row: AnswerRow, by: readonly string[]): string {
  const ids = by.map((id) => shortId((row[id] as { id: string | null }).id))
  return [...ids, ...(typeof row.period === 'string' ? [row.period] : [])].join(' ')
}

async function check(workspace: Workspace, scenario: Scenario, question: Question): Promise<void> {
  const now = momentAsked(scenario.as_of, Temporal.Instant.fromEpochMilliseconds(0), workspace.settings.timezone)
  const asker = {
    workspace: workspace.id,
    caller: { kind: 'machine' as const },
    address: null,
    door: null,
    lang: 'en' as const,
    now: new Date(now.epochMilliseconds),
  }
  if ('ask' in question) {
    const answer = await askHouse(told.house, asker, question.ask, question.query)
    const { expected, actual } = compareParts(question.answer, JSON.parse(JSON.stringify(answer).replaceAll(`"${source}:`, '"')))
    expect(actual).toEqual(expected)
    return
  }
  const answer = await askHouse(told.house, asker, 'query', question.query)
  expectCells(question, answer)
}

function expectCells(question: Extract<Question, { rows?: unknown }>, answer: Answer): void {
  for (const [id, wanted] of Object.entries(question.total ?? {})) {
    const { expected, actual } = compareCells(wanted, answer.total[id])
    expect({ total: id, cell: actual }).toEqual({ total: id, cell: expected })
  }
  if (question.rows === undefined) return
  const rows = new Map(answer.rows.map((row) => [rowKey(row, answer.by), row]))
  for (const [key, cells] of Object.entries(question.rows)) {
    for (const [id, wanted] of Object.entries(cells)) {
      const { expected, actual } = compareCells(wanted, rows.get(key)?.[id] as Record<string, unknown> | undefined)
      expect({ row: key, kpi: id, cell: actual }).toEqual({ row: key, kpi: id, cell: expected })
    }
  }
  expect([...rows.keys()].sort()).toEqual(Object.keys(question.rows).sort())
}

/** What a workspace holds of the kinds a scenario tells, but for when it was heard. */
async function recordsOf({ num }: Workspace, { records }: Scenario): Promise<unknown[]> {
  const kinds = Object.keys(records).sort()
  const read = (kind: string) =>
    told.house.warehouse.query(`SELECT * EXCEPT (ws, version) FROM rec_${kind} FINAL WHERE ws = ${num} ORDER BY k`)
  const held = await Promise.all(kinds.map(read))
  for (const [i, rows] of held.entries()) expect(rows.length, kinds[i]).toBeGreaterThan(0)
  return held
}

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
  const id = scenario.file.replace('.yaml', '').toLowerCase()
  let workspace: Workspace

  beforeAll(async () => {
    workspace = await told.makeWorkspace(id, scenario.settings)
    await told.tell(workspace, { [source]: scenario.records })
  })

  const title = (question: Question) => `${'ask' in question ? `${question.ask} ` : ''}${JSON.stringify(question.query)}`

  it.each(scenario.questions.map((question) => [title(question), question] as const))('answers %s', async (_, question) => {
    await check(workspace, scenario, question)
  })

  const isOfDesign = /^s\d/.test(scenario.file)
  const derivesBetween = /^s0[134]/.test(scenario.file)
  const alike = isOfDesign ? 'holds the same records and answers the same' : 'holds the same records'

  it(`${alike} when they come in reverse, in two goes, half of them twice`, async () => {
    const reversed = await told.makeWorkspace(`${id}-reversed`, scenario.settings)
    const kinds = Object.entries(scenario.records).toReversed()
    const inReverse = (go: typeof kinds) => ({ [source]: Object.fromEntries(go.map(([kind, rows]) => [kind, rows.toReversed()])) })
    await (derivesBetween ? told.tell : told.hear)(reversed, inReverse(kinds.slice(0, Math.ceil(kinds.length / 2))))
    await (isOfDesign ? told.tell : told.hear)(reversed, inReverse(kinds))
    expect(await recordsOf(reversed, scenario)).toEqual(await recordsOf(workspace, scenario))
    if (isOfDesign) for (const question of scenario.questions) await check(reversed, scenario, question)
  })
})
