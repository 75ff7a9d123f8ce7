// What is heard in transcripts follows the transcripts, the scripts, and what others say of the calls.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Workspace } from '../../src/store/tables/workspaces.ts'
import { openToldHouse, type ToldHouse } from '../shared/told-house.ts'

let told: ToldHouse
let workspace: Workspace

const script = (...phrases: string[]) => ({
  id: 'S',
  name: 'S',
  steps: [
    { key: 'hello', phrases },
    { key: 'next', phrases: ['book a survey'] },
  ],
})
const other = { id: 'T', name: 'T', steps: [{ key: 'price', phrases: ['it costs'] }] }
const call = (id: string, transcript: string | null, script_id: string | null = 'S') => ({
  id,
  kind: 'call',
  direction: 'out',
  at: `2026-09-01T1${id.at(-1)}:00:00Z`,
  contact_id: `c-${id}`,
  outcome: 'answered',
  duration_s: 60,
  script_id,
  transcript,
})
let minute = 10
/** Later records win over earlier ones. */
function tell(records: Record<string, object[]>): Promise<void> {
  const version = { updated_at: `2026-10-01T10:${minute++}:00Z` }
  const dated = Object.entries(records).map(([kind, rows]) => [kind, rows.map((row) => ({ ...row, ...version }))] as const)
  return told.tell(workspace, { crm: Object.fromEntries(dated) })
}

async function heard(): Promise<Record<string, string>> {
  const rows = await told.house.warehouse.query<{ id: string; said: string }>(
    `SELECT id, concat(checked_by, ' ', arrayStringConcat(arrayFilter((s, p) -> p > 0, steps, step_present), '+'), ' ', ifNull(toString(coverage), '-'), ' ', arrayStringConcat(quotes, '|')) AS said
     FROM fact_checked_calls FINAL WHERE ws = ${workspace.num} ORDER BY id`,
  )
  return Object.fromEntries(rows.map(({ id, said }) => [id, said]))
}

beforeAll(async () => {
  told = await openToldHouse()
  workspace = await told.makeWorkspace('heard')
  await tell({
    scripts: [script('my name is'), other],
    touches: [
      call('t1', 'Manager: My name is Ann, shall we book the survey?'),
      call('t2', 'Manager: Good day'),
      call('t3', null),
      call('t4', 'Manager: It costs ten', null),
      call('t5', 'Manager: My name is Bob', null),
    ],
  })
})
afterAll(() => told?.close())

it('is there for every call with a transcript, by the script it names or resembles most', async () => {
  expect(await heard()).toEqual({
    t1: 'rule hello+next 1 My name is Ann, shall we book the survey?|My name is Ann, shall we book the survey?',
    t2: 'rule  0 ',
    t4: 'rule price 1 It costs ten',
    t5: 'rule hello 0.5 My name is Bob',
  })
})

it('follows a transcript that comes, changes or goes', async () => {
  await tell({ touches: [call('t1', null), call('t2', 'Manager: book a survey'), call('t3', 'Manager: my name is Eve')] })
  expect(await heard()).toMatchObject({ t2: 'rule next 0.5 book a survey', t3: 'rule hello 0.5 my name is Eve' })
  expect(Object.keys(await heard())).toEqual(['t2', 't3', 't4', 't5'])
})

it('gives way to what a model says, and comes back without it', async () => {
  await tell({ script_checks: [{ touch_id: 't2', step: 'hello', present: 1, by: 'model' }] })
  expect((await heard()).t2).toBe('model hello 0.5 ')
  await tell({ script_checks: [{ touch_id: 't2', step: 'hello', present: 1, by: 'model', deleted: true }] })
  expect((await heard()).t2).toBe('rule next 0.5 book a survey')
})

it('follows a script that changes or goes', async () => {
  await tell({ scripts: [script('good day', 'eve')] })
  expect(await heard()).toMatchObject({
    t2: 'rule next 0.5 book a survey',
    t3: 'rule hello 0.5 my name is Eve',
    t4: 'rule price 1 It costs ten',
  })
  expect((await heard()).t5).toBe('rule  - ')
  await tell({
    scripts: [
      { id: 'S', deleted: true },
      { id: 'T', deleted: true },
    ],
  })
  expect(await heard()).toEqual({})
})
