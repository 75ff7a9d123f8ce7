// What a command is and what it is given.
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Lang } from '../app/ask-house.ts'
import type { Config } from '../config.ts'
import type { Doorway } from './doorway.ts'

export type Format = 'table' | 'json' | 'csv'
export type OptionValue = string | boolean | (string | boolean)[] | undefined

export type CommandContext = {
  /** What stands behind the command's name, without options. */
  args: readonly string[]
  options: Readonly<Record<string, OptionValue>>
  config: Config
  workspace: string | null
  lang: Lang
  /** Of the program. */
  version: string
  format: Format
  now: () => Date
  /** The house, through the running server or opened here; closed after the command. */
  openDoorway: () => Promise<Doorway>
  startServer: StartServer
  /** To stdout. */
  print: (text: string) => void
  /** To stderr. */
  note: (text: string) => void
  isTerminal: boolean
}

/** Resolves to the exit code. */
export type Command = (context: CommandContext) => Promise<number>

export type ServerProgress = (progress: { step: string; done: number; total: number | null }) => void
export type RunningServer = { url: string; ownerLink: string | null; close(): Promise<void> }
export type StartServer = (config: Config, options: { withDemo: boolean; onProgress: ServerProgress }) => Promise<RunningServer>

export type CommandEntry = {
  /** Behind `rumb`. */
  usage: string
  summary: string
  options: ParseArgsOptionsConfig
  load: () => Promise<{ run: Command }>
}
