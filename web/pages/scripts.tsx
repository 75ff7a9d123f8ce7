// Скрипты и прослушка: how talks go by the script, which calls are worth hearing, what is heard against what comes of it, materials.
import { Link } from '@tanstack/react-router'
import { Trans } from 'react-i18next'
import type { Answer, CallQueue } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useKpiQuery } from '../api/use-query.ts'
import { useCallQueue } from '../api/use-reviews.ts'
import { usePageView } from '../api/use-view.ts'
import { readCell, readMember } from '../charts/prepare/read-row.ts'
import { nameStep } from '../charts/prepare/script-steps.ts'
import { FigureLink } from '../kit/figure-link.tsx'
import { PageFrame } from '../kit/page-frame.tsx'
import { Part } from '../kit/part.tsx'
import { Sentence } from '../kit/sentence.tsx'
import { EmptyState, ErrorState, LinesLoading, SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { CallQueuePart } from '../panels/call-queue-part.tsx'
import { CallReview } from '../panels/call-review.tsx'
import { MaterialsPart } from '../panels/materials-part.tsx'
import { ScoringNote } from '../panels/scoring-note.tsx'
import { ScriptStepsPart } from '../panels/script-steps-part.tsx'
import { TilesPart } from '../panels/tiles-part.tsx'
import { type Scoring, useScoring } from '../panels/use-scoring.ts'
import { ViewBar } from '../panels/view-bar.tsx'

const told = ['calls_checked_share', 'script_coverage']
const tiles = ['calls_checked_share', 'script_usage', 'script_coverage', 'call_score', 'objections_handled', 'script_uplift']

function ScriptsSentence({ answer, steps, nameOf }: { answer: Answer; steps: Answer; nameOf: (key: string) => string }) {
  const { t, value, share } = useFormat(answer.currency)
  const { calls_checked_share: checked, script_coverage: coverage } = answer.total
  const rare = steps.rows
    .flatMap((row) => {
      const [heard, key] = [readCell(row, 'script_coverage')?.value, readMember(row, 'step').id]
      return heard == null || key === null ? [] : [{ key, heard }]
    })
    .toSorted((a, b) => a.heard - b.heard)[0]
  return (
    <Sentence>
      {checked?.value != null && (
        <Trans
          i18nKey="scripts.checked"
          values={{ share: value(checked, 'ratio') }}
          components={{ f: <FigureLink kpi="calls_checked_share" /> }}
        />
      )}{' '}
      {coverage?.value != null && (
        <Trans
          i18nKey="scripts.coverage"
          values={{ share: value(coverage, 'ratio') }}
          components={{ f: <FigureLink kpi="script_coverage" /> }}
        />
      )}{' '}
      {rare && t('scripts.rare', { step: nameOf(rare.key), share: share(rare.heard) })}
      {coverage?.value == null && t('scripts.unchecked')}
    </Sentence>
  )
}

/** What comes after this call in the queue and has not been scored just now; null for a call that is not of the queue. */
function nextOf(calls: CallQueue['calls'], call: string, scoring: Scoring): string | null {
  const at = calls.findIndex((one) => one.call === call)
  const others = [...calls.slice(at + 1), ...calls.slice(0, Math.max(0, at))]
  const isOfQueue = at >= 0 || scoring.has(call)
  return isOfQueue ? (others.find((one) => one.call !== call && !scoring.has(one.call))?.call ?? null) : null
}

export function ScriptsPage() {
  const { t } = useFormat()
  const may = useMay()
  const view = usePageView()
  const answer = useKpiQuery({ kpis: told, ...view.shared }, view.isReady)
  const steps = useKpiQuery({ kpis: ['script_coverage'], by: ['step'], ...view.shared }, view.isReady)
  const queue = useCallQueue(view.shared, view.isReady)
  const scoring = useScoring()
  const data = queue.data
  const nameOf = nameStep(data?.scripts ?? [])
  const error = queue.error ?? answer.error
  return (
    <PageFrame room="scripts" bar={<ViewBar hasComparison={false} asOf={data ? { moment: data.as_of, timezone: data.timezone } : null} />}>
      {error && !data && <ErrorState error={error} onRetry={() => void queue.refetch()} />}
      {queue.isPending && (
        <>
          <SentenceLoading />
          <LinesLoading count={8} height={48} label={t('state.loading')} />
        </>
      )}
      {data && data.people.length === 0 && <EmptyState title={t('scripts.empty')} text={t('scripts.empty_text')} />}
      {data && data.people.length > 0 && (
        <>
          {answer.data && steps.data && <ScriptsSentence answer={answer.data} steps={steps.data} nameOf={nameOf} />}
          <ScoringNote scoring={scoring} />
          {view.search.call && (
            <CallReview
              key={view.search.call}
              call={view.search.call}
              next={nextOf(data.calls, view.search.call, scoring)}
              scoring={scoring}
            />
          )}
          <CallQueuePart queue={data} />
          {steps.data && <ScriptStepsPart answer={steps.data} nameOf={nameOf} />}
          <TilesPart title={t('scripts.tiles')} kpis={tiles} />
          <Part title={t('scripts.materials')} hint={t('scripts.materials_hint')}>
            <MaterialsPart />
          </Part>
        </>
      )}
      {data && may('scripts') && (
        <p>
          <Link to="/scripts/edit" className="inline-link">
            {t(may('scriptSet') ? 'scripts.edit' : 'scripts.see')}
          </Link>
        </p>
      )}
    </PageFrame>
  )
}
