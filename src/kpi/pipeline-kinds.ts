// Proposes from its name what a pipeline is for. Only a proposal: it is shown to the head, never applied by itself, because a
// pipeline of kind fulfilment or other leaves every KPI.
import type { PIPELINE_KINDS } from '../contract/settings.ts'

export type PipelineKind = (typeof PIPELINE_KINDS)[number]

const words: readonly (readonly [PipelineKind, RegExp])[] = [
  [
    'other',
    /найм|ваканс|кандидат|рекрут|персонал|hiring|recruit|vacanc|candidate|rekrutac|(^|[^a-zа-я])hr([^a-z]|$)|архив|архів|archiv|тестов|test( |$)|закупк|закупів|поставщик|постачальник|procurement|supplier|zakup|спам|мусор/u,
  ],
  [
    'repeat',
    /повтор|постоян|постій|реактив|допродаж|продлен|пролонг|подовжен|existing|repeat|renewal|upsell|cross.?sell|retention|ltv|wznowie|odnowie|стал[ыі]. клі?и?ент|stał[iy]/u,
  ],
  [
    'fulfilment',
    /производств|виробниц|production|produkcj|достав|delivery|dostaw|логист|логіст|logist|сервис|сервіс|service|serwis|монтаж|montaż|внедрен|впровадж|implement|wdroż|поддержк|підтримк|support|wsparcie|онбординг|onboarding|исполнен|виконан|выполнен|отгруз|відвантаж|гарант|рекламац|warranty|fulfil|проектн\S* (работ|отдел)|реализация проект/u,
  ],
  [
    'qualification',
    /квалиф|кваліф|qualif|kwalif|(^|[^а-яa-z])(лид|лід|lead)\S*|обработка заявок|обробка заявок|sdr|(call|кол|колл).?(cent|цент)|первичн|первинн/u,
  ],
]

/** Null: nothing speaks against the kind it has. */
export function proposePipelineKind(name: string): PipelineKind | null {
  const lower = name.toLowerCase().replaceAll('ё', 'е')
  return words.find(([, pattern]) => pattern.test(lower))?.[0] ?? null
}
