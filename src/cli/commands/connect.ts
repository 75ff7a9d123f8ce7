// `rumb connect`: connects a system with a token, or forgets one.
import { readFileSync } from 'node:fs'
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'

export const run: Command = async ({ args, options, format, openDoorway, print }) => {
  const { address = '', token = '', source, remove, map } = options
  const [system, ...more] = args
  if (typeof remove === 'string' && system === undefined) {
    await (await openDoorway()).ask('disconnect', { id: remove })
    return exitDone
  }
  if (system === undefined || more.length > 0 || typeof address !== 'string' || typeof token !== 'string')
    throw new AppError('bad_usage', 'connect SYSTEM [--address URL] [--token TOKEN] [--source NAME] [--map FILE]', {
      hint: '`rumb connect --help`',
    })
  const doorway = await openDoorway()
  const given = token === '-' ? readFileSync(0, 'utf8').trim() : token
  const named = typeof source === 'string' ? { source } : {}
  const mapping = typeof map === 'string' ? { mapping: readFileSync(map, 'utf8') } : {}
  const made = await doorway.ask('connect', { system, address, token: given, ...named, ...mapping })
  const currency = made.currency === null ? '' : `, ${made.currency}`
  print(
    format === 'json'
      ? JSON.stringify(made)
      : `${made.source}: ${made.account}${currency}\n\`rumb sync ${made.source}\` fetches its records.`,
  )
  return exitDone
}
