// The spend facts: advertising at the rate of its day. Of no party, so all rows are written again when any changes.
import { type FactContext, quote } from './context.ts'
import { rateJoin } from './rates.ts'

export function spendFacts(context: FactContext): string {
  const rate = rateJoin(context, 's', 'currency', 'rate_of')
  return `
    SELECT s.k AS k, s.source AS source, s.id AS id, toTimeZone(toDateTime64(s.day, 3, ${quote(context.timezone)}), 'UTC') AS day,
      s.channel AS channel, ${context.channelGroup('s', 'spend')} AS channel_group, s.campaign AS campaign,
      CAST(s.amount * ${rate.factor}, 'Nullable(Decimal(38, 8))') AS amount
    FROM (SELECT *, toInt32(day) AS rate_of FROM rec_spend FINAL WHERE ws = ${context.ws}) AS s
    ${rate.join}`
}
