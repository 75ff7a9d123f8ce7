// `rumb backup FILE`: everything there is (records, accounts, settings) as one file.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { backUp } from '../../app/back-up.ts'
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printList } from '../print-list.ts'

export const run: Command = async ({ args, config, format, print, note }) => {
  const [file, ...more] = args
  if (file === undefined || more.length > 0)
    throw new AppError('bad_usage', 'Into which file? backup FILE', { hint: 'rumb backup rumb.tar.gz' })
  const isThere = existsSync(join(config.data, 'postgres', 'PG_VERSION'))
  const made = await backUp(config, file, isThere, { info: note, warn: note })
  print(format === 'json' ? JSON.stringify(made) : printList(format, 'backups', ['file', 'bytes'], [made]))
  return exitDone
}
