// Openers and closers: who takes more cases through the first stages than the others would, who through the last ones.
import { useKpiQuery } from '../api/use-query.ts'
import { usePageView } from '../api/use-view.ts'
import { MapPicture } from '../charts/draw/map-picture.tsx'
import { type MapPoint, prepareOpenerMap } from '../charts/prepare/opener-map.ts'
import { Answered } from '../kit/answered.tsx'
import { nameMember } from '../kit/member-name.ts'
import { Part } from '../kit/part.tsx'
import { PlainTable } from '../kit/plain-table.tsx'
import { useFormat } from '../kit/use-format.ts'
import { useInSight } from '../kit/use-in-sight.ts'
import css from './speed-parts.module.css'

export function OpenerMapPart({ role }: { role: string }) {
  const { t, share } = useFormat()
  const view = usePageView()
  const [place, isSeen] = useInSight<HTMLElement>()
  const question = { kpis: ['opener_index', 'closer_index'], by: ['person'], ...view.shared, where: { ...view.shared.where, role: [role] } }
  const answer = useKpiQuery(question, isSeen && view.isReady)
  const title = t('people.map')
  const worded = ({ opens, closes }: MapPoint) =>
    [opens === 'even' ? '' : t(`people.opens_${opens}`), closes === 'even' ? '' : t(`people.closes_${closes}`)].filter(Boolean).join(', ')
  return (
    <Part ref={place} title={title} hint={t('people.map_hint')}>
      <Answered
        answer={answer}
        lines={6}
        height={56}
        empty={(data) => (prepareOpenerMap(data).points.length < 2 ? t('people.map_few') : null)}
      >
        {(data) => {
          const map = prepareOpenerMap(data)
          const nameOf = (index: number) => nameMember(map.points[index]?.member ?? { id: null, name: null }, 'person', t)
          const told = map.points.flatMap((point, index) => (worded(point) ? [`${nameOf(index)} ${worded(point)}`] : []))
          const said = told.length > 0 ? `${told.join('; ')}.` : t('people.map_same')
          return (
            <>
              <p>
                {said}{' '}
                {map.few.length > 0 && (
                  <span className="soft">
                    {t('people.map_early', { names: map.few.map(({ member }) => nameMember(member, 'person', t)).join(', ') })}
                  </span>
                )}
              </p>
              <div className={`card ${css.card}`}>
                <MapPicture
                  name={title}
                  text={`${title}: ${said}`}
                  map={map}
                  nameOf={nameOf}
                  axes={{ x: t('people.map_x'), y: t('people.map_y') }}
                />
                <PlainTable
                  caption={title}
                  heads={[t('dimension.person'), t('people.map_x'), t('people.map_y'), t('people.map_verdict')]}
                  words={[3]}
                  rows={map.points.map((point, index) => ({
                    id: point.member.id ?? '',
                    cells: [nameOf(index), share(point.opener), share(point.closer), worded(point) || t('people.map_even')],
                  }))}
                  csv={() => ({
                    name: title,
                    heads: [t('dimension.person'), t('people.map_x'), t('people.map_y'), t('people.map_verdict')],
                    rows: map.points.map((point, index) => [nameOf(index), point.opener, point.closer, worded(point)]),
                  })}
                />
                <p className="small quiet">{t('people.map_legend')}</p>
              </div>
            </>
          )
        }}
      </Answered>
    </Part>
  )
}
