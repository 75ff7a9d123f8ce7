// What a row of advertising came to: whether a lead of its campaign, made in the same period, was sold; or whether it is too early to
// say, since none of those leads (without leads: the row itself) is as old as the company's own cycle. Asked first, read as a lookup.
import { localDay } from './expression/clocks.ts'
import { frameNames, type Lowering } from './expression/types.ts'
import { and, call, element, infix, list, name, not, number, type Sql, text } from './sql/nodes.ts'

/** A campaign by its name; what names none is the rest of its channel group. */
export const campaignKey = (campaign: string | null, group: string | null): string => campaign || `@${group ?? ''}`
const key: Sql = call(
  'if',
  infix('!=', name('campaign'), text('')),
  name('campaign'),
  call('concat', text('@'), call('toString', name('channel_group'))),
)

const ofFrame = (lists: readonly Sql[]): Sql => element(list(lists), infix('+', name('frame_no'), number(1)))

function isAmong({ campaigns = [] }: Lowering, which: 'sold' | 'ripe' | 'known'): Sql {
  // Never empty, so that the engine knows what it is a list of.
  return call('has', ofFrame(campaigns.map((frame) => list(['\u0000', ...frame[which]].map(text)))), call('toString', key))
}

const nothing = (lowering: Lowering) => (lowering.campaigns ?? []).length === 0

export const broughtSale = (lowering: Lowering): Sql => (nothing(lowering) ? number(0) : isAmong(lowering, 'sold'))

export function isTooEarly(lowering: Lowering): Sql {
  if (nothing(lowering)) return number(1)
  const cycles = ofFrame((lowering.campaigns ?? []).map(({ cycleDays }) => call('toFloat64', number(cycleDays ?? 1e6))))
  const dayNo = (moment: Sql) => call('toInt32', localDay(moment, lowering))
  const age = infix('-', dayNo(name(frameNames.as_of)), dayNo(name('day')))
  const isRipe = call('if', isAmong(lowering, 'known'), isAmong(lowering, 'ripe'), infix('>=', age, cycles))
  return and(not(isAmong(lowering, 'sold')), not(isRipe))
}
