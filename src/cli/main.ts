// The command line: finds the command, reads its options, runs it, and turns what goes wrong into one message and an exit code.
import { parseArgs } from 'node:util'
import { type Config, loadConfig } from '../config.ts'
import { AppError } from '../contract/errors.ts'
import type { CommandContext, CommandEntry, Format, OptionValue, StartServer } from './command.ts'
import { commands, globalOptions } from './command-table.ts'
import type { Doorway } from './doorway.ts'
import { exitCodes, exitDone } from './exit-codes.ts'

export type CliOutside = {
  startServer: StartServer
  version: string
  print: (text: string) => void
  note: (text: string) => void
  /** Is stderr a terminal? */
  isTerminal: boolean
}

const exitUnexpected = 70

/** Runs `rumb` with these arguments; resolves to the exit code. Never throws. */
export async function runCli(argv: readonly string[], outside: CliOutside): Promise<number> {
  try {
    return await runCommand(argv, outside)
  } catch (error) {
    return explain(error, outside.note)
  }
}

async function runCommand(argv: readonly string[], outside: CliOutside): Promise<number> {
  const [name, ...rest] = argv
  if (name === '--version') return tell(outside.print, outside.version)
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return tell(outside.print, printHelp())
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!entry) throw new AppError('bad_usage', `There is no command "${name}".`, { hint: '`rumb --help` lists the commands.' })
  const { values, positionals } = parseOptions(name, entry, rest)
  if (values.help === true) return tell(outside.print, printCommandHelp(entry))
  const context = contextOf(values, positionals, outside)
  let doorway: Doorway | undefined
  // The engines are loaded by the commands that want them: help and configuration answer at once.
  const open = async () => (doorway ??= await (await import('./open-doorway.ts')).openDoorway(context))
  try {
    const { run } = await entry.load()
    return await run({ ...context, openDoorway: open })
  } finally {
    await doorway?.close()
  }
}

function parseOptions(name: string, entry: CommandEntry, args: string[]): { values: Record<string, OptionValue>; positionals: string[] } {
  try {
    return parseArgs({ args, options: { ...globalOptions, ...entry.options }, allowPositionals: true })
  } catch (cause) {
    // TRICKY: parseArgs tells a wrong option only by an exception.
    throw new AppError('bad_usage', cause instanceof Error ? cause.message : String(cause), {
      cause,
      hint: `\`rumb ${name} --help\` lists the options.`,
    })
  }
}

function contextOf(values: Record<string, OptionValue>, args: string[], outside: CliOutside): Omit<CommandContext, 'openDoorway'> {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  const config: Config = loadConfig({ data: text('data'), workspace: text('workspace'), lang: text('lang'), port: text('port') })
  return {
    args,
    options: values,
    config,
    workspace: config.workspace,
    lang: config.lang,
    version: outside.version,
    format: formatOf(text('format')),
    now: () => config.now ?? new Date(),
    startServer: outside.startServer,
    print: outside.print,
    note: outside.note,
    isTerminal: outside.isTerminal,
  }
}

function formatOf(written: string | undefined): Format {
  if (written === undefined || written === 'table' || written === 'json' || written === 'csv') return written ?? 'table'
  throw new AppError('bad_usage', `--format is table, json or csv, not "${written}".`, { path: '--format' })
}

function explain(error: unknown, note: (text: string) => void): number {
  if (!(error instanceof AppError)) {
    note(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return exitUnexpected
  }
  note(error.message)
  const more = error.problems.filter(({ path, message }) => `${path}: ${message}` !== error.message)
  for (const { path, message } of more) note(`  ${path ? `${path}: ` : ''}${message}`)
  if (error.hint !== undefined) note(error.hint)
  return exitCodes[error.code]
}

function tell(print: (text: string) => void, text: string): number {
  print(text)
  return exitDone
}

function printHelp(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return ['rumb COMMAND [options]', '', ...lines, '', printGlobalHelp()].join('\n')
}

function printCommandHelp({ usage, summary }: CommandEntry): string {
  return [`rumb ${usage}`, '', summary, '', printGlobalHelp()].join('\n')
}

function printGlobalHelp(): string {
  return [
    'Every command takes',
    '  --data DIR               the data directory (RUMB_DATA, else ./data)',
    '  --workspace ID           the workspace (RUMB_WORKSPACE, else the only one that is not demo, else demo)',
    '  --format table|json|csv  the form of the answer',
    '  --lang ru|uk|en          the language (RUMB_LANG)',
    'Exit codes: 0 done, 1 the answer is "no" or rows were quarantined, 2 wrong usage, 3 refused by rights,',
    '4 source or engine unavailable.',
  ].join('\n')
}
