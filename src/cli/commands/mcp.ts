// `rumb mcp`: the catalogue and the analyses for a program that speaks the Model Context Protocol, a message a line on stdin and stdout.
import { createInterface } from 'node:readline'
import { AppError } from '../../contract/errors.ts'
import { answerMcp } from '../answer-mcp.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'

export const run: Command = async ({ args, version, lang, openDoorway, print }) => {
  if (args.length > 0) throw new AppError('bad_usage', 'mcp takes no arguments.', { hint: 'It is started by the program that asks.' })
  for await (const line of createInterface({ input: process.stdin })) {
    const answered = line.trim() === '' ? null : await answerMcp({ version, lang, openDoorway }, line)
    if (answered !== null) print(answered)
  }
  return exitDone
}
