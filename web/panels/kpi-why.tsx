// Why a KPI changed: the change taken apart by its factors or by the groups of a dimension, as a sentence, a waterfall and a table.
import { Select } from '@mantine/core'
import { useState } from 'react'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import type { ExplainAnswer, ExplainPart } from '../api/contract.ts'
import { useExplain } from '../api/use-explain.ts'
import { useView } from '../api/use-view.ts'
import { BarsPicture } from '../charts/draw/bars-picture.tsx'
import type { Bar } from '../charts/prepare/bars.ts'
import { prepareWaterfall } from '../charts/prepare/waterfall.ts'
import { Answered } from '../kit/answered.tsx'
import { nameMember } from '../kit/member-name.ts'
import { TableFiles } from '../kit/table-files.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { type Format, useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './kpi-why.module.css'

const dimensions = ['channel_group', 'person', 'team', 'product', 'customer_kind'] as const
const byItself = 'itself'
const toldMax = 3

function signedText(value: number, entry: CatalogueEntry, { t, figure, language }: Format): string {
  const size = Math.abs(value)
  const digits = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(size * 100)
  const text = entry.unit === 'ratio' ? t('suffix.points', { value: digits }) : figure(size, entry.unit).text
  return `${value < 0 ? '−' : '+'}${text}`
}

function partName(part: ExplainPart, dimension: string | undefined, { t }: Format): string {
  if (!part.group) return part.effect === 'rest' || part.effect === 'pooling' ? t(`why_changed.${part.effect}`) : part.label
  const group = nameMember(part.group, dimension ?? '', t)
  return part.effect === 'rate' || part.effect === 'mix' ? t(`why_changed.${part.effect}`, { group }) : group
}

type Told = { answer: ExplainAnswer; entry: CatalogueEntry; format: Format }

function WhySentence({ answer, entry, format }: Told) {
  const { t } = format
  const steps = prepareWaterfall(answer, toldMax).filter(({ part }) => part !== null)
  const named = steps.slice(0, toldMax).map(({ part, contribution }) => {
    return `${part ? partName(part, answer.by[0], format) : ''} (${signedText(contribution, entry, format)})`
  })
  const [before, after] = [answer.before ?? 0, answer.after ?? 0].map((value) => format.figure(value, entry.unit).text)
  return (
    <>
      <p>
        {t('why_changed.moved', { before, after, change: signedText(answer.change ?? 0, entry, format) })}{' '}
        {named.length > 0 && t('why_changed.most', { parts: named.join('; ') })}
      </p>
      {answer.reversals.length > 0 && <p className={css.reversal}>{t('why_changed.reversed')}</p>}
    </>
  )
}

function WhyTable({ answer, entry, format }: Told) {
  const { t, share } = format
  const dimension = answer.by[0]
  const heads = [t('why_changed.part'), t('why_changed.contribution'), t('why_changed.share')]
  return (
    <>
      <table className="table">
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" className={index > 0 ? 'number' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.parts.map((part) => (
            <tr key={part.id}>
              <th scope="row">{partName(part, dimension, format)}</th>
              <td className="number">{signedText(part.contribution, entry, format)}</td>
              <td className="number">{part.share === null ? '–' : share(part.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <TableFiles
        table={() => ({
          name: `${entry.name[format.language]} ${t('why_changed.title')}`,
          heads,
          rows: answer.parts.map((part) => [partName(part, dimension, format), part.contribution, part.share]),
        })}
      />
    </>
  )
}

function WhyPicture({ answer, entry, format }: Told) {
  const { t, figure } = format
  const end = (id: string, label: string, value: number | null): Bar => ({
    ...{ id, label, from: value ?? 0, to: value ?? 0, low: null, high: null, tone: 'quiet' },
    text: figure(value ?? 0, entry.unit).text,
  })
  const steps = prepareWaterfall(answer).map((step): Bar => {
    const isGood = step.contribution > 0 === (entry.better === 'higher')
    return {
      ...{ id: step.id, from: step.from, to: step.to, low: null, high: null },
      label: step.part ? partName(step.part, answer.by[0], format) : t('why_changed.folded', { count: step.folded }),
      tone: entry.better === 'neutral' ? 'mark' : isGood ? 'better' : 'worse',
      text: signedText(step.contribution, entry, format),
    }
  })
  const bars = [end('before', t('why_changed.before'), answer.before), ...steps, end('after', t('why_changed.after'), answer.after)]
  const name = `${entry.name[format.language]} ${t('why_changed.title')}`
  return (
    <BarsPicture name={name} text={bars.map(({ label, text }) => `${label}: ${text}`).join('; ')} bars={bars} from={answer.before ?? 0} />
  )
}

export function KpiWhy({ entry }: { entry: CatalogueEntry }) {
  const view = useView()
  const format = useFormat()
  const { t } = format
  const [place, isSeen] = useInSight<HTMLElement>()
  const [by, setBy] = useState<string>(byItself)
  const [isTable, setTable] = useState(false)
  const isAsked = view.isReady && isSeen && view.comparison !== 'none' && entry.kind !== 'made'
  const answer = useExplain({ kpi: entry.id, ...view.compared, ...(by === byItself ? {} : { by: [by] }) }, isAsked)
  const own = useFormat(answer.data?.currency)
  if (view.comparison === 'none' || entry.kind === 'made') return null
  return (
    <section aria-labelledby="drawer-why" className={css.why} ref={place}>
      <div className={css.head}>
        <h3 id="drawer-why">{t('why_changed.title')}</h3>
        <Select
          size="xs"
          aria-label={t('why_changed.by')}
          value={by}
          onChange={(value) => value && setBy(value)}
          data={[byItself, ...dimensions].map((value) => ({
            value,
            label: value === byItself ? t('why_changed.by_itself') : t(`dimension.${value}`),
          }))}
          allowDeselect={false}
        />
      </div>
      <Answered
        answer={answer}
        lines={4}
        height={30}
        empty={({ before, after, change }) => {
          if (before === null || after === null) return t('why_changed.incomparable')
          return change === 0 ? t('why_changed.same') : null
        }}
      >
        {(data) => (
          <>
            <WhySentence answer={data} entry={entry} format={own} />
            {isTable ? <WhyTable answer={data} entry={entry} format={own} /> : <WhyPicture answer={data} entry={entry} format={own} />}
            <TextButton isPressed={isTable} onClick={() => setTable(!isTable)}>
              {isTable ? t('trend.as_chart') : t('trend.as_table')}
            </TextButton>
          </>
        )}
      </Answered>
    </section>
  )
}
