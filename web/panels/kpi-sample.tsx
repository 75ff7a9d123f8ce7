// What a figure rests on and what was left out of it, in words.
import type { Answer, Cell } from '../api/contract.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './kpi-sample.module.css'

type Props = { cell: Cell; kind: string; notes: Answer['notes'] }

export function KpiSample({ cell, kind, notes }: Props) {
  const { t, count } = useFormat()
  const isTally = kind === 'count' || kind === 'sum'
  const lines = (['n', 'pending', 'excluded', 'unpriced'] as const).flatMap((part) => {
    const number = cell[part]
    if (number === 0 && part !== 'n') return []
    return [
      {
        part,
        figure: count(number),
        text: t(part === 'n' && isTally ? 'drawer.n_tally' : `drawer.${part}`, { count: Math.round(number) }),
      },
    ]
  })
  return (
    <section aria-labelledby="drawer-sample">
      <h3 id="drawer-sample" className={css.title}>
        {t('drawer.sample')}
      </h3>
      <dl className={css.sample}>
        {lines.map(({ part, figure, text }) => (
          <div key={part} className={css.line}>
            <dt>{text}</dt>
            <dd data-sample={part}>{figure}</dd>
          </div>
        ))}
      </dl>
      {notes.map(({ code, text }) => (
        <p key={code} className="small quiet">
          {t(`note.${code}`, { defaultValue: text })}
        </p>
      ))}
    </section>
  )
}
