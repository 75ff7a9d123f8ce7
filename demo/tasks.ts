// Next steps: a task from one touch to the next, done in time, late, moved, for show, or never.
import { shared } from './book.ts'
import { DAY, dayOf, HOUR, instant, timeText } from './kyiv-time.ts'
import type { Life, Link } from './life.ts'

type Plan = { owner: string; moments: readonly number[]; closedAt: number; open: boolean }

const subjects = ['Передзвонити', 'Уточнить решение', 'Надіслати розрахунок', 'Узгодити замір', 'Нагадати про рахунок', 'Перезвонить']
const kinds = ['call', 'call', 'call', 'message', 'email', 'meeting', 'other']

export function writeTasks(life: Life, link: Link, plan: Plan): void {
  const { rng, world } = life
  const moments = [...plan.moments].sort((a, b) => a - b)
  moments.forEach((at, i) => {
    const next = moments[i + 1] ?? (plan.open ? null : plan.closedAt)
    const wanted = rng.chance(0.66)
    const late = rng.chance(0.14)
    const moved = rng.chance(0.12)
    const days = 1 + rng.int(3)
    if (!wanted) return
    const target = next ?? at + 3 * DAY
    const dueDay = late ? Math.max(dayOf(at), dayOf(target) - days) : dayOf(target)
    const due = instant(dueDay, 18 * HOUR)
    const done = next === null ? null : next + 240
    const earlier = moved ? Math.max(at + HOUR, due - days * DAY) : due
    one(life, link, {
      created: at + 90,
      due,
      firstDue: earlier,
      movedAt: moved ? Math.max(at + 2 * HOUR, earlier - 3 * HOUR) : null,
      done,
      owner: world.roster.acting(plan.owner, at),
    })
  })
  const hollow = rng.chance(0.05)
  const offset = rng.between(0.2, 0.8)
  const first = moments[0]
  if (!hollow || first === undefined || plan.closedAt - first < 6 * DAY) return
  const at = world.roster.addWork(plan.owner, first + offset * (plan.closedAt - first), 0)
  one(life, link, {
    created: at - DAY,
    due: instant(dayOf(at), 18 * HOUR),
    firstDue: instant(dayOf(at), 18 * HOUR),
    movedAt: null,
    done: at,
    owner: plan.owner,
  })
}

type Task = { created: number; due: number; firstDue: number; movedAt: number | null; done: number | null; owner: string }

function one(life: Life, link: Link, task: Task): void {
  const { rng, world, source } = life
  const { book } = world
  const id = `Z${life.serial}-${++life.tasks}`
  const kind = rng.pick(kinds)
  const subject = rng.pick(subjects)
  if (!book.knows(task.created)) return
  const moved = task.movedAt !== null && task.firstDue < task.due && task.movedAt < task.firstDue && book.knows(task.movedAt)
  const due = moved || task.movedAt === null ? task.due : task.firstDue
  book.add(source, 'tasks', {
    id,
    created_at: book.time(task.created),
    due_at: timeText(due),
    done_at: book.time(task.done),
    person_id: shared(source, task.owner),
    kind,
    ...link,
    contact_id: life.client.contact,
    company_id: life.client.company ?? undefined,
    subject,
    result: book.knows(task.done) ? 'зроблено' : undefined,
    updated_at: book.latest(task.created, task.movedAt, task.done),
  })
  if (!moved || task.movedAt === null) return
  book.add(source, 'value_changes', {
    entity: 'task',
    entity_id: id,
    field: 'due_at',
    at: book.time(task.movedAt),
    old: timeText(task.firstDue),
    new: timeText(task.due),
    by_person_id: shared(source, task.owner),
  })
}
