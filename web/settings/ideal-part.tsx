// Идеальный клиент: the rule as groups of conditions, with how many of the latest leads it takes in while it is written.
import { Select } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Settings } from '../api/contract.ts'
import { useCustomerTry } from '../api/use-customer-try.ts'
import { ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import { ConditionRow, type Fields } from './customer-condition.tsx'
import { groupModes, groupOf, isGroup, newCondition, type RuleGroup, ruleOf } from './customer-rule.ts'
import css from './meanings.module.css'
import { DraftFrame } from './save-bar.tsx'
import { SettingSection } from './setting-row.tsx'
import { useDraft } from './use-draft.ts'

/** After so long without a change the server is asked. */
const restMs = 400
/** Groups in groups: deeper ones are nobody's rule. */
const levelsMax = 3

type GroupProps = { group: RuleGroup; level: number; fields: Fields; onChange: (group: RuleGroup) => void; onDrop: (() => void) | null }

function GroupCard({ group, level, fields, onChange, onDrop }: GroupProps) {
  const { t } = useFormat()
  const { mode, parts } = group
  const swap = (index: number, next: RuleGroup['parts'][number] | null) =>
    onChange({ mode, parts: next === null ? parts.filter((_, i) => i !== index) : parts.map((known, i) => (i === index ? next : known)) })
  return (
    <div className={level === 1 ? `card ${css.rule}` : css.group} data-group={mode}>
      <Select
        size="sm"
        className={css.mode ?? ''}
        aria-label={t('ideal.mode')}
        data={groupModes.map((value) => ({ value, label: t(`ideal.modes.${value}`) }))}
        value={mode}
        onChange={(value) => value && onChange({ mode: value as RuleGroup['mode'], parts })}
        allowDeselect={false}
      />
      {parts.map((part, index) =>
        isGroup(part) ? (
          <GroupCard
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the group
            key={index}
            group={part}
            level={level + 1}
            fields={fields}
            onChange={(next) => swap(index, next)}
            onDrop={() => swap(index, null)}
          />
        ) : (
          <ConditionRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the group
            key={index}
            condition={part}
            fields={fields}
            onChange={(next) => swap(index, next)}
            onDrop={() => swap(index, null)}
          />
        ),
      )}
      <div className={css.ruleFoot}>
        <TextButton onClick={() => onChange({ mode, parts: [...parts, newCondition] })}>{t('channel.add_condition')}</TextButton>
        {level < levelsMax && (
          <TextButton onClick={() => onChange({ mode, parts: [...parts, { mode: 'any', parts: [newCondition] }] })}>
            {t('ideal.add_group')}
          </TextButton>
        )}
        {onDrop && (
          <TextButton isQuiet onClick={onDrop}>
            {t('ideal.drop_group')}
          </TextButton>
        )}
      </div>
    </div>
  )
}

export function IdealPart({ settings }: { settings: Settings }) {
  const { t, count, share } = useFormat()
  const draft = useDraft()
  const [group, setGroup] = useState(() => groupOf(settings.ideal_customer))
  const rule = ruleOf(group)
  const written = JSON.stringify(rule)
  const [rested, setRested] = useState(rule)
  useEffect(() => {
    const timer = setTimeout(() => setRested(JSON.parse(written)), restMs)
    return () => clearTimeout(timer)
  }, [written])
  const tried = useCustomerTry(rested)
  const data = tried.data
  const put = (next: RuleGroup) => {
    setGroup(next)
    draft.set('ideal_customer', ruleOf(next), settings.ideal_customer)
  }
  const sold = ({ leads, won }: { leads: number; won: number }) => (leads === 0 ? '–' : share(won / leads))
  const reset = () => {
    draft.reset()
    setGroup(groupOf(settings.ideal_customer))
  }
  return (
    <DraftFrame draft={{ ...draft, reset }}>
      <SettingSection title={t('settings.part.ideal')} text={t('settings.text.ideal')}>
        {tried.isError && !data && <ErrorState error={tried.error} onRetry={() => void tried.refetch()} />}
        {tried.isPending && <LinesLoading count={2} label={t('state.loading')} />}
        {data && (
          <section className={`card ${css.match}`} role="status" data-matched={data.matched.leads} data-old={tried.isPlaceholderData}>
            {rested === null ? (
              <p>{t('ideal.no_rule', { count: data.leads, text: count(data.leads) })}</p>
            ) : (
              <>
                <p className={css.rate}>
                  {t('ideal.match', {
                    share: data.leads === 0 ? '–' : share(data.matched.leads / data.leads),
                    text: count(data.leads),
                    count: data.leads,
                  })}
                </p>
                <p className="soft">{t('ideal.sold', { matched: sold(data.matched), others: sold(data.others) })}</p>
                {data.undecided > 0 && (
                  <p className="small quiet">{t('ideal.undecided', { count: data.undecided, text: count(data.undecided) })}</p>
                )}
              </>
            )}
          </section>
        )}
        <GroupCard group={group} level={1} fields={data?.fields ?? []} onChange={put} onDrop={null} />
      </SettingSection>
    </DraftFrame>
  )
}
