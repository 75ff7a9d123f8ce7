// A company whose truth is known, in nobody's words: each fake tells it as its system would, and `toRecords` tells it as records.
// Moments are Unix seconds.

export type StageKey = 'new' | 'qualified' | 'proposal' | 'won' | 'lost'
export type TrueDeal = {
  id: number
  name: string
  contactId: number
  createdAt: number
  updatedAt: number
  /** In order; the first is the entry. */
  moves: { id: number; at: number; stage: StageKey; by: number }[]
  owners: { id: number; at: number; ownerId: number }[]
  amounts: { id: number; at: number; amount: number }[]
  isDeleted: boolean
}
export type TrueCall = {
  id: number
  dealId: number
  contactId: number
  personId: number
  at: number
  isIn: boolean
  /** 0: nobody answered. */
  seconds: number
}
export type TrueTask = {
  id: number
  dealId: number
  personId: number
  createdAt: number
  dueAt: number
  doneAt: number | null
  updatedAt: number
}
export type TrueCompany = {
  people: { id: number; name: string; email: string }[]
  contacts: { id: number; name: string; phone: string; createdAt: number }[]
  deals: TrueDeal[]
  calls: TrueCall[]
  tasks: TrueTask[]
  /** The next number of a move, owner or amount: they grow with time of writing. */
  nextId: number
}

export const stageNames: Readonly<Record<StageKey, string>> = {
  new: 'Новая',
  qualified: 'Квалифицирован',
  proposal: 'Предложение',
  won: 'Успешно',
  lost: 'Отказ',
}
export const stageKeys = Object.keys(stageNames) as StageKey[]
/** The one reason deals are lost for. */
export const LOST_REASON = 'Дорого'
export const DAY = 86_400
export const isFinal = (stage: StageKey) => stage === 'won' || stage === 'lost'

export const stageOf = (deal: TrueDeal): StageKey => deal.moves.at(-1)!.stage
export const ownerOf = (deal: TrueDeal): number => deal.owners.at(-1)!.ownerId
export const amountOf = (deal: TrueDeal): number => deal.amounts.at(-1)!.amount
/** Its moves as a system tells them: where won and lost are states of a card, reopening it is no move either. */
export function shownMoves({ moves }: TrueDeal, hasFinalStages: boolean): TrueDeal['moves'] {
  if (hasFinalStages) return moves
  return moves.filter(({ stage }) => !isFinal(stage)).filter(({ stage }, at, open) => open[at - 1]?.stage !== stage)
}
/** When it came into the stage that ends it; null while it is open. */
export const closedAtOf = (deal: TrueDeal): number | null => (isFinal(stageOf(deal)) ? deal.moves.at(-1)!.at : null)

/** A change of a deal, seen by the system at `at`; `stampedAt` earlier: the row appears late. */
export function moveDeal(
  company: TrueCompany,
  deal: TrueDeal,
  { stage, at, stampedAt = at }: { stage: StageKey; at: number; stampedAt?: number },
) {
  deal.moves.push({ id: company.nextId++, at, stage, by: ownerOf(deal) })
  deal.updatedAt = Math.max(deal.updatedAt, stampedAt)
}

/** Another owner and another amount at once. */
export function handOver(company: TrueCompany, deal: TrueDeal, at: number): void {
  deal.owners.push({ id: company.nextId++, at, ownerId: ownerOf(deal) === 7 ? 8 : 7 })
  deal.amounts.push({ id: company.nextId++, at, amount: amountOf(deal) + 10 })
  deal.updatedAt = at
}

export function addDeal(company: TrueCompany, { at, ownerId = 7 }: { at: number; ownerId?: number }): TrueDeal {
  const id = company.deals.length + 1
  company.contacts.push({ id, name: `Клиент ${id}`, phone: `+38050${String(1_000_000 + id)}`, createdAt: at })
  const deal: TrueDeal = {
    ...{ id, name: `Сделка ${id}`, contactId: id, createdAt: at, updatedAt: at, isDeleted: false },
    moves: [{ id: company.nextId++, at, stage: 'new', by: ownerId }],
    owners: [{ id: company.nextId++, at, ownerId }],
    amounts: [{ id: company.nextId++, at, amount: 100 + (id % 7) * 50 }],
  }
  company.deals.push(deal)
  return deal
}

/** Deals of 75 days before `endS`, so many of them of one second; skips, steps back, reopened ones, several moves of one second. */
export function makeTrueCompany(endS: number, { deals = 180, together = 120 } = {}): TrueCompany {
  const people = [7, 8, 9].map((id) => ({ id, name: `Продавец ${id}`, email: `p${id}@acme.ua` }))
  const company: TrueCompany = { people, contacts: [], deals: [], calls: [], tasks: [], nextId: 1 }
  const start = endS - 75 * DAY
  for (let n = 1; n <= deals; n += 1) {
    const at = n <= together ? start : start + Math.floor((n - together) * ((65 * DAY) / (deals - together))) + ((n * 137) % 3600)
    const deal = addDeal(company, { at, ownerId: 7 + (n % 3) })
    live(company, deal)
    if (n % 2 === 0) addCall(company, deal, { at: at + 300 + (n % 50) * 60, seconds: n % 5 === 0 ? 0 : 40 + n })
    if (n % 6 === 0) addTask(company, deal, { createdAt: at + 600, dueAt: at + 600 + 2 * DAY, doneAt: n % 4 === 0 ? null : at + 600 + DAY })
  }
  return company
}

export function addCall(company: TrueCompany, deal: TrueDeal, { at, seconds }: { at: number; seconds: number }): void {
  const id = company.calls.length + 1
  company.calls.push({ id, dealId: deal.id, contactId: deal.contactId, personId: deal.owners[0]!.ownerId, at, isIn: id % 4 === 0, seconds })
}

export function addTask(company: TrueCompany, deal: TrueDeal, times: Pick<TrueTask, 'createdAt' | 'dueAt' | 'doneAt'>): void {
  const id = company.tasks.length + 1
  company.tasks.push({ id, dealId: deal.id, personId: deal.owners[0]!.ownerId, ...times, updatedAt: times.doneAt ?? times.createdAt })
}

const paths: readonly (readonly StageKey[])[] = [
  ['qualified', 'proposal', 'won'],
  ['qualified', 'lost'],
  ['proposal', 'won'],
  ['qualified', 'proposal', 'qualified'],
  ['lost'],
  ['qualified', 'proposal', 'won', 'proposal', 'won'],
  [],
]

/** Deals go their way a few hours after one another; each fifth changes its owner on it, each fourth its amount. */
export function live(company: TrueCompany, deal: TrueDeal): void {
  const { id, createdAt } = deal
  const path = paths[id % paths.length]!
  // A robot moves it several times in one second.
  const isRobot = id % 11 === 0 && path.length < 5
  path.forEach((stage, step) => {
    moveDeal(company, deal, { stage, at: createdAt + 5 * 3600 + (isRobot ? 0 : step * 30 * 3600) })
  })
  if (id % 5 === 0) {
    const at = createdAt + 2 * 3600
    deal.owners.push({ id: company.nextId++, at, ownerId: 7 + ((id + 1) % 3) })
    deal.updatedAt = Math.max(deal.updatedAt, at)
  }
  if (id % 4 === 0) {
    const at = createdAt + 3 * 3600
    deal.amounts.push({ id: company.nextId++, at, amount: amountOf(deal) + 25 })
    deal.updatedAt = Math.max(deal.updatedAt, at)
  }
}
