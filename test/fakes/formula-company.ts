// A company of any size that nobody holds: each deal follows from its number. Before an answer only those deals are made that the
// question may be about, by its times or ids, so that every fake can tell of a hundred thousand.
import { addDeal, DAY, live, type TrueCompany, type TrueDeal } from '../sources/sync/true-company.ts'
import type { Asked } from './fake-server.ts'

/** No deal lives longer. */
const LIFE_S = 7 * DAY
/** Moves, owners and amounts of one deal. */
const IDS_PER_DEAL = 32
const FIRST_DEALS = 60

export type FormulaCompany = { company: TrueCompany; focus: (asked: Asked) => void }

/** `deals` spread evenly over `days` before `endS`. */
export function makeFormulaCompany({ deals, days, endS }: { deals: number; days: number; endS: number }): FormulaCompany {
  const step = (days * DAY) / deals
  const start = endS - days * DAY
  const people = [7, 8, 9].map((id) => ({ id, name: `Продавец ${id}`, email: `p${id}@acme.ua` }))
  const company: TrueCompany = { people, contacts: [], deals: [], calls: [], tasks: [], nextId: 1 }
  const show = (numbers: readonly number[]) => {
    Object.assign(company, { contacts: [], deals: [], calls: [], tasks: [] })
    for (const n of numbers) tell(company, n, Math.floor(start + (n - 1) * step))
  }
  const numberAt = (second: number) => Math.min(deals, Math.max(1, Math.ceil((second - start) / step) + 1))
  let shown = ''
  return {
    company,
    focus: (asked) => {
      const { times, ids } = readQuestion(asked)
      const [from, to] = [Math.min(...times) - LIFE_S, Math.max(...times)]
      const first = times.length > 0 ? numberAt(from) : 1
      const last = times.length > 0 ? numberAt(to) : FIRST_DEALS
      const known = times.length > 0 || ids.length === 0 ? range(first, last) : ids.filter((id) => id >= 1 && id <= deals)
      const name = `${known[0]} ${known.at(-1)} ${known.length} ${ids.length === 0 ? '' : ids.join()}`
      if (name !== shown) show(known)
      shown = name
    },
  }
}

const range = (first: number, last: number) => Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)

function tell(company: TrueCompany, n: number, at: number): void {
  const alone: TrueCompany = { ...company, contacts: [], deals: [], nextId: n * IDS_PER_DEAL }
  const deal: TrueDeal = addDeal(alone, { at, ownerId: 7 + (n % 3) })
  Object.assign(deal, { id: n, contactId: n, name: `Сделка ${n}` })
  live(alone, deal)
  const dealId = n
  company.contacts.push({ id: n, name: `Клиент ${n}`, phone: `+380${500_000_000 + n}`, createdAt: at })
  company.deals.push(deal)
  const personId = deal.owners[0]!.ownerId
  if (n % 2 === 0)
    company.calls.push({ id: n, dealId, contactId: n, personId, at: at + 300, isIn: n % 4 === 0, seconds: n % 5 === 0 ? 0 : 60 })
  if (n % 6 !== 0) return
  const doneAt = n % 4 === 0 ? null : at + DAY
  company.tasks.push({ id: n, dealId, personId, createdAt: at + 600, dueAt: at + 2 * DAY, doneAt, updatedAt: doneAt ?? at + 600 })
}

const ISO = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g
const SECONDS = /\[(?:from|to)\]=(\d{9,10})\b/g
const MILLIS = /"value":"(\d{13})"/g
const IDS = [
  /filter\[id\]\[\]=(\d+)/g,
  /"id":"(\d+)"/g,
  /\/deals\/(\d+)\/flow/g,
  /CRM_ACTIVITY_ID\]\[\d+\]=(\d+)/g,
  /'[A-Za-z0-9]{3}0*(\d+)AAA'/g,
]

/** Seconds and numbers of deals that a question names, in the words of any system. */
function readQuestion({ path, query, body }: Asked): { times: number[]; ids: number[] } {
  const text = `${path}?${query.toString()}\n${body}`
  const plain = decodeURIComponent(decodeURIComponent(text.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25')))
  const own = (pattern: RegExp) => [...plain.matchAll(pattern)].map(([all, one]) => one ?? all)
  const times = [
    ...own(ISO).map((one) => Date.parse(one.replace(/ (\d\d:?\d\d)$/, '+$1')) / 1000),
    ...own(SECONDS).map(Number),
    ...own(MILLIS).map((one) => Number(one) / 1000),
  ]
  const listed = /deal_ids=([\d,]+)/.exec(plain)?.[1]?.split(',').map(Number) ?? []
  return { times: times.filter(Number.isFinite), ids: [...listed, ...IDS.flatMap((pattern) => own(pattern).map(Number))] }
}
