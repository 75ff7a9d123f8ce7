import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

const page = (type: string, records: Record<string, unknown>[]) => ({
  ...{ totalSize: records.length, done: true },
  records: records.map((record) => ({
    attributes: { type, url: `/services/data/v67.0/sobjects/${type}/${String(record.Id)}` },
    ...record,
  })),
})
const query = '/services/data/v67.0/query?q=SELECT+1'
const OPP = '006000000000001AAA'
const LEAD = '00Q000000000001AAA'
const opportunity = (Id: string, more: Record<string, unknown> = {}) => ({
  ...{
    Id,
    Name: 'Big',
    Amount: 1500.5,
    CurrencyIsoCode: 'USD',
    StageName: 'Closed Won',
    CloseDate: '2026-06-30',
    IsClosed: true,
    IsWon: true,
    LeadSource: 'Web',
  },
  ...{
    OwnerId: '005000000000001AAA',
    AccountId: '001000000000001AAA',
    CreatedDate: '2026-03-01T07:25:37.000+0000',
    SystemModstamp: '2026-05-01T07:25:37.000+0000',
    IsDeleted: false,
  },
  ...more,
})
const stage = (MasterLabel: string, SortOrder: number, IsClosed: boolean, IsWon: boolean) => ({
  Id: `01J${SortOrder}`,
  MasterLabel,
  ApiName: MasterLabel,
  IsActive: true,
  SortOrder,
  IsClosed,
  IsWon,
})
const stages = page('OpportunityStage', [
  stage('Prospecting', 1, false, false),
  stage('Closed Won', 5, true, true),
  stage('Closed Lost', 6, true, false),
])
const history = (Id: string, StageName: string, Amount: number | null, CloseDate: string, CreatedDate: string) => ({
  ...{
    Id,
    OpportunityId: OPP,
    StageName,
    Amount,
    CloseDate,
    Probability: 10,
    ForecastCategory: 'Pipeline',
    CreatedDate,
    CreatedById: '005000000000002AAA',
  },
})

