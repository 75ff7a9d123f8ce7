// The system of a soak, in a process of its own, so that its memory is not taken for ours: a fake that tells a company made by formula,
// by the clock of the sync.

import { startFakeAmocrm } from '../test/fakes/fake-amocrm.ts'
import { startFakeBitrix24 } from '../test/fakes/fake-bitrix24.ts'
import type { FakeCrm } from '../test/fakes/fake-crm.ts'
import { startFakePipedrive } from '../test/fakes/fake-pipedrive.ts'
import { makeFormulaCompany } from '../test/fakes/formula-company.ts'
import { startHubspotOf } from '../test/fakes/hubspot-of-company.ts'
import { startSalesforceOf } from '../test/fakes/salesforce-of-company.ts'
import type { TrueCompany } from '../test/sources/sync/true-company.ts'
import { type Pace, timeOf } from './soak-clock.ts'

/** The life of the last deal is over when the soak begins. */
const ENDED_S = 8 * 86_400

type Ask = Pace & { system: string; deals: number; days: number }
/** How far the clock has leapt, or a question for the figures. */
export type SoakNews = { leaptMs: number } | 'stats'
export type SoakStats = { asked: number; tooMany: number; processorS: number }

const starts: Readonly<Record<string, (company: TrueCompany, now: () => number) => Promise<FakeCrm>>> = {
  amocrm: startFakeAmocrm,
  bitrix24: startFakeBitrix24,
  hubspot: startHubspotOf,
  pipedrive: startFakePipedrive,
  salesforce: startSalesforceOf,
}

process.once('disconnect', () => process.exit())
process.once('message', async (pace: Ask) => {
  const { system, deals, days, simulatedMs } = pace
  const start = starts[system]
  if (start === undefined) throw new Error(`there is no fake of ${system}: ${Object.keys(starts).join(', ')}`)
  const { company, focus } = makeFormulaCompany({ deals, days, endS: Math.floor(simulatedMs / 1000) - ENDED_S })
  // What cannot be cut by time would have to be held.
  if (system === 'pipedrive') Object.defineProperty(company, 'calls', { get: () => [], set: () => undefined })
  const fake = await start(company, () => timeOf(pace))
  fake.onRequest = focus
  process.on('message', (news: SoakNews) => {
    if (news === 'stats') {
      const asked = [...fake.asked.values()].reduce((sum, n) => sum + n, 0)
      const { user, system: inKernel } = process.cpuUsage()
      process.send?.({ asked, tooMany: fake.tooMany, processorS: (user + inKernel) / 1e6 } satisfies SoakStats)
    } else {
      pace.leaptMs = news.leaptMs
      process.send?.('heard')
    }
  })
  process.send?.({ address: fake.address, token: fake.token })
})
