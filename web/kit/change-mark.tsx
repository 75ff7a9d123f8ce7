// A change against the compared period: arrow, size and a word, so that colour is never the only sign.
import { IconArrowDownRight, IconArrowUpRight, IconEqual, IconTilde } from '@tabler/icons-react'
import type { Cell, Unit } from '../../src/contract/answer.ts'
import css from './change-mark.module.css'
import { type Better, judgeChange } from './judge-change.ts'
import { useFormat } from './use-format.ts'

type Props = { cell: Cell; unit: Unit; better: Better; currency: string; isBrief?: boolean }

export function ChangeMark({ cell, unit, better, currency, isBrief = false }: Props) {
  const format = useFormat(currency)
  const verdict = judgeChange(cell, better, unit)
  if (!verdict) return null
  const text = format.change(cell, unit)
  const Arrow =
    verdict === 'same' ? IconEqual : verdict === 'unclear' ? IconTilde : (cell.change?.abs ?? 0) > 0 ? IconArrowUpRight : IconArrowDownRight
  const before = cell.previous ? format.value(cell.previous, unit) : ''
  return (
    <span className={`${css.change} ${css[verdict]}`} title={format.t('change.before', { value: before })}>
      <Arrow size={16} stroke={2} aria-hidden className={css.arrow} />
      {verdict !== 'same' && <span className={css.size}>{text}</span>}
      <span className={isBrief && verdict !== 'better' && verdict !== 'worse' ? 'visually-hidden' : undefined}>
        {format.t(`change.${verdict}`)}
      </span>
    </span>
  )
}
