// What a KPI means, from its catalogue entry: how it is counted, what to beware of, what others report, what to do.
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './kpi-definition.module.css'

function Others({ title, entries }: { title: string; entries: readonly CatalogueEntry[] }) {
  const { language } = useFormat()
  if (entries.length === 0) return null
  return (
    <>
      <dt>{title}</dt>
      <dd className={css.paired}>
        {entries.map((other) => (
          <FigureLink key={other.id} kpi={other.id}>
            {other.name[language]}
          </FigureLink>
        ))}
      </dd>
    </>
  )
}

export function KpiDefinition({ entry }: { entry: CatalogueEntry }) {
  const { t, language } = useFormat()
  const { data: catalogue = [] } = useCatalogue()
  const named = (ids: readonly string[]) => ids.flatMap((id) => catalogue.find((other) => other.id === id) ?? [])
  return (
    <section aria-labelledby="drawer-definition" className={css.definition}>
      <h3 id="drawer-definition">{t('drawer.definition')}</h3>
      <dl className={css.list}>
        <dt>{t('drawer.formula')}</dt>
        <dd data-definition="formula">{entry.formula[language]}</dd>
        <dt>{t('drawer.better')}</dt>
        <dd>{t(`better.${entry.better}`)}</dd>
        {entry.pitfalls && (
          <>
            <dt>{t('drawer.pitfalls')}</dt>
            <dd>{entry.pitfalls[language]}</dd>
          </>
        )}
        {entry.advice && (
          <>
            <dt>{t('drawer.advice')}</dt>
            <dd>{entry.advice[language]}</dd>
          </>
        )}
        {entry.benchmark && (
          <>
            <dt>{t('drawer.benchmark')}</dt>
            <dd>
              {entry.benchmark.text[language]} <cite className={css.source}>{entry.benchmark.source}</cite>
            </dd>
          </>
        )}
        <Others title={t('drawer.factors')} entries={named(entry.factors)} />
        <Others title={t('drawer.pairs')} entries={named(entry.pairsWith)} />
      </dl>
    </section>
  )
}
