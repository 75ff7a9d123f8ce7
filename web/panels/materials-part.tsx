// Materials: how often each is sent and how often clients answer after it.
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { readCell, readMember } from '../charts/prepare/read-row.ts'
import { Answered } from '../kit/answered.tsx'
import { FigureLink } from '../kit/figure-link.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { cellOf } from '../kit/search-state.ts'
import { useFormat } from '../kit/use-format.ts'
import css from './today-lists.module.css'

export function MaterialsPart() {
  const { t, value, span } = useFormat()
  const view = usePageView()
  const answer = useKpiQuery(
    { kpis: ['materials_sent', 'material_reply_rate'], by: ['material'], ...view.shared, order: 'materials_sent' },
    view.isReady,
  )
  const heads = [t('scripts.material'), t('scripts.sent'), t('scripts.replied'), t('table.interval')]
  return (
    <Answered
      answer={answer}
      lines={4}
      empty={({ rows }) => (rows.some((row) => readMember(row, 'material').id !== null) ? null : t('scripts.no_materials'))}
    >
      {(data) => {
        const rows = data.rows.flatMap((row) => {
          const [material, sent, replied] = [
            readMember(row, 'material'),
            readCell(row, 'materials_sent'),
            readCell(row, 'material_reply_rate'),
          ]
          return material.id !== null && sent && replied ? [{ material, id: material.id, sent, replied }] : []
        })
        return (
          <div className={`card ${css.card}`}>
            <PlainTable
              caption={t('scripts.materials')}
              heads={heads}
              rows={rows.map(({ material, id, sent, replied }) => ({
                id,
                cells: [
                  material.name ?? id,
                  <FigureLink key="sent" kpi="materials_sent" cell={cellOf('material', id)}>
                    {value(sent, 'count')}
                  </FigureLink>,
                  <FigureLink key="replied" kpi="material_reply_rate" cell={cellOf('material', id)}>
                    {value(replied, 'ratio')}
                  </FigureLink>,
                  span(replied, 'ratio') ?? '–',
                ],
              }))}
              csv={() => ({
                name: t('scripts.materials'),
                heads: [t('scripts.material'), t('scripts.sent'), t('scripts.replied'), t('table.low'), t('table.high')],
                rows: rows.map(({ material, sent, replied }) => [material.name, sent.value, replied.value, replied.low, replied.high]),
              })}
            />
          </div>
        )
      }}
    </Answered>
  )
}
