// `rumb restore FILE`: a backup becomes the data directory, which must be empty or not there; then it is opened to see that it is whole.
import { restore } from '../../app/back-up.ts'
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printList } from '../print-list.ts'

export const run: Command = async ({ args, config, format, openDoorway, print }) => {
  const [file, ...more] = args
  if (file === undefined || more.length > 0)
    throw new AppError('bad_usage', 'From which file? restore FILE', { hint: 'rumb restore rumb.tar.gz --data DIR' })
  await restore(config, file)
  const { workspaces } = await (await openDoorway()).ask('workspaces', {})
  const restored = { data: config.data, workspaces: workspaces.map(({ id }) => id) }
  print(format === 'json' ? JSON.stringify(restored) : printList(format, 'restored', ['data', 'workspaces'], [restored]))
  return exitDone
}
