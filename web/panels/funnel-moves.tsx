// How visits move from stage to stage and where they leave, as streams; the table of stages says the same in figures.
import type { FunnelAnswer } from '../api/contract.ts'
import { FlowPicture } from '../charts/draw/flow-picture.tsx'
import { prepareFlows } from '../charts/prepare/flows.ts'
import { outcomeKey } from '../charts/prepare/funnel.ts'
import { prepareStageFlows } from '../charts/prepare/stage-flows.ts'
import { Part } from '../kit/part.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './speed-parts.module.css'

const casesMin = 20

export function FunnelMoves({ answer }: { answer: FunnelAnswer }) {
  const { t, count } = useFormat(answer.currency)
  const { nodes, links } = prepareStageFlows(answer.stages, { outcome: (outcome) => t(outcomeKey(outcome, answer.pipeline?.kind)), count })
  const cases = answer.stages.find(({ stage }) => stage.kind === 'open')?.entries ?? 0
  const title = t('funnel.moves')
  return (
    <Part title={title} hint={t('funnel.moves_hint')}>
      {cases < casesMin && <p className="soft">{t('state.needed', { count: casesMin - cases, text: count(casesMin - cases) })}</p>}
      {cases >= casesMin && (
        <div className={`card ${css.card}`}>
          <FlowPicture
            name={`${title} ${answer.pipeline?.name ?? ''}`}
            text={`${title}: ${links.map(({ text }) => text).join('; ')}`}
            flows={prepareFlows(nodes, links)}
          />
        </div>
      )}
    </Part>
  )
}
