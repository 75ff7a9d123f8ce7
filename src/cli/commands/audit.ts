// `rumb audit`: who looked at records, exported, changed something or was refused, latest first.
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printList } from '../print-list.ts'
import { readQuestion } from '../read-question.ts'

const columns = ['id', 'at', 'who', 'action', 'detail', 'address'] as const

export const run: Command = async ({ options, format, openDoorway, print }) => {
  const doorway = await openDoorway()
  const answer = await doorway.ask('audit', readQuestion(options))
  if (format === 'json') print(JSON.stringify(answer))
  else {
    const rows = answer.entries.map(({ who, detail, ...entry }) => ({
      ...entry,
      who: who.name === null ? who.kind : `${who.kind} ${who.name}`,
      detail: JSON.stringify(detail),
    }))
    print(printList(format, 'entries', columns, rows))
  }
  return exitDone
}
