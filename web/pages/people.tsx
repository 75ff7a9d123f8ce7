// Люди: one KPI across people, with intervals on one scale, so that a difference can be told from chance.
import { SegmentedControl, Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Trans } from 'react-i18next'
import type { CatalogueEntry } from '../api/catalogue-entry.ts'
import type { Answer } from '../api/contract.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { type LeagueRow, prepareLeague } from '../charts/prepare/league.ts'
import { familyShelves } from '../charts/prepare/shelf.ts'
import { localeOf } from '../kit/format-figure.ts'
import { nameMember } from '../kit/member-name.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import type { SearchState } from '../kit/search-state.ts'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { LeagueTable } from '../panels/league-table.tsx'
import { OpenerMapPart } from '../panels/opener-map-part.tsx'
import { ViewBar } from '../panels/view-bar.tsx'
import css from './people.module.css'

const roles = ['seller', 'caller', 'account'] as const
/** Only shares can be ranked with honesty: the server draws each towards all. */
const rankedKinds = new Set(['share', 'waiting_share'])
const firstChoice = 'win_rate'

const namesMost = 3

/** Who stands apart, by name; beyond a few how many more. */
function Apart({ rows, text }: { rows: readonly LeagueRow[]; text: 'people.above' | 'people.below' }) {
  const { t, language } = useFormat()
  if (rows.length === 0) return null
  const names = rows.slice(0, namesMost).map(({ member }) => nameMember(member, 'person', t))
  const more = rows.length > namesMost ? [t('people.more', { count: rows.length - namesMost })] : []
  return t(text, { names: new Intl.ListFormat(localeOf(language)).format([...names, ...more]) })
}

function LeagueSentence({ answer, entry }: { answer: Answer; entry: CatalogueEntry }) {
  const format = useFormat(answer.currency)
  const league = prepareLeague(answer, entry.id, 'person')
  const known = league.rows.filter(({ cell }) => cell.value !== null)
  // Whom few cases tell of stands nowhere for sure.
  const apart = known.filter(({ isApart, isSmall, strip }) => isApart && !isSmall && strip !== null)
  const isAbove = ({ strip }: LeagueRow) => (strip?.value ?? 0) > (league.totalAt ?? 0)
  if (known.length === 0) return <Sentence>{format.t('people.nothing')}</Sentence>
  const hasIntervals = known.some(({ cell }) => cell.low !== null || cell.high !== null)
  const total = league.total?.value == null ? '' : format.value(league.total, entry.unit)
  return (
    <Sentence>
      <Trans
        i18nKey={entry.additive ? 'people.total' : 'people.whole'}
        values={{ name: entry.name[format.language], total }}
        components={{ b: <b /> }}
      />{' '}
      {hasIntervals && !entry.additive && apart.length === 0 && format.t('people.same')}
      {!entry.additive && <Apart rows={apart.filter(isAbove)} text="people.above" />}{' '}
      {!entry.additive && <Apart rows={apart.filter((row) => !isAbove(row))} text="people.below" />}
    </Sentence>
  )
}

export function PeoplePage() {
  const { t, language } = useFormat()
  const view = usePageView()
  const navigate = useNavigate()
  const catalogue = useCatalogue()
  const entries = (catalogue.data ?? []).filter(({ league, kind }) => league && kind !== 'formula')
  const entry = entries.find(({ id }) => id === view.search.show) ?? entries.find(({ id }) => id === firstChoice) ?? entries[0]
  const role = roles.find((known) => known === view.search.role) ?? 'seller'
  const where = { ...view.shared.where, role: [role] }
  const isRanked = entry !== undefined && rankedKinds.has(entry.kind) && entry.better !== 'neutral'
  const question = { kpis: entry ? [entry.id] : [], by: ['person'], ...view.compared, where, ...(isRanked ? { rank: true } : {}) }
  const answer = useKpiQuery(question, view.isReady)
  const choose = (part: Partial<SearchState>) =>
    void navigate({ to: '.', search: (old: SearchState) => ({ ...old, ...part }), resetScroll: false })
  const error = catalogue.error ?? (answer.data ? null : answer.error)
  const data = answer.data?.columns[0]?.id === entry?.id ? answer.data : undefined
  const choices = familyShelves(entries).map(({ name, entries: list }) => ({
    group: name[language],
    items: list.map((known) => ({ value: known.id, label: known.name[language] })),
  }))
  return (
    <PageFrame room="people" bar={<ViewBar asOf={data ? { moment: data.as_of, timezone: data.timezone } : null} />}>
      {error && <ErrorState error={error} onRetry={() => void answer.refetch()} />}
      <div className={css.switches}>
        <Select
          className={css.kpi ?? ''}
          aria-label={t('people.kpi')}
          data={choices}
          value={entry?.id ?? null}
          onChange={(id) => id && choose({ show: id })}
          searchable
          allowDeselect={false}
          maxDropdownHeight={420}
        />
        <SegmentedControl
          aria-label={t('dimension.role')}
          value={role}
          onChange={(value) => choose({ role: value })}
          data={roles.map((value) => ({ value, label: t(`member.role.${value}`) }))}
        />
      </div>
      {!error && !data && <LinesLoading count={10} height={32} label={t('state.loading')} />}
      {data && entry && (
        <>
          <LeagueSentence answer={data} entry={entry} />
          {data.rows.length === 0 ? (
            <EmptyState title={t('table.empty')} text={t('people.empty_text')} />
          ) : (
            <div className={`card ${css.card}`}>
              <LeagueTable answer={data} entry={entry} dimension="person" hasChange={view.comparison !== 'none'} />
            </div>
          )}
          <p className={`small quiet ${css.legend}`}>{t('people.legend')}</p>
          {data.rows.length > 1 && <OpenerMapPart role={role} />}
        </>
      )}
    </PageFrame>
  )
}
