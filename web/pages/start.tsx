// Первые шаги: from the demo company to one's own figures; every step can be skipped and says what it switches on. Below: which KPIs
// are live and since when.
import { Button } from '@mantine/core'
import { IconCircle, IconCircleCheck, IconCircleMinus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { writeWorkspace } from '../api/http.ts'
import { useSession } from '../api/session.ts'
import { type FirstStep, type FirstSteps, firstSteps, useFirstSteps } from '../api/use-first-steps.ts'
import { useCatalogue } from '../api/use-kpis.ts'
import { useSources } from '../api/use-sources.ts'
import { type LiveFamily, liveFamilies } from '../charts/prepare/live-kpis.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { Part } from '../kit/part.tsx'
import { Sentence } from '../kit/sentence.tsx'
import { TextButton } from '../kit/text-button.tsx'
import { useFormat } from '../kit/use-format.ts'
import css from './start.module.css'

const icons = { done: IconCircleCheck, skipped: IconCircleMinus, open: IconCircle }
const ways: Readonly<Record<Exclude<FirstStep, 'demo'>, string>> = {
  source: '/data',
  stages: '/data',
  calendar: '/settings/calendar',
  plan: '/plans',
  people: '/settings/people',
}

function Way({ step, demo }: { step: FirstStep; demo: string | null }) {
  const { t } = useFormat()
  const words = t(`start.step.${step}.go`)
  if (step === 'demo') {
    const open = () => {
      if (demo !== null) writeWorkspace(demo)
      location.assign('/')
    }
    return (
      <Button size="sm" variant="default" onClick={open}>
        {words}
      </Button>
    )
  }
  return (
    <>
      <Button size="sm" variant="default" renderRoot={(props) => <Link {...props} to={ways[step]} />}>
        {words}
      </Button>
      {step === 'source' && (
        <Button size="sm" renderRoot={(props) => <Link {...props} to="/import" />}>
          {t('start.load')}
        </Button>
      )}
    </>
  )
}

function Step({ step, steps, isNext }: { step: FirstStep; steps: FirstSteps; isNext: boolean }) {
  const { t } = useFormat()
  const state = steps.states[step]
  const Icon = icons[state]
  return (
    <li className={css.step} data-step={step} data-state={state} data-next={isNext}>
      <Icon size={24} stroke={1.6} aria-hidden className={css.icon} />
      <div className={css.words}>
        <h3>
          {t(`start.step.${step}.name`)} {state !== 'open' && <span className="small quiet">{t(`start.${state}`)}</span>}
        </h3>
        <p className="soft">{t(`start.step.${step}.gives`)}</p>
      </div>
      <div className={css.ways}>
        {state !== 'done' && <Way step={step} demo={steps.demo} />}
        {state !== 'done' && (
          <TextButton isQuiet onClick={() => steps.skip(step, state === 'open')}>
            {t(state === 'open' ? 'start.skip' : 'start.unskip')}
          </TextButton>
        )}
      </div>
    </li>
  )
}

function Family({ family }: { family: LiveFamily }) {
  const { t, language, day } = useFormat()
  return (
    <details className={css.family} data-family={family.id} data-live={family.live}>
      <summary>
        <b>{family.name[language]}</b> <span className="soft">{t('start.of', { live: family.live, all: family.kpis.length })}</span>
      </summary>
      <ul className={css.kpis}>
        {family.kpis.map(({ entry, isLive, since }) => (
          <li key={entry.id}>
            <span>{entry.name[language]}</span>
            <span className="small quiet">
              {isLive
                ? since === null
                  ? t('start.done')
                  : t('start.since', { day: day(since) })
                : t('start.needs', {
                    needs: (entry.unmet.length > 0 ? entry.unmet : entry.needs)
                      .map((kind) => t(`record.${kind}`, { defaultValue: kind }))
                      .join(', '),
                  })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Live() {
  const { t } = useFormat()
  const { data: session } = useSession()
  const catalogue = useCatalogue()
  const sources = useSources((session?.workspaces.length ?? 0) > 0)
  if (!catalogue.data) return null
  return (
    <Part title={t('start.live')} hint={t('start.live_text')}>
      <div className={`card ${css.families}`}>
        {liveFamilies(catalogue.data, sources.data?.sources ?? []).map((family) => (
          <Family key={family.id} family={family} />
        ))}
      </div>
    </Part>
  )
}

export function StartPage() {
  const { t } = useFormat()
  const steps = useFirstSteps(new Date().toISOString().slice(0, 10))
  const left = firstSteps.filter((step) => steps.states[step] === 'open')
  return (
    <PageFrame room="data" title={t('start.title')}>
      <Sentence>{left.length === 0 ? t('start.all_done') : t('start.left', { count: left.length })}</Sentence>
      <ol className={`card ${css.steps}`}>
        {firstSteps.map((step) => (
          <Step key={step} step={step} steps={steps} isNext={step === left[0]} />
        ))}
      </ol>
      <Live />
    </PageFrame>
  )
}
