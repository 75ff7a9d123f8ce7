// The records that describe the company itself: people, teams, attendance, pipelines, reasons, materials.
import type { Row, World } from './book.ts'
import { lostReasons, materials, pipelinesOf } from './catalogue.ts'
import { latinize } from './clients.ts'
import { DAY, dayText, HOUR, instant, monthStart, timeText } from './kyiv-time.ts'
import { type Person, people, teams, workPhone } from './people.ts'
import { isOnShift } from './roster.ts'
import type { Source } from './truths.ts'

const sources: readonly Source[] = ['crm', 'amo']

export function writeSetup(world: World): void {
  const { book, firstDay } = world
  const began = timeText(instant(firstDay))
  for (const team of teams) book.add('crm', 'teams', { ...team, updated_at: began })
  for (const person of people) writePerson(world, person)
  for (const source of sources) writePipelines(world, source)
  for (const { cost, ...material } of materials) {
    book.add('crm', 'materials', {
      ...material,
      url: `https://files.example.com/${material.id}.pdf`,
      published_at: dayText(firstDay),
      cost,
      updated_at: began,
    })
  }
  for (const one of world.roster.absences) {
    if (one.from > world.lastDay + 14) continue
    book.add('crm', 'attendance', {
      person_id: one.person,
      from: timeText(instant(one.from)),
      to: timeText(instant(one.to)),
      kind: one.kind,
      substitute_id: one.kind === 'vacation' ? people.find((person) => person.id === one.person)?.successor : undefined,
    })
  }
}

function writePerson(world: World, person: Person): void {
  const { book, roster, seed } = world
  const hired = roster.hiredDay(person)
  const left = roster.leftDay(person)
  if (hired !== null && hired > world.lastDay) return
  const gone = left !== null && left <= world.lastDay
  book.add('crm', 'people', {
    id: person.id,
    name: person.name,
    email: `${latinize(person.name).replace('-', '.')}@svizhe-povitria.example`,
    phone: workPhone(seed, person.id),
    extensions: `${100 + people.indexOf(person)}`,
    team_id: person.team ?? undefined,
    role: person.role,
    manager_id: person.id === 'h1' ? undefined : 'h1',
    hired_at: hired === null ? dayText(world.firstDay - 200 - 40 * people.indexOf(person)) : dayText(hired),
    left_at: gone ? dayText(left) : undefined,
    updated_at: timeText(instant(gone ? left : (hired ?? world.firstDay))),
  })
  if (person.team)
    book.add('crm', 'memberships', {
      person_id: person.id,
      team_id: person.team,
      from: dayText(hired ?? world.firstDay - 200),
      to: gone ? dayText(left) : undefined,
    })
  if (person.shift !== null) writeShifts(world, person, person.shift)
}

/** The rota is known to the end of the next month. */
function writeShifts(world: World, person: Person, shift: 0 | 1): void {
  const { book, roster } = world
  const until = monthStart(world.lastDay, 2)
  for (let day = world.firstDay; day < until; day++) {
    if (!roster.isEmployed(person, day)) continue
    const hours = roster.hoursOf(person.id, day)[0]
    if (isOnShift(shift, day) && hours) {
      book.add('crm', 'attendance', {
        person_id: person.id,
        from: timeText(instant(day, hours[0])),
        to: timeText(instant(day, hours[1])),
        kind: 'shift',
      })
    } else if (!isOnShift(shift, day) && !roster.isAbsent(person.id, day)) {
      book.add('crm', 'attendance', { person_id: person.id, from: timeText(instant(day)), to: timeText(instant(day) + DAY), kind: 'off' })
    }
  }
}

function writePipelines(world: World, source: Source): void {
  const { book } = world
  const began = timeText(instant(world.firstDay, HOUR))
  for (const pipeline of pipelinesOf[source]) {
    book.add(source, 'pipelines', { id: pipeline.id, name: pipeline.name, entity: pipeline.entity, kind: pipeline.kind, updated_at: began })
    pipeline.stages.forEach((stage, position) => {
      const row: Row = {
        id: stage.id,
        pipeline_id: pipeline.id,
        name: stage.name,
        position,
        kind: stage.kind,
        milestone: stage.milestone,
        days_max: stage.daysMax,
        updated_at: began,
      }
      book.add(source, 'stages', row)
    })
  }
  for (const reason of lostReasons) book.add(source, 'lost_reasons', { ...reason, updated_at: began })
}
