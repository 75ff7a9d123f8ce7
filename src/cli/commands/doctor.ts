// `rumb doctor`: is everything as it must be, from the disk to the freshness of the sources; the answer "no" is exit code 1.
import { type Checked, checkMachine } from '../../app/check-machine.ts'
import { findServer } from '../../app/server-record.ts'
import { AppError } from '../../contract/errors.ts'
import type { ResourceOutput } from '../../contract/resources.ts'
import type { Command, CommandContext } from '../command.ts'
import type { Doorway } from '../doorway.ts'
import { exitDone, exitNo } from '../exit-codes.ts'
import { printList } from '../print-list.ts'

const columns = ['check', 'state', 'text', 'hint'] as const
const ok = (check: string, text: string): Checked => ({ check, state: 'ok', text, hint: null })

export const run: Command = async (context) => {
  const { args, config, format, print } = context
  if (args.length > 0) throw new AppError('bad_usage', 'doctor takes no arguments.', { hint: '`rumb doctor --help`' })
  const machine = await checkMachine(config.data)
  const server = findServer(config.data)
  const serving = ok('server', server === undefined ? 'No server runs on the data' : `A server runs at ${server.url}`)
  // Looking must not make a directory where there is none.
  const isThere = machine.every(({ check, state }) => check !== 'data' || state === 'ok')
  const checks = [...machine, serving, ...(isThere ? await checkHouse(context) : [])]
  const isWell = checks.every(({ state }) => state !== 'failing')
  print(format === 'json' ? JSON.stringify({ ok: isWell, checks }) : printList(format, 'checks', columns, checks))
  return isWell ? exitDone : exitNo
}

async function checkHouse({ openDoorway }: CommandContext): Promise<Checked[]> {
  const [opened] = await Promise.allSettled([openDoorway()])
  if (opened.status === 'rejected') return [failed('engines', opened.reason)]
  const doorway = opened.value
  const [listed] = await Promise.allSettled([doorway.ask('workspaces', {})])
  if (listed.status === 'rejected') return [failed('engines', listed.reason)]
  const engines = ok('engines', 'Both engines answer')
  const [first] = listed.value.workspaces
  if (first === undefined) {
    const hint = '`rumb import PATH --source NAME --workspace ID` makes one.'
    return [engines, { check: 'workspace', state: 'warning', text: 'There is no workspace yet', hint }]
  }
  return [engines, ...(await checkSources(doorway))]
}

async function checkSources(doorway: Doorway): Promise<Checked[]> {
  const [asked] = await Promise.allSettled([Promise.all([doorway.ask('sources', {}), doorway.ask('quarantine', { limit: 1 })])])
  if (asked.status === 'rejected') return [failed('workspace', asked.reason)]
  const [{ sources }, { count }] = asked.value
  const quarantine: Checked =
    count === 0
      ? ok('quarantine', 'No row waits in the quarantine')
      : {
          check: 'quarantine',
          state: 'warning',
          text: `Rows not taken in: ${count}`,
          hint: '`rumb quarantine` lists them with the reasons.',
        }
  return [...sources.map(checkSource), quarantine]
}

function checkSource({ id, last_record_at, connection }: ResourceOutput<'sources'>['sources'][number]): Checked {
  const check = `source ${id}`
  if (connection === null) return ok(check, `Imported; last record ${last_record_at ?? 'unknown'}`)
  const text = `${connection.system}: ${connection.error ?? connection.state}`
  if (connection.state === 'failing')
    return { check, state: 'failing', text, hint: `\`rumb sync ${id}\` tries again; \`rumb connect\` takes a new token.` }
  if (connection.state === 'late') return { check, state: 'warning', text, hint: 'Is a server running? It syncs by the clock.' }
  return ok(check, text)
}

function failed(check: string, reason: unknown): Checked {
  if (!(reason instanceof AppError)) throw reason
  return { check, state: 'failing', text: reason.message, hint: reason.hint ?? null }
}
