// Why figures moved: what was changed and what the same figures said just before and just after.
import { useCatalogue } from '../api/use-kpis.ts'
import { type SettingOutcome, watchedKpis } from '../api/use-settings.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { nameSettings } from '../kit/name-settings.ts'
import { LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './settings.module.css'

export function SettingChange({ outcome: { patch, before, after } }: { outcome: SettingOutcome }) {
  const format = useFormat(after.currency)
  const { t, language } = format
  const { data: catalogue } = useCatalogue()
  if (!catalogue) return <LinesLoading count={4} label={t('state.loading')} />
  const lines = watchedKpis.flatMap((id) => {
    const [was, now] = [before.total[id], after.total[id]]
    const entry = catalogue.find((known) => known.id === id)
    if (!was || !now || !entry) return []
    const print = (cell: typeof was) => (cell.value === null ? t(`why.${cell.why}`) : format.figure(cell.value, entry.unit).exact)
    return [{ id, name: entry.name[language], was: print(was), now: print(now), isMoved: was.value !== now.value }]
  })
  const moved = lines.filter(({ isMoved }) => isMoved).length
  return (
    <section className={`card ${css.outcome}`} aria-live="polite" data-outcome={moved}>
      <h2>{t('settings.done', { names: nameSettings(Object.keys(patch), t) })}</h2>
      <p className="soft">{moved > 0 ? t('settings.moved') : t('settings.unmoved')}</p>
      <table className="table">
        <caption className="visually-hidden">{t('settings.moved')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('people.kpi')}</th>
            <th scope="col" className="number">
              {t('settings.before')}
            </th>
            <th scope="col" className="number">
              {t('settings.after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, name, was, now, isMoved }) => (
            <tr key={id} data-moved={isMoved}>
              <th scope="row">
                <FigureLink kpi={id}>{name}</FigureLink>
              </th>
              <td className="number quiet">{was}</td>
              <td className="number">{isMoved ? <b>{now}</b> : now}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
