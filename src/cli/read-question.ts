// From the options of a command to the body of a request: the names of the options with `_` for `-`. Checks nothing that the
// house checks; an option that was not given is absent.
import { AppError } from '../contract/errors.ts'
import type { OptionValue } from './command.ts'

type Options = Readonly<Record<string, OptionValue>>
type Where = Record<string, (string | null)[]>

const texts = [
  'grain',
  'from',
  'to',
  'last',
  'compare',
  'order',
  'as-of',
  'credit',
  'part',
  'pipeline',
  'rule',
  'source',
  'kind',
  'action',
  'model',
  'outcome',
  'for',
]
const numbers = ['limit', 'offset', 'horizon-days']
const switches = ['rank', 'with-repeat', 'with-costs']

export function readQuestion(options: Options): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const name of texts) if (typeof options[name] === 'string') body[name.replaceAll('-', '_')] = options[name]
  for (const name of numbers) if (typeof options[name] === 'string') body[name.replaceAll('-', '_')] = readNumber(name, options[name])
  for (const name of switches) if (options[name] === true) body[name.replaceAll('-', '_')] = true
  const by = readList(options.by)
  if (by.length > 0) body.by = by
  const where = readWhere(options.where)
  if (where) body.where = where
  return body
}

/** A role with what it is narrowed to: `--role`, `--person`, `--team`. */
export function readGrant({ role, person, team }: Options): Record<string, unknown> {
  if (typeof role !== 'string') throw new AppError('bad_usage', 'Which role? Name it with --role.', { path: '--role' })
  return { role, ...(typeof person === 'string' ? { person } : {}), teams: readList(team) }
}

/** `--by person --by team` and `--by person,team` are the same. */
export function readList(value: OptionValue): string[] {
  const given = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return given.flatMap((each) => String(each).split(',')).filter((each) => each !== '')
}

function readNumber(name: string, written: string): number {
  if (/^\d{1,9}$/.test(written)) return Number(written)
  throw new AppError('bad_usage', `--${name} is a whole number, not "${written}".`, { path: `--${name}` })
}

/** `DIM=VALUE`, repeated: values of one dimension are alternatives; `DIM=` is the unknown. */
function readWhere(value: OptionValue): Where | undefined {
  if (!Array.isArray(value)) return undefined
  const where: Where = {}
  for (const pair of value.map(String)) {
    const at = pair.indexOf('=')
    if (at < 1) throw new AppError('bad_usage', `--where is DIM=VALUE, not "${pair}".`, { path: '--where' })
    const dimension = pair.slice(0, at)
    const wanted = where[dimension] ?? []
    where[dimension] = wanted
    wanted.push(pair.slice(at + 1) === '' ? null : pair.slice(at + 1))
  }
  return where
}
