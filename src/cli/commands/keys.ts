// `rumb keys`: API keys of the workspace: add (prints the key once), list, revoke.

import { AppError } from '../../contract/errors.ts'
import type { ResourceOutput } from '../../contract/resources.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printList } from '../print-list.ts'
import { readGrant } from '../read-question.ts'

const columns = ['id', 'name', 'role', 'person', 'teams', 'created_at', 'expires_at', 'last_used_at'] as const

export const run: Command = async ({ args, options, format, openDoorway, print, note }) => {
  const [verb = 'list', named, ...more] = args
  const doorway = await openDoorway()
  if (more.length > 0 || (verb === 'list') !== (named === undefined)) throw wrongUse()
  if (verb === 'list') print(printList(format, 'keys', columns, (await doorway.ask('keys', {})).keys))
  else if (verb === 'revoke') await doorway.ask('keyRevoke', { id: named })
  else if (verb === 'add') {
    const expires = options.expires === undefined ? {} : { expires: options.expires }
    const made: ResourceOutput<'keyAdd'> = await doorway.ask('keyAdd', { name: named, ...readGrant(options), ...expires })
    print(format === 'json' ? JSON.stringify(made) : made.key)
    if (format === 'table') note('This is shown once. Send it as: Authorization: Bearer KEY')
  } else throw wrongUse()
  return exitDone
}

const wrongUse = () =>
  new AppError('bad_usage', 'keys add NAME --role R [--person ID] [--team ID] [--expires D] | list | revoke ID', {
    hint: '`rumb keys --help`',
  })
