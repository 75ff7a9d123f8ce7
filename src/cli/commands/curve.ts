// `rumb curve`: the company's own curves as tables.
import { printCsvLine } from '../../contract/csv.ts'
import type { CurveAnswer } from '../../contract/curves.ts'
import { AppError } from '../../contract/errors.ts'
import type { Command, CommandContext } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

type Table = { columns: string[]; rows: (string | number | null)[][]; more: string[] }

/** Of a survival curve a terminal shows so many points. */
const LINES_MOST = 25

export const run: Command = async ({ args, options, format, lang, openDoorway, print }) => {
  const [name, ...others] = args
  if (name === undefined || others.length > 0)
    throw new AppError('bad_usage', 'Which curve? speed, response, cycle, persistence, contacts or stage.', {
      hint: 'rumb curve speed --last 365d',
    })
  const doorway = await openDoorway()
  const answer = await doorway.ask('curve', { name, ...readQuestion(options) })
  const { columns, rows, more } = tableOf(answer, lang)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') print([columns, ...rows].map((line) => printCsvLine(line)).join('\n'))
  else {
    const step = Math.max(1, Math.ceil(rows.length / LINES_MOST))
    const number = new Intl.NumberFormat(lang, { maximumSignificantDigits: 4 })
    const shown = rows
      .filter((_, i) => i % step === 0 || i === rows.length - 1)
      .map((row) => row.map((value) => (typeof value === 'number' ? number.format(value) : (value ?? ''))))
    const table = printTable(
      columns.map((title, at) => ({ title, isNumber: typeof rows[0]?.[at] !== 'string' })),
      shown,
    )
    print(`${printHead(answer, lang)}\n\n${table}${more.map((line) => `\n${line}`).join('')}${printNotes(answer.notes)}`)
  }
  return exitDone
}

function tableOf(answer: CurveAnswer, lang: CommandContext['lang']): Table {
  const number = (value: number | null) =>
    value === null ? '—' : new Intl.NumberFormat(lang, { maximumSignificantDigits: 3 }).format(value)
  if ('curve' in answer)
    return {
      columns: ['t', 's', 'low', 'high', 'at_risk', 'events'],
      rows: answer.curve.map(({ t, s, low, high, at_risk, events }) => [t, s, low, high, at_risk, events]),
      more: [`${say('median', lang)}: ${number(answer.median.value)}`],
    }
  if ('bins' in answer)
    return {
      columns: ['contacts', 'wins', 'share', 'low', 'high'],
      rows: answer.bins.map(({ contacts, wins, share }) => [contacts, wins, share.value, share.low, share.high]),
      more: [
        `1: ${number(answer.first.value)} (${say('quoted', lang)} ${answer.quoted.first}) · ≥ 5: ${number(answer.fifth.value)} (${answer.quoted.fifth})`,
        `1000 → ${number(answer.cascade.prospects.value)} → ${number(answer.cascade.clients.value)} (${say('quoted', lang)} ${answer.cascade.quoted.join(' → ')})`,
      ],
    }
  if ('attempts' in answer)
    return {
      columns: ['attempt', 'at_risk', 'contacts', 'chance', 'low', 'high'],
      rows: answer.attempts.map(({ attempt, at_risk, contacts, chance }) => [
        attempt,
        at_risk,
        contacts,
        chance.value,
        chance.low,
        chance.high,
      ]),
      more: [
        `${say('stop_after', lang)}: ${number(answer.stop_after)}`,
        ...answer.people.map(
          ({ person, early, hammered, leads }) =>
            `${person.name ?? person.id}: ${say('leads', lang)} ${leads}, ${say('early', lang)} ${early}, ${say('hammered', lang)} ${hammered}`,
        ),
      ],
    }
  return {
    columns: ['delay_s', 'odds', 'low', 'high', 'n'],
    rows: answer.points.map(({ delay_s, odds, low, high, n }) => [delay_s, odds, low, high, n]),
    more: [
      ...Object.entries(answer.marks).map(
        ([mark, { value, low, high }]) => `≤ ${mark} s: × ${number(value)} [${number(low)} – ${number(high)}]`,
      ),
      `${say('uncovered', lang)}: ${answer.uncovered.hours}, +${number(answer.uncovered.gain_wins)} ${say('won', lang)}`,
    ],
  }
}