describe('answers of Salesforce', () => {
  it('date the end by history, not by the forecast; rows of one stage are changes of amount and date', () => {
    const rows = [
      history('008000000000003', 'Closed Won', 1500.5, '2026-06-30', '2026-04-20T10:00:00.000+0000'),
      history('008000000000001', 'Prospecting', 1000, '2026-05-30', '2026-03-01T07:25:37.000+0000'),
      history('008000000000002', 'Prospecting', 1500.5, '2026-06-30', '2026-03-15T10:00:00.000+0000'),
      history('008000000000004', 'Closed Won', 1500.5, '2026-04-20', '2026-04-21T10:00:00.000+0000'),
    ]
    const got = mapAnswers('salesforce', [
      [query, stages],
      [
        query,
        page('Opportunity', [
          opportunity(OPP, {
            OpportunityLineItems: {
              totalSize: 1,
              done: true,
              records: [
                {
                  attributes: { type: 'OpportunityLineItem' },
                  Id: '00k000000000001',
                  Quantity: 2,
                  UnitPrice: 100,
                  ListPrice: 120,
                  TotalPrice: 190,
                  Product2: { attributes: { type: 'Product2' }, Name: 'Desk' },
                },
              ],
            },
          }),
        ]),
      ],
      ['/services/data/v67.0/query/01g-2000', page('OpportunityHistory', rows)],
    ])
    expect(got.refused).toEqual([])
    expect(got.deals).toEqual([
      {
        ...{
          id: OPP,
          created_at: '2026-03-01T07:25:37.000Z',
          company_id: '001000000000001AAA',
          pipeline_id: 'opportunity',
          stage_id: 'Closed Won',
          owner_id: '005000000000001AAA',
        },
        ...{
          outcome: 'won',
          closed_at: '2026-04-20T10:00:00.000Z',
          amount: '1500.5',
          currency: 'USD',
          channel: 'Web',
          updated_at: '2026-05-01T07:25:37.000Z',
        },
        extra: { name: 'Big' },
      },
    ])
    expect(got.stage_changes!.map(({ stage_id, at, by_person_id }) => [stage_id, at, by_person_id])).toEqual([
      ['Prospecting', '2026-03-01T07:25:37.000Z', '005000000000002AAA'],
      ['Closed Won', '2026-04-20T10:00:00.000Z', '005000000000002AAA'],
    ])
    expect(got.value_changes!.map(({ field, old, new: now }) => [field, old, now])).toEqual([
      ['amount', '1000', '1500.5'],
      ['expected_close_at', '2026-05-30', '2026-06-30'],
    ])
    expect(got.deal_items).toEqual([
      expect.objectContaining({ deal_id: OPP, product: 'Desk', quantity: '2', price: '95', list_price: '120' }),
    ])
  })

  it('link a converted lead, at the moment its history tells; a merged one names who stays; ids of 15 are those of 18', () => {
    const lead = (Id: string, more: Record<string, unknown>) => ({
      ...{
        Id,
        Name: 'Ann',
        Company: 'Acme',
        Email: 'a@b.c',
        Phone: '+1',
        Status: 'Working',
        LeadSource: 'Phone Inquiry',
        IsConverted: false,
        OwnerId: '005000000000001AAA',
      },
      ...{
        CreatedDate: '2026-02-01T07:00:00.000+0000',
        LastModifiedDate: '2026-03-01T08:00:00.000+0000',
        IsDeleted: false,
        MasterRecordId: null,
      },
      ...more,
    })
    const converted = {
      IsConverted: true,
      ConvertedDate: '2026-03-01',
      ConvertedOpportunityId: OPP.slice(0, 15),
      ConvertedContactId: '003000000000001AAA',
      ConvertedAccountId: '001000000000001AAA',
      Status: 'Qualified',
    }
    const change = (Id: string, Field: string, OldValue: string | null, NewValue: string | null, CreatedDate: string) => ({
      Id,
      LeadId: LEAD,
      Field,
      OldValue,
      NewValue,
      CreatedDate,
      CreatedById: '005000000000001AAA',
    })
    const got = mapAnswers('salesforce', [
      [
        query,
        page('Lead', [
          lead(LEAD, converted),
          lead('00Q000000000002AAA', { Status: 'Unqualified' }),
          lead('00Q000000000003AAA', { IsDeleted: true, MasterRecordId: LEAD }),
        ]),
      ],
      [query, page('Opportunity', [opportunity(OPP)])],
      [
        query,
        page('LeadHistory', [
          change('1', 'Status', 'Open', 'Working', '2026-02-02T07:00:00.000+0000'),
          change('2', 'Owner', 'Queue', 'Ann', '2026-02-02T07:00:00.000+0000'),
          change('3', 'Owner', '00G000000000001AAA', '005000000000001AAA', '2026-02-02T07:00:00.000+0000'),
          change('4', 'leadConverted', null, null, '2026-03-01T07:25:30.000+0000'),
        ]),
      ],
    ])
    expect(got.leads).toEqual([
      expect.objectContaining({
        id: LEAD,
        status: 'converted',
        deal_id: OPP,
        qualified_at: '2026-03-01T07:25:30.000Z',
        contact_id: '003000000000001AAA',
        origin: 'call',
      }),
      expect.objectContaining({
        status: 'disqualified',
        lost_reason: 'Unqualified',
        contact_id: 'lead-00Q000000000002AAA',
        closed_at: '2026-03-01T08:00:00.000Z',
      }),
      expect.objectContaining({ status: 'duplicate', merged_into: LEAD }),
    ])
    expect(got.leads![2]).not.toHaveProperty('deleted')
    expect(got.deals).toEqual([expect.objectContaining({ lead_id: LEAD, closed_at: '2026-06-30' })])
    expect(got.stage_changes!.map(({ stage_id, at }) => [stage_id, at])).toEqual([
      ['lead/Open', '2026-02-01T07:00:00.000Z'],
      ['lead/Working', '2026-02-02T07:00:00.000Z'],
    ])
    expect(got.owner_changes!.map(({ owner_id, at }) => [owner_id, at])).toEqual([
      ['00G000000000001AAA', '2026-02-01T07:00:00.000Z'],
      ['005000000000001AAA', '2026-02-02T07:00:00.000Z'],
    ])
  })

  it('make closed call tasks calls, open tasks plans, events meetings, mails themselves', () => {
    const task = (Id: string, more: Record<string, unknown>) => ({
      ...{
        Id,
        Subject: 's',
        OwnerId: '005000000000001AAA',
        WhoId: '003000000000001AAA',
        WhatId: OPP,
        CreatedDate: '2026-03-01T07:00:00.000+0000',
      },
      ...more,
    })
    const got = mapAnswers('salesforce', [
      [
        query,
        page('Task', [
          task('00T000000000001', {
            TaskSubtype: 'Call',
            IsClosed: true,
            CallType: 'Outbound',
            CallDurationInSeconds: 65,
            CallDisposition: 'No Answer',
            CompletedDateTime: '2026-03-01T07:05:00.000+0000',
          }),
          task('00T000000000002', { TaskSubtype: 'Task', IsClosed: false, ActivityDate: '2026-03-08', Status: 'Not Started' }),
          task('00T000000000003', { TaskSubtype: 'Email', IsClosed: true }),
          task('00T000000000004', { TaskSubtype: 'Call', IsClosed: true, CallType: 'Internal' }),
        ]),
      ],
      [
        query,
        page('EmailMessage', [
          {
            Id: '02s000000000001',
            Incoming: true,
            FromAddress: 'X@y.com',
            MessageDate: '2026-03-01T09:00:00.000+0000',
            RelatedToId: OPP,
            ActivityId: '00T000000000003',
            Status: '1',
          },
        ]),
      ],
      [query, page('Event', [task('00U000000000001', { StartDateTime: '2026-03-09T07:00:00.000+0000' })])],
      [
        '/services/data/v67.0/sobjects/Opportunity/deleted?start=x',
        {
          deletedRecords: [{ id: '006000000000009AAA', deletedDate: '2026-04-01T00:00:00.000+0000' }],
          earliestDateAvailable: 'x',
          latestDateCovered: 'y',
        },
      ],
      [query, [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]],
      [query, page('Zebra', [{ Id: 'x' }])],
    ])
    expect(
      got.touches!.map(({ kind, direction, at, outcome, deal_id, contact_id }) => [kind, direction, at, outcome, deal_id, contact_id]),
    ).toEqual([
      ['email', 'in', '2026-03-01T09:00:00.000Z', undefined, OPP, undefined],
      ['call', 'out', '2026-03-01T07:05:00.000Z', 'no_answer', OPP, '003000000000001AAA'],
      ['meeting', 'out', '2026-03-09T07:00:00.000Z', undefined, OPP, '003000000000001AAA'],
    ])
    expect(got.tasks).toEqual([expect.objectContaining({ id: '00T000000000002EAA', due_at: '2026-03-08', kind: 'other' })])
    expect(got.deals).toEqual([{ id: '006000000000009AAA', deleted: true, updated_at: '2026-04-01T00:00:00.000Z' }])
    expect(got.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('REQUEST_LIMIT'), 'nothing is read from Zebra'])
  })

  it('know a record without attributes by its id, and who owned a client by field history', () => {
    const owner = (Id: string, of: Record<string, string>, NewValue: string) => ({
      ...{ Id, Field: 'Owner', OldValue: '005000000000001AAA', NewValue, CreatedDate: '2026-04-01T00:00:00.000+0000', ...of },
    })
    const got = mapAnswers('salesforce', [
      [null, { Id: '001000000000001AAA', Name: 'Acme', CreatedDate: '2026-03-01T00:00:00.000Z' }],
      [null, owner('017000000000001AAA', { AccountId: '001000000000001AAA' }, '005000000000002AAA')],
      [null, owner('017000000000002AAA', { ContactId: '003000000000001AAA' }, '005000000000003AAA')],
    ])
    expect(got.refused).toEqual([])
    expect(got.companies).toHaveLength(1)
    expect(got.owner_changes!.map(({ entity, owner_id, at }) => [entity, owner_id, at])).toEqual([
      ['company', '005000000000001AAA', '2026-03-01T00:00:00.000Z'],
      ['company', '005000000000002AAA', '2026-04-01T00:00:00.000Z'],
      ['contact', '005000000000003AAA', '2026-04-01T00:00:00.000Z'],
    ])
  })
})
