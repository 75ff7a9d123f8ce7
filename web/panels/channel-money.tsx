// Money by channel under one model: bars, then sales, spend, return and cost of a client; unattributed sales stand as their own line.
import type { AttributionAnswer } from '../api/contract.ts'
import { BarsPicture } from '../charts/draw/bars-picture.tsx'
import { FigureLink } from '../kit/figure-link.tsx'
import { nameMember } from '../kit/member-name.ts'
import { PlainTable } from '../kit/plain-table.tsx'
import { cellOf } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './speed-parts.module.css'

const barsMax = 12

/** `isDefault`: the figures are those of the catalogue's own model, so that they open into their records. */
export function ChannelMoney({ answer, isDefault }: { answer: AttributionAnswer; isDefault: boolean }) {
  const { t, figure, count, share } = useFormat(answer.currency)
  const { channels, unattributed } = answer
  const name = (id: string) => nameMember({ id, name: null }, 'channel_group', t)
  const money = (value: number | null) => (value === null ? '–' : figure(value, 'money').text)
  const hasCosts = channels.some(({ spend }) => spend !== null)
  const part = (revenue: number) => (answer.revenue > 0 ? share(revenue / answer.revenue) : '')
  const bars = channels
    .toSorted((a, b) => b.revenue - a.revenue)
    .slice(0, barsMax)
    .map(({ channel, wins, revenue }) => ({
      ...{
        id: channel,
        label: name(channel),
        hint: `${t('channels.wins_count', { count: Math.round(wins), text: count(wins) })} · ${part(revenue)}`,
      },
      ...{ from: 0, to: revenue, low: null, high: null, tone: 'mark' as const, text: money(revenue) },
    }))
  const heads = [t('dimension.channel_group'), t('channels.wins'), t('channels.revenue'), t('channels.part')]
  const costHeads = hasCosts ? [t('channels.spend'), t('channels.romi'), t('channels.cac')] : []
  const opened = (kpi: string, channel: string, text: string) =>
    isDefault ? (
      <FigureLink kpi={kpi} cell={cellOf('channel_group', channel)}>
        {text}
      </FigureLink>
    ) : (
      text
    )
  const lines = channels.map(({ channel, wins, revenue, spend, romi, cac }) => ({
    id: channel,
    cells: [
      ...[
        name(channel),
        opened('attributed_wins', channel, count(wins)),
        opened('attributed_revenue', channel, money(revenue)),
        part(revenue),
      ],
      ...(hasCosts ? [money(spend), romi === null ? '–' : share(romi), money(cac)] : []),
    ],
  }))
  const rest = {
    id: 'unattributed',
    cells: [
      ...[t('unknown.channel_group'), count(unattributed.wins), money(unattributed.revenue), part(unattributed.revenue)],
      ...(hasCosts ? ['–', '–', '–'] : []),
    ],
  }
  return (
    <div className={`card ${css.card}`}>
      <BarsPicture
        name={t('channels.money')}
        text={`${t('channels.money')}: ${bars.map(({ label, text }) => `${label} – ${text}`).join('; ')}`}
        bars={bars}
      />
      <PlainTable
        caption={t('channels.money')}
        heads={[...heads, ...costHeads]}
        rows={unattributed.wins > 0 ? [...lines, rest] : lines}
        csv={() => ({
          name: `${t('channels.money')} ${answer.from} ${answer.to}`,
          heads: [...heads.slice(0, 3), ...costHeads],
          rows: channels.map(({ channel, wins, revenue, spend, romi, cac }) => [
            ...[name(channel), wins, revenue],
            ...(hasCosts ? [spend, romi, cac] : []),
          ]),
        })}
      />
    </div>
  )
}
