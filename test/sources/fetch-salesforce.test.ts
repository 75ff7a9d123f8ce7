import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { salesforce } from '../../src/sources/salesforce/map.ts'
import type { SyncBatch } from '../../src/sources/source.ts'
import { SALESFORCE_TOKEN, SfOrg, sfId, sfTime, startFakeSalesforce } from '../fakes/fake-salesforce.ts'
import type { FakeServer } from '../fakes/fake-server.ts'
import { heldRecords, readBatches } from './read-batches.ts'

const day = 86_400_000
const start = Date.UTC(2026, 10, 21, 10)
const clock = {
  ms: start,
  now: () => clock.ms,
  sleep: async (ms: number) => {
    clock.ms += ms
  },
}
const link = salesforce.link!
let org: SfOrg
let fake: FakeServer

const open = (token = SALESFORCE_TOKEN) => link.open({ address: fake.origin, token, clock, keep: async () => undefined })

const read = (given: SyncBatch['state'] = {}, since: Date | null = null) => readBatches(link.fetch(open(), given, since), given)
const recordsOf = (batches: readonly SyncBatch[]) => heldRecords(salesforce, batches)

const ANNA = sfId('User', 1)
const iso = (ms: number) => new Date(ms).toISOString()

beforeEach(async () => {
  clock.ms = start
  org = new SfOrg()
  org.put('Organization', 1, 0, { Name: 'Acme' })
  org.put('CurrencyType', 1, 0, { IsoCode: 'EUR', IsCorporate: true })
  org.put('User', 1, 0, { Name: 'Anna', IsActive: true })
  const stages = [['Open', false, false] as const, ['Won', true, true] as const, ['Lost', true, false] as const]
  stages.forEach(([MasterLabel, IsClosed, IsWon], SortOrder) => {
    org.put('OpportunityStage', SortOrder, 0, { MasterLabel, ApiName: MasterLabel, IsActive: true, SortOrder, IsClosed, IsWon })
  })
  org.put('LeadStatus', 1, 0, { MasterLabel: 'New', ApiName: 'New', SortOrder: 1, IsConverted: false })
  fake = (await startFakeSalesforce(() => org, clock.now)).server
})
afterEach(() => fake.close())

/** An opportunity opened at a moment and won ten days later. */
function putWon(n: number, at: number): void {
  const OpportunityId = org.put('Opportunity', n, at, {
    ...{ Name: `Deal ${n}`, StageName: 'Won', IsClosed: true, IsWon: true, Amount: 150.5, CloseDate: '2027-01-01', OwnerId: ANNA },
    ...{ CurrencyIsoCode: 'USD', SystemModstamp: sfTime(at + 10 * day), Region__c: 'East' },
  })
  org.track(OpportunityId, at, ANNA, { StageName: 'Open', Amount: 100, CloseDate: '2027-01-01' })
  org.track(OpportunityId, at + 10 * day, ANNA, { StageName: 'Won', Amount: 150.5, CloseDate: '2027-01-01' })
}

