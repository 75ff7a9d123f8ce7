// `rumb tracker`: the line that goes into the pages of a company's site, with its key.
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'

export const run: Command = async ({ options, format, openDoorway, print }) => {
  const doorway = await openDoorway()
  const tracker = await doorway.ask(options.renew === true ? 'siteTrackerRenew' : 'siteTracker', {})
  print(format === 'json' ? JSON.stringify(tracker) : `${tracker.key}\n${tracker.snippet}`)
  return exitDone
}
