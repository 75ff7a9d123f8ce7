// Воронки и этапы: what each pipeline is for and what its stages mean. Pipelines of other kinds stand outside every KPI.
import { Badge, NumberInput, Select } from '@mantine/core'
import type { Meanings, Settings } from '../api/contract.ts'
import { useMeanings } from '../api/use-settings.ts'
import { EmptyState, ErrorState, LinesLoading } from '../kit/states.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './meanings.module.css'
import { DraftFrame } from './save-bar.tsx'
import { SettingSection } from './setting-row.tsx'
import { type Draft, useDraft } from './use-draft.ts'

type Pipeline = Meanings['pipelines'][number]
type Stage = Pipeline['stages'][number]
const kinds = ['qualification', 'sales', 'repeat', 'fulfilment', 'other'] as const satisfies readonly Pipeline['kind'][]
const milestones = [
  ...(['new', 'contacted', 'qualified', 'meeting_set', 'meeting_held', 'proposal', 'contract', 'invoice', 'prepaid', 'paid'] as const),
  'delivered',
] as const satisfies readonly Stage['milestone'][]
const counted = new Set<string>(['qualification', 'sales', 'repeat'])

function StageLine({ stage, draft }: { stage: Stage; draft: Draft }) {
  const { t } = useFormat()
  const kept = { milestone: stage.milestone, days_max: stage.days_max }
  const place = `stages.${stage.id}`
  const now = draft.get(place, kept)
  const change = (part: Partial<typeof kept>) => draft.set(place, { ...now, ...part }, kept)
  return (
    <tr data-stage={stage.id}>
      <th scope="row">
        {stage.name} {stage.is_archived && <Badge variant="default">{t('meaning.archived')}</Badge>}
        {place in draft.patch && <span className={css.dot} />}
      </th>
      <td className={css.milestone}>
        {stage.kind === 'open' ? (
          <Select
            size="sm"
            aria-label={t('meaning.milestone_of', { stage: stage.name })}
            data={milestones.map((value) => ({ value, label: t(`milestone.${value}`) }))}
            value={now.milestone}
            onChange={(value) => change({ milestone: value as Stage['milestone'] })}
            placeholder={t('milestone.none')}
            clearable
            clearButtonProps={{ 'aria-label': t('milestone.none') }}
          />
        ) : (
          <span className="quiet">{t(`stage_kind.${stage.kind}`)}</span>
        )}
      </td>
      <td className={css.normal}>
        {stage.kind === 'open' && (
          <NumberInput
            size="sm"
            aria-label={t('meaning.days_of', { stage: stage.name })}
            value={now.days_max ?? ''}
            onChange={(value) => change({ days_max: typeof value === 'number' && value > 0 ? value : null })}
            min={0}
            max={3650}
            placeholder="–"
            hideControls
            suffix={` ${t('settings.unit.days')}`}
          />
        )}
      </td>
    </tr>
  )
}

function PipelineCard({ pipeline, draft }: { pipeline: Pipeline; draft: Draft }) {
  const { t } = useFormat()
  const place = `pipelines.${pipeline.id}.kind`
  const kind = draft.get(place, pipeline.kind)
  const { proposed } = pipeline
  return (
    <section className={`card ${css.pipeline}`} aria-label={pipeline.name} data-pipeline={pipeline.id}>
      <div className={css.head}>
        <h3>
          {pipeline.name} <span className="small quiet">{pipeline.id.slice(0, pipeline.id.indexOf(':'))}</span>
        </h3>
        <Select
          size="sm"
          aria-label={t('meaning.kind_of', { pipeline: pipeline.name })}
          data={kinds.map((value) => ({ value, label: t(`pipeline_kind.${value}`) }))}
          value={kind}
          onChange={(value) => value && draft.set(place, value, pipeline.kind)}
          allowDeselect={false}
        />
      </div>
      <p className="small quiet">{t(counted.has(kind) ? `pipeline_kind_text.${kind}` : 'pipeline_kind_text.outside')}</p>
      {proposed && kind === pipeline.kind && (
        <p className={css.proposal}>
          {t('meaning.proposed', { kind: t(`pipeline_kind.${proposed}`) })}{' '}
          <TextButton onClick={() => draft.set(place, proposed, pipeline.kind)}>{t('meaning.agree')}</TextButton>
        </p>
      )}
      {counted.has(kind) && (
        <table className={`table ${css.stages}`}>
          <thead>
            <tr>
              <th scope="col">{t('dimension.stage')}</th>
              <th scope="col">{t('meaning.milestone')}</th>
              <th scope="col">{t('meaning.days')}</th>
            </tr>
          </thead>
          <tbody>
            {pipeline.stages.map((stage) => (
              <StageLine key={stage.id} stage={stage} draft={draft} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

export function PipelinesPart(_props: { settings: Settings }) {
  const { t } = useFormat()
  const draft = useDraft()
  const meanings = useMeanings()
  return (
    <DraftFrame draft={draft}>
      <SettingSection title={t('settings.part.pipelines')} text={t('settings.text.pipelines')}>
        {meanings.isError && !meanings.data && <ErrorState error={meanings.error} onRetry={() => void meanings.refetch()} />}
        {meanings.isPending && <LinesLoading count={4} height={180} label={t('state.loading')} />}
        {meanings.data?.pipelines.length === 0 && <EmptyState title={t('meaning.no_pipelines')} text={t('data.empty_text')} />}
        {meanings.data?.pipelines.map((pipeline) => (
          <PipelineCard key={pipeline.id} pipeline={pipeline} draft={draft} />
        ))}
      </SettingSection>
    </DraftFrame>
  )
}