describe('Salesforce, fetched', () => {
  it('tells a converted lead and its deal together, whichever of them changed, with history and own fields', async () => {
    org.ownFields.Opportunity = ['Region__c']
    const at = start - 100 * day
    putWon(1, at + 5 * day)
    const converted = { IsConverted: true, ConvertedDate: '2026-08-18', ConvertedOpportunityId: sfId('Opportunity', 1) }
    org.put('Lead', 1, at, { Name: 'Ann', Status: 'New', Phone: '+1', OwnerId: ANNA, ...converted, SystemModstamp: sfTime(at + 5 * day) })
    org.note('LeadHistory', sfId('Lead', 1), at + 5 * day + 3000, { Field: 'leadConverted', OldValue: null, NewValue: null })
    const { batches, error } = await read()
    expect(error).toBeNull()
    const got = recordsOf(batches)
    expect(got.deals).toEqual([
      expect.objectContaining({
        ...{ lead_id: sfId('Lead', 1), outcome: 'won', closed_at: iso(at + 15 * day), amount: '150.5', currency: 'USD' },
        extra: expect.objectContaining({ Region: 'East' }),
      }),
    ])
    expect(got.leads).toEqual([
      expect.objectContaining({ status: 'converted', qualified_at: iso(at + 5 * day + 3000), deal_id: sfId('Opportunity', 1) }),
    ])
    expect(got.stage_changes!.filter(({ entity }) => entity === 'deal')).toHaveLength(2)
  })

  it('reads 5,000 rows of one stamp whole, over pages and parts, and goes on at its place after the daily limit', async () => {
    org.pageRows = 500
    for (let n = 1; n <= 5000; n += 1) org.put('Contact', n, start - day, { Name: `C${n}` })
    let pages = 0
    fake.onRequest = ({ path }) => {
      pages += path.includes('/query/') ? 1 : 0
      if (pages === 7) fake.faults = ['unpaid']
    }
    const cut = await read()
    expect(cut.error).toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('daily limit') })
    expect(recordsOf(cut.batches).contacts).toHaveLength(4000)
    fake.onRequest = () => undefined
    fake.faults = []
    clock.ms += day / 2
    const rest = await read(cut.state)
    expect(rest.error).toBeNull()
    expect(recordsOf([...cut.batches, ...rest.batches]).contacts).toHaveLength(5000)
  })

  it('asks for less time where a question takes too long', async () => {
    for (let n = 1; n <= 60; n += 1) putWon(n, start - 40 * day + n * 3_600_000)
    org.slowRows = 25
    const { batches, error } = await read()
    expect(error).toBeNull()
    const got = recordsOf(batches)
    expect([got.deals!.length, got.stage_changes!.length]).toEqual([60, 120])
  })

  it('takes out what was deleted or merged, and points what hung on the merged one at the one that stays', async () => {
    const at = start - 30 * day
    for (const n of [1, 2]) {
      putWon(n, at)
      org.put('Contact', n, at, { Name: `Client ${n}` })
      org.put('Lead', n, at, { Name: `Lead ${n}`, Status: 'New' })
      org.put('OpportunityContactRole', n, at, { OpportunityId: sfId('Opportunity', n), ContactId: sfId('Contact', n), IsPrimary: true })
    }
    const first = await read()
    clock.ms += day
    org.merge('Contact', 2, 1, clock.ms - 60_000)
    org.merge('Lead', 2, 1, clock.ms - 60_000)
    org.set('Opportunity', 2, clock.ms - 60_000, { IsDeleted: true })
    const next = await read(first.state)
    expect(next.error).toBeNull()
    const got = recordsOf([...first.batches, ...next.batches])
    expect(got.deals).toEqual([expect.objectContaining({ id: sfId('Opportunity', 1), contact_id: sfId('Contact', 2) })])
    expect(got.contacts!.filter(({ id }) => String(id).startsWith('003'))).toHaveLength(1)
    expect(got.leads!.find(({ id }) => id === sfId('Lead', 1))).toMatchObject({ status: 'duplicate', merged_into: sfId('Lead', 2) })
  })

  it('counts a mail once, although a task tells of it too', async () => {
    const at = start - day
    org.put('Task', 1, at, { TaskSubtype: 'Email', IsClosed: true, CompletedDateTime: sfTime(at), OwnerId: ANNA })
    org.put('Task', 2, at, { TaskSubtype: 'Email', IsClosed: true, CompletedDateTime: sfTime(at), OwnerId: ANNA })
    org.put('EmailMessage', 1, at - 40 * day, { ActivityId: sfId('Task', 1), Incoming: false, MessageDate: sfTime(at), ToAddress: 'a@b.c' })
    const { batches } = await read()
    expect(
      recordsOf(batches)
        .touches!.map(({ id }) => id)
        .toSorted(),
    ).toEqual([sfId('Task', 2), sfId('EmailMessage', 1)])
  })

  it('does without what the edition or the user lacks, and says what it cannot do without', async () => {
    putWon(1, start - 20 * day)
    org.isMultiCurrency = false
    org.hidden = new Set([
      'Lead',
      'EmailMessage',
      'Campaign',
      'Opportunity.CampaignId',
      'OpportunityLineItem.ListPrice',
      'OpportunityFieldHistory',
    ])
    const { batches, error } = await read()
    expect(error).toBeNull()
    expect(recordsOf(batches).deals).toHaveLength(1)
    expect(await link.check(open())).toEqual({ name: 'Acme', currency: null })
    org.hidden.add('Opportunity')
    await expect(link.check(open())).rejects.toMatchObject({ hint: expect.stringContaining('View All Data') })
    expect((await read()).error).toMatchObject({ code: 'source_unavailable', message: expect.stringContaining('Opportunity') })
  })

  it('waits for questions asked at once, leaves a fifth of the limit to others, and knows which address is asked', async () => {
    fake.faults = ['busy', 'error', 'cut', 'half', 'null']
    expect((await read()).error).toBeNull()
    org.used = org.allowed * 0.81
    expect((await read()).error).toMatchObject({ message: expect.stringContaining('Four fifths') })
    expect(link.readAddress!('acme.lightning.force.com')).toBe('https://acme.my.salesforce.com')
    expect(() => link.readAddress!('https://login.salesforce.com')).toThrow(/signs in/)
  })
})
