// `rumb map`: proposes a mapping for a foreign table, as YAML to edit. What could not be mapped stands in it as comments.
import { resolve } from 'node:path'
import { proposeMapping } from '../../app/propose-mapping.ts'
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'

export const run: Command = async ({ args, options, format, lang, print }) => {
  const [file, ...more] = args
  if (file === undefined || more.length > 0) throw new AppError('bad_usage', 'Name one file.')
  const proposal = await proposeMapping({ file: resolve(file), lang, ...(typeof options.kind === 'string' ? { kind: options.kind } : {}) })
  print(format === 'json' ? JSON.stringify(proposal) : proposal.yaml.trimEnd())
  return exitDone
}
