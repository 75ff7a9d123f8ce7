// `rumb wizard`: what was guessed of the company and not confirmed yet; PLACE=VALUE answers one question otherwise, --accept confirms
// the rest. Exit code 1 while something is open.
import { printCsvLine } from '../../contract/csv.ts'
import { AppError } from '../../contract/errors.ts'
import type { Guess } from '../../contract/guesses.ts'
import type { Command } from '../command.ts'
import { exitDone, exitNo } from '../exit-codes.ts'
import { missing } from '../format-figure.ts'
import { printTable } from '../print-table.ts'

const columns = ['what', 'of', 'name', 'guess', 'cases', 'place'] as const

export const run: Command = async ({ args, options, format, openDoorway, print, note }) => {
  const values = Object.fromEntries(args.map(readAnswer))
  const doorway = await openDoorway()
  if (args.length > 0) await doorway.ask('guessesAccept', { values })
  const answer = await doorway.ask(options.accept === true ? 'guessesAccept' : 'guesses', {})
  const { guesses } = answer
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv')
    print([printCsvLine(columns), ...guesses.map((one) => printCsvLine(columns.map((column) => one[column])))].join('\n'))
  else if (guesses.length > 0) {
    const rows = guesses.map((one) => columns.map((column) => String(one[column] ?? missing)))
    print(
      printTable(
        columns.map((title) => ({ title, isNumber: title === 'cases' })),
        rows,
      ),
    )
    for (const { place, choices } of questions(guesses)) note(`${place}: ${choices.map(({ value }) => value ?? 'none').join(', ')}`)
    note('`rumb wizard --accept` confirms all of it; `rumb wizard PLACE=VALUE` answers otherwise, such as people.crm:5=head.')
  }
  return guesses.length > 0 ? exitNo : exitDone
}

/** A value of none: the stage means nothing. The place may hold a sign of equality, the value does not. */
function readAnswer(text: string): [string, string | null] {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new AppError('bad_usage', `${text} is no answer.`, { hint: 'Write it as PLACE=VALUE, such as people.crm:5=head.' })
  const value = text.slice(at + 1).trim()
  return [text.slice(0, at).trim(), value === 'none' || value === '' ? null : value]
}

/** One of each kind: its choices are those of the others. */
const questions = (guesses: readonly Guess[]) =>
  [...new Map(guesses.map((guess) => [guess.what, guess])).values()].map(({ what, choices }) => ({ place: what, choices }))
