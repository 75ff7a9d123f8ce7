// A month in the life of a company while a system is read: every day deals come, move, change hands and are deleted, and every
// week a sync goes wrong in another way. Each deal changes once between two syncs: what a system keeps no history of is dated so.
import type { FakeCrm } from '../../fakes/fake-crm.ts'
import {
  addCall,
  addDeal,
  addTask,
  DAY,
  handOver,
  isFinal,
  moveDeal,
  type StageKey,
  stageOf,
  type TrueCompany,
  type TrueDeal,
} from './true-company.ts'

type Month = {
  fake: FakeCrm
  clock: { ms: number }
  sync: () => Promise<unknown>
  /** The process ends and another one begins. */
  restart: () => Promise<void>
}

/** Between two syncs. */
const DAYS = 7

export async function liveMonth({ fake, clock, sync, restart }: Month): Promise<{ refused: string[] }> {
  const refused: string[] = []
  const trySync = async () => {
    const [done] = await Promise.allSettled([sync()])
    refused.push(done.status === 'rejected' ? String((done.reason as { code?: string }).code) : 'no')
  }
  const week = async (end: () => Promise<void>) => {
    const changed = new Set<TrueDeal>()
    for (let day = 0; day < DAYS; day += 1) {
      clock.ms += DAY * 1000
      liveDay(fake.company, { at: Math.floor(clock.ms / 1000) - 3600, day, changed })
    }
    await end()
  }
  // Every message got lost: the sync by the clock finds it all, while rows change under it.
  await week(async () => {
    fake.onRequest = shiftPages(fake.company, clock)
    await trySync()
    fake.onRequest = () => undefined
  })
  // Every message came twice, so that two syncs are asked for at once; that of an earlier change came last, when it could be seen.
  await week(async () => {
    const late = Math.floor(clock.ms / 1000) - 240
    await Promise.all([trySync(), trySync()])
    moveDeal(fake.company, pick(fake.company, 'new', new Set())!, { stage: 'qualified', at: late })
  })
  // Too many requests, then a ban, which is over when the clock asks again. Left out, an owner who came back within two weeks would
  // never have been away for a system that keeps no history.
  await week(async () => {
    fake.faults = ['busy', 'busy', 'html']
    await trySync()
    clock.ms += 3_600_000
    await trySync()
  })
  // Down in the middle, and the process is started anew.
  await week(async () => {
    let requests = 0
    fake.onRequest = () => {
      requests += 1
      if (requests === 4) fake.isDown = true
    }
    await trySync()
    await restart()
    fake.onRequest = () => undefined
    fake.isDown = false
    clock.ms += DAY * 1000
    await trySync()
  })
  return { refused }
}

/** What people do on a day, all of it a while ago. */
function liveDay(company: TrueCompany, { at, day, changed }: { at: number; day: number; changed: Set<TrueDeal> }): void {
  const move = (from: StageKey, to: StageKey, second: number) => {
    const deal = pick(company, from, changed)
    if (deal !== undefined) moveDeal(company, deal, { stage: to, at: second })
  }
  move('new', 'qualified', at - 5000)
  move('qualified', 'proposal', at - 4000)
  move('proposal', day % 2 === 0 ? 'won' : 'lost', at - 3000)
  move('won', 'proposal', at - 2000)
  move('proposal', 'qualified', at - 1000)
  const handed = pick(company, day % 2 === 0 ? 'proposal' : 'lost', changed)
  if (handed !== undefined) handOver(company, handed, at - 500)
  if (day === 3) Object.assign(pick(company, 'new', changed)!, { isDeleted: true, updatedAt: at })
  const fresh = addDeal(company, { at: at - 6000, ownerId: 7 + (day % 3) })
  changed.add(fresh)
  addCall(company, fresh, { at: at - 5400, seconds: day === 2 ? 0 : 60 + day })
  addTask(company, fresh, { createdAt: at - 5300, dueAt: at + DAY, doneAt: null })
  const open = company.tasks.find(({ doneAt, createdAt }) => doneAt === null && createdAt < at - DAY)
  if (open !== undefined) Object.assign(open, { doneAt: at - 100, updatedAt: at - 100 })
}

/** A deal in a stage that nothing was done with yet, and now is. */
function pick({ deals }: TrueCompany, stage: StageKey, changed: Set<TrueDeal>): TrueDeal | undefined {
  const found = deals.find((deal) => !deal.isDeleted && stageOf(deal) === stage && !changed.has(deal))
  if (found !== undefined) changed.add(found)
  return found
}

/** Every third question finds a deal moved, so that rows are found on other pages than a moment before. */
export function shiftPages(company: TrueCompany, clock: { ms: number }): () => void {
  let requests = 0
  return () => {
    requests += 1
    const deal = company.deals.filter(({ isDeleted }) => !isDeleted)[requests * 3]
    if (requests % 4 !== 0 || requests > 40 || deal === undefined || isFinal(stageOf(deal))) return
    const at = Math.floor(clock.ms / 1000)
    moveDeal(company, deal, { stage: stageOf(deal) === 'proposal' ? 'qualified' : 'proposal', at })
    addDeal(company, { at })
  }
}
