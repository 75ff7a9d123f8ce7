// `rumb close MONTH`: keeps the pay of a month that is over as it stands; asked again, with what was corrected since.
import { AppError } from '../../contract/errors.ts'
import type { Command } from '../command.ts'
import { exitDone } from '../exit-codes.ts'
import { printPay } from './pay.ts'

export const run: Command = async (context) => {
  const [month, ...more] = context.args
  if (month === undefined || more.length > 0) throw new AppError('bad_usage', 'close MONTH [--open]', { hint: '`rumb close --help`' })
  const doorway = await context.openDoorway()
  if (context.options.open === true) await doorway.ask('closingRemove', { month })
  else printPay(context, await doorway.ask('closingAdd', { month }))
  return exitDone
}
