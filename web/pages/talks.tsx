// Talks with one of the people: what to talk about now, a new talk, and the earlier ones with what was agreed.
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import type { OneOnOne } from '../api/contract.ts'
import { useMay } from '../api/session.ts'
import { useOneOnOnes, useScorecard } from '../api/use-people.ts'
import { Answered } from '../kit/answered.tsx'
import { nameMember } from '../kit/member-name.ts'
import { PageFrame } from '../kit/page-frame.tsx'
import { Part } from '../kit/part.tsx'
import { Sentence } from '../kit/sentence.tsx'
import { SentenceLoading } from '../kit/states.tsx'
import { useFormat } from '../kit/use-format.ts'
import { Agenda } from '../panels/agenda-part.tsx'
import { TalkCard } from '../panels/talk-card.tsx'
import { TalkForm } from '../panels/talk-form.tsx'
import css from './person.module.css'
import own from './talks.module.css'

function TalksSentence({ talks, topics }: { talks: readonly OneOnOne[]; topics: number }) {
  const { t, day, count } = useFormat()
  const agreements = talks.flatMap((talk) => talk.agreements)
  const number = (kept: boolean | null) => agreements.filter((one) => one.kept === kept).length
  const last = talks[0]
  return (
    <Sentence>
      {last ? t('talk.last', { day: day(last.day) }) : t('talk.first')}{' '}
      {agreements.length > 0 && t('talk.score', { kept: count(number(true)), broken: count(number(false)), open: count(number(null)) })}{' '}
      {topics > 0 && t('talk.topics', { count: topics, text: count(topics) })}
    </Sentence>
  )
}

export function TalksPage() {
  const { t } = useFormat()
  const may = useMay()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const card = useScorecard(id)
  const talks = useOneOnOnes(id)
  const name = card.data ? nameMember(card.data.person, 'person', t) : ''
  const bar = (
    <div className={css.bar} role="toolbar" aria-label={t('bar.label')}>
      <Link to="/people/$id" params={{ id }} className={css.back}>
        <IconArrowLeft size={16} stroke={1.8} aria-hidden /> {name || t('room.people')}
      </Link>
    </div>
  )
  return (
    <PageFrame room="people" title={[t('talk.room'), name].filter(Boolean).join(': ')} bar={bar}>
      {(talks.isPending || card.isPending) && <SentenceLoading />}
      {talks.data && card.data && <TalksSentence talks={talks.data} topics={card.data.agenda.length} />}
      <div className={own.columns}>
        <Part title={t('talk.agenda')} hint={t('talk.agenda_hint')}>
          <div className={`card ${own.card}`}>
            <Answered answer={card}>{(data) => <Agenda card={data} />}</Answered>
          </div>
        </Part>
        {may('oneOnOneAdd') && (
          <Part title={t('talk.new')} hint={t('talk.new_hint')}>
            <TalkForm person={id} />
          </Part>
        )}
      </div>
      <Part title={t('talk.earlier')}>
        <Answered answer={talks} lines={3} height={80} empty={(list) => (list.length === 0 ? t('talk.none') : null)}>
          {(list) => (
            <div className={own.talks}>
              {list.map((talk) => (
                <TalkCard key={talk.id} talk={talk} />
              ))}
            </div>
          )}
        </Answered>
      </Part>
    </PageFrame>
  )
}
