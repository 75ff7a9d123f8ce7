// `rumb settings`: the settings of the workspace as YAML; with a file or KEY=VALUE pairs, changes them first.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import { formatSettings } from '../../contract/setting-docs.ts'
import { parseSettingDocument, parseSettingPairs, parseSettings, type SettingPatch } from '../../contract/settings.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'

export const run: Command = async ({ args, format, lang, openDoorway, print }) => {
  const patch = await readPatch(args)
  const doorway = await openDoorway()
  const settings = patch === null ? await doorway.ask('settings', {}) : await doorway.ask('settingsPatch', patch)
  if (format === 'json') print(JSON.stringify(settings))
  else if (format === 'csv') {
    const lines = Object.entries(settings).map(([key, value]) =>
      printCsvLine([key, typeof value === 'string' ? value : JSON.stringify(value)]),
    )
    print([printCsvLine(['key', 'value']), ...lines].join('\n'))
  } else print(formatSettings(parseSettings(settings), lang).trimEnd())
  return exitDone
}

async function readPatch(args: readonly string[]): Promise<SettingPatch | null> {
  const [first] = args
  if (first === undefined) return null
  if (args.every((arg) => arg.includes('=') && !existsSync(arg))) return parseSettingPairs(args)
  if (args.length > 1) throw new AppError('bad_usage', 'Give one file, or KEY=VALUE pairs.')
  if (!existsSync(first))
    throw new AppError('bad_usage', `There is no file ${first}.`, { path: first, hint: 'A change is written KEY=VALUE.' })
  return parseSettingDocument(await readFile(first, 'utf8'))
}
