// Who works in the demo company: fourteen salespeople of three teams, a head and a reviewer, and how each
// of them works. Their planted strengths and tricks are in truths.ts.
import { stream } from './random.ts'

export type Team = 'contact' | 'kyiv' | 'odesa'
export type Person = {
  id: string
  name: string
  role: 'caller' | 'seller' | 'account' | 'head' | 'reviewer'
  team: Team | null
  /** 0 or 1: which half of the 2/2 rota; null: office days. */
  shift: 0 | 1 | null
  /** Median working minutes until this person answers a new lead. */
  answerMinutes: number
  /** Months after the company's first day, null = before it, and still here. */
  hiredMonth: number | null
  leftMonth: number | null
  /** Who takes over what this person leaves. */
  successor: string
  salary: number
}

const person = (
  id: string,
  name: string,
  role: Person['role'],
  team: Team | null,
  answerMinutes: number,
  successor: string,
  rest: Partial<Person> = {},
): Person => ({ id, name, role, team, shift: null, answerMinutes, successor, hiredMonth: null, leftMonth: null, salary: 24_000, ...rest })

export const people: readonly Person[] = [
  person('c1', 'Оксана Мельник', 'caller', 'contact', 7, 'c2', { shift: 0 }),
  person('c2', 'Дарина Лисенко', 'caller', 'contact', 10, 'c1', { shift: 0, hiredMonth: 8 }),
  person('c3', 'Артём Кравцов', 'caller', 'contact', 9, 'c4', { shift: 1 }),
  person('c4', 'Руслан Гаврилюк', 'caller', 'contact', 8, 'c3', { shift: 1 }),
  person('s1', 'Ірина Шевчук', 'seller', 'kyiv', 12, 's2', { salary: 28_000 }),
  person('s2', 'Андрій Бондаренко', 'seller', 'kyiv', 14, 's1', { salary: 28_000 }),
  person('s3', 'Сергей Ковалёв', 'seller', 'kyiv', 16, 's1', { salary: 28_000 }),
  person('s4', 'Наталія Ткаченко', 'seller', 'kyiv', 13, 's2', { salary: 28_000 }),
  person('s5', 'Виктор Зайцев', 'seller', 'kyiv', 18, 's1', { leftMonth: 13, salary: 28_000 }),
  person('s6', 'Олена Руденко', 'seller', 'odesa', 15, 's8', { salary: 26_000 }),
  person('s7', 'Михаил Поляков', 'seller', 'odesa', 17, 's8', { salary: 26_000 }),
  person('s8', 'Юлія Савченко', 'seller', 'odesa', 12, 's7', { salary: 26_000 }),
  person('a1', 'Тетяна Марченко', 'account', 'kyiv', 20, 's2', { salary: 25_000 }),
  person('a2', 'Елена Орлова', 'account', 'odesa', 22, 's8', { salary: 25_000 }),
  person('h1', 'Павло Дяченко', 'head', null, 60, 'h1', { salary: 60_000 }),
  person('v1', 'Марія Остапчук', 'reviewer', null, 60, 'v1', { salary: 30_000 }),
]

const byId = new Map(people.map((one) => [one.id, one]))

export const findPerson = (id: string): Person => {
  const found = byId.get(id)
  if (!found) throw new Error(`no person ${id} in the demo company`)
  return found
}

export const sellingPeople = people.filter((one) => ['caller', 'seller', 'account'].includes(one.role))

export const teams: readonly { id: Team; name: string }[] = [
  { id: 'contact', name: 'Контакт-центр' },
  { id: 'kyiv', name: 'Відділ продажів Київ' },
  { id: 'odesa', name: 'Філія Одеса' },
]

/** Number of attempts a person is ready to make on one lead: 2 to 7, most often 4. */
export const usualAttempts = [2, 3, 4, 4, 5, 5, 6, 7] as const

/** Stable phone of a person of ours. */
export const workPhone = (seed: number, id: string): string => `+38067${String(1_000_000 + stream(seed, 'phone', id).int(8_999_999))}`
