// Каналы: which group each source of leads belongs to: what is not told yet, then the company's own rules in their order.
import { Select } from '@mantine/core'
import type { ChannelGroup, ChannelRule, Settings } from '../api/contract.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { readCell, readMember } from '../charts/prepare/read-row.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { ChannelRuleCard, channelGroups } from './channel-rule-card.tsx'
import css from './meanings.module.css'
import { DraftFrame } from './save-bar.tsx'
import { SettingSection } from './setting-row.tsx'
import { useDraft } from './use-draft.ts'

type Sent = { channel: string; group: string | null; leads: number }
const lookBack = '365d'
const shownMax = 100

/** What the sources sent as channel within a year, the most frequent first. */
function useSentChannels() {
  const answer = useKpiQuery({ kpis: ['leads'], by: ['channel', 'channel_group'], last: lookBack })
  const sent = (answer.data?.rows ?? []).flatMap((row): Sent[] => {
    const { id: channel } = readMember(row, 'channel')
    return channel === null ? [] : [{ channel, group: readMember(row, 'channel_group').id, leads: readCell(row, 'leads')?.n ?? 0 }]
  })
  return { answer, sent: sent.toSorted((a, b) => b.leads - a.leads) }
}

const isTold = ({ group }: Sent) => group !== null && group !== 'other'

/** The rule that says nothing but "this channel". */
const isOf = (rule: ChannelRule, channel: string) => {
  const [only, ...more] = rule.when
  return more.length === 0 && only?.field === 'channel' && only.op === 'equals' && only.value === channel
}

type TableProps = { sent: readonly Sent[]; rules: readonly ChannelRule[]; onChange: (rules: ChannelRule[]) => void }

function ChannelTable({ sent, rules, onChange }: TableProps) {
  const { t, count } = useFormat()
  const assign = (channel: string, group: ChannelGroup) =>
    onChange([
      { channel_group: group, when: [{ field: 'channel', op: 'equals', value: channel }] },
      ...rules.filter((rule) => !isOf(rule, channel)),
    ])
  return (
    <div className={`card ${css.list}`}>
      <table className={`table ${css.stages}`}>
        <caption className="visually-hidden">{t('channel.sent')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('channel.sent')}</th>
            <th scope="col" className="number">
              {t('ledger.leads')}
            </th>
            <th scope="col">{t('channel.group')}</th>
          </tr>
        </thead>
        <tbody>
          {sent.slice(0, shownMax).map(({ channel, group, leads }) => (
            <tr key={channel} data-channel={channel}>
              <th scope="row">{channel}</th>
              <td className="number">{count(leads)}</td>
              <td className={css.milestone}>
                <Select
                  size="sm"
                  aria-label={t('channel.group_of', { channel })}
                  data={channelGroups.map((value) => ({ value, label: t(`member.channel_group.${value}`) }))}
                  value={rules.find((rule) => isOf(rule, channel))?.channel_group ?? group}
                  onChange={(value) => value && assign(channel, value as ChannelGroup)}
                  placeholder={t('channel.choose')}
                  allowDeselect={false}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function ChannelsPart({ settings }: { settings: Settings }) {
  const { t } = useFormat()
  const draft = useDraft()
  const { answer, sent } = useSentChannels()
  const rules = draft.get('channel_rules', settings.channel_rules)
  const put = (next: ChannelRule[]) => draft.set('channel_rules', next, settings.channel_rules)
  const untold = sent.filter((one) => !isTold(one))
  const told = sent.filter(isTold)
  const move = (from: number, to: number) => {
    const next = rules.filter((_, i) => i !== from)
    const moved = rules[from]
    if (moved) put(next.toSpliced(to, 0, moved))
  }
  return (
    <DraftFrame draft={draft}>
      <SettingSection title={t('channel.untold')} text={t('settings.text.channels')}>
        {answer.isError && !answer.data && <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />}
        {answer.isPending && <LinesLoading count={3} label={t('state.loading')} />}
        {answer.data && untold.length === 0 && <p className="soft">{t('channel.all_told')}</p>}
        {untold.length > 0 && <ChannelTable sent={untold} rules={rules} onChange={put} />}
      </SettingSection>
      <SettingSection title={t('channel.rules')} text={t('channel.rules_text')}>
        {rules.length === 0 && <p className="quiet">{t('channel.no_rules')}</p>}
        <ol className={css.ruleList}>
          {rules.map((rule, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the order
            <li key={index}>
              <ChannelRuleCard
                rule={rule}
                onChange={(next) => put(rules.map((known, i) => (i === index ? next : known)))}
                onDrop={() => put(rules.filter((_, i) => i !== index))}
                onUp={index > 0 ? () => move(index, index - 1) : null}
                onDown={index < rules.length - 1 ? () => move(index, index + 1) : null}
              />
            </li>
          ))}
        </ol>
        <TextButton onClick={() => put([...rules, { channel_group: 'other', when: [{ field: 'utm_source', op: 'equals', value: '' }] }])}>
          {t('channel.add_rule')}
        </TextButton>
      </SettingSection>
      {told.length > 0 && (
        <SettingSection title={t('channel.told')} text={t('channel.told_text')}>
          <ChannelTable sent={told} rules={rules} onChange={put} />
        </SettingSection>
      )}
    </DraftFrame>
  )
}
