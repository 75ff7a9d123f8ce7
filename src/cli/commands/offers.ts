// `rumb offers`: which things are bought after which, and whom to offer them.
import { printCsvLine } from '../../contract/csv.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { formatCell, formatFigure, missing } from '../format-figure.ts'
import { printHead, printNotes } from '../print-answer.ts'
import { printTable } from '../print-table.ts'
import { readQuestion } from '../read-question.ts'
import { say } from '../words.ts'

const csv = ['customer', 'name', 'owner', 'owner_name', 'bought', 'offer', 'last_purchase', 'state', 'chance', 'amount', 'expected']
/** A table is for reading: so many customers, unless --limit says otherwise. */
const rowsShown = 20

export const run: Command = async ({ options, format, lang, openDoorway, print }) => {
  const doorway = await openDoorway()
  const question = readQuestion(options)
  const answer = await doorway.ask('offers', format === 'table' ? { limit: rowsShown, ...question } : question)
  if (format === 'json') print(JSON.stringify(answer))
  else if (format === 'csv') {
    const lines = answer.customers.map(({ customer, owner, bought, offer, last_purchase, state, chance, amount, expected }) =>
      printCsvLine([customer.id, customer.name, owner.id, owner.name, bought, offer, last_purchase, state, chance, amount, expected]),
    )
    print([printCsvLine(csv), ...lines].join('\n'))
  } else {
    const style = { lang, currency: answer.currency }
    const shown = (value: number | null, unit: 'ratio' | 'money') => (value === null ? missing : formatFigure(value, unit, style))
    const pairs = answer.pairs.map(({ bought, offer, share, base }) => [
      bought,
      offer,
      formatCell(share, 'ratio', style),
      formatCell(base, 'ratio', style),
    ])
    const customers = answer.customers.map(({ customer, owner, bought, offer, last_purchase, chance, expected }) => [
      customer.name ?? customer.id,
      owner.name ?? owner.id ?? say('unknown', lang),
      bought,
      offer,
      last_purchase,
      shown(chance, 'ratio'),
      shown(expected, 'money'),
    ])
    const pairHeads = [
      { title: say('bought', lang) },
      { title: say('offer', lang) },
      { title: say('share', lang), isNumber: true },
      { title: say('base', lang), isNumber: true },
    ]
    const heads = [
      ...[say('customer', lang), say('owner', lang), say('bought', lang), say('offer', lang), say('last_purchase', lang)].map((title) => ({
        title,
      })),
      { title: say('probability', lang), isNumber: true },
      { title: say('expected', lang), isNumber: true },
    ]
    const tables = pairs.length === 0 ? [] : [printTable(pairHeads, pairs), printTable(heads, customers)]
    print(`${[printHead(answer, lang), ...tables].join('\n\n')}${printNotes(answer.notes)}`)
  }
  return exitDone
}
