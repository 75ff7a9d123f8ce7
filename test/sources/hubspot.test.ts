import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

const stage = (id: string, label: string, displayOrder: number, isClosed: string, probability: string) => ({
  id,
  label,
  displayOrder,
  archived: false,
  metadata: { isClosed, probability },
})
const pipelines = {
  results: [
    {
      ...{ id: 'default', label: 'Sales', displayOrder: 0, archived: false },
      stages: [
        stage('appointmentscheduled', 'Appointment', 0, 'false', '0.2'),
        stage('closedwon', 'Won', 5, 'true', '1.0'),
        stage('closedlost', 'Lost', 6, 'true', '0.0'),
      ],
    },
    { id: '77', label: 'Partners', displayOrder: 1, archived: false, stages: [stage('9001', 'New', 0, 'false', '0.1')] },
  ],
}
const owners = {
  results: [
    {
      id: '501',
      email: 'A@b.com',
      type: 'PERSON',
      firstName: 'Anna',
      lastName: 'K',
      userId: 123,
      archived: false,
      teams: [{ id: '9', name: 'East', primary: true }],
    },
    {
      id: '502',
      email: 'c@b.com',
      type: 'PERSON',
      firstName: 'Carl',
      lastName: '',
      userId: null,
      userIdIncludingInactive: 124,
      archived: true,
    },
  ],
}
const deal = (id: string, properties: Record<string, string | null>, more: Record<string, unknown> = {}) => ({
  ...{
    id,
    properties: { createdate: '2026-02-01T10:00:00Z', hs_lastmodifieddate: '2026-02-26T10:00:00.5Z', ...properties },
    createdAt: '2026-02-01T10:00:00Z',
  },
  ...{ updatedAt: '2026-02-26T10:00:00.5Z', archived: false },
  ...more,
})

describe('answers of HubSpot', () => {
  it('put a deal together from its properties and its history, which came apart', () => {
    const history = {
      dealstage: [
        { value: 'closedwon', timestamp: '2026-02-25T16:26:25.880Z', sourceType: 'CRM_UI', sourceId: 'userId:123', updatedByUserId: 123 },
        { value: 'appointmentscheduled', timestamp: '2026-02-10T10:00:00Z', sourceType: 'API', sourceId: 'x' },
        { value: '9001', timestamp: '2026-02-01T10:00:00Z', sourceType: 'CRM_UI', sourceId: 'userId:124' },
      ],
      pipeline: [
        { value: 'default', timestamp: '2026-02-10T10:00:00Z' },
        { value: '77', timestamp: '2026-02-01T10:00:00Z' },
      ],
      amount: [
        { value: '1500.50', timestamp: '2026-02-20T10:00:00Z', sourceId: 'userId:123' },
        { value: '1000', timestamp: '2026-02-01T10:00:00.100Z' },
      ],
      hubspot_owner_id: [
        { value: '501', timestamp: '2026-02-05T10:00:00Z' },
        { value: '502', timestamp: '2026-02-01T10:00:00Z' },
      ],
      closedate: [
        { value: '2026-02-25T16:26:25.880Z', timestamp: '2026-02-25T16:26:25.880Z' },
        { value: '2026-03-31T00:00:00Z', timestamp: '2026-02-15T10:00:00Z' },
        { value: '2026-02-28T00:00:00Z', timestamp: '2026-02-01T10:00:00Z' },
      ],
    }
    const properties = {
      dealname: 'Big',
      dealstage: 'closedwon',
      pipeline: 'default',
      amount: '1500.50',
      deal_currency_code: 'USD',
      hubspot_owner_id: '501',
      closedate: '2026-02-26T00:00:00Z',
      region: 'East',
      closed_lost_reason: null,
    }
    const got = mapAnswers('hubspot', [
      ['/crm/v3/owners?archived=false', owners],
      ['/crm/v3/pipelines/deals', pipelines],
      [
        '/crm/v3/objects/deals?limit=100',
        {
          results: [
            deal('12345678901234', properties, {
              associations: {
                contacts: { results: [{ id: '51', type: 'deal_to_contact' }] },
                'line items': { results: [{ id: '8', type: 'x' }] },
              },
            }),
          ],
          paging: { next: { after: '1' } },
        },
      ],
      [
        '/crm/v3/objects/deals/batch/read',
        { status: 'COMPLETE', results: [deal('12345678901234', { dealstage: 'closedwon' }, { propertiesWithHistory: history })] },
      ],
      [
        '/crm/v4/associations/deals/companies/batch/read',
        { status: 'COMPLETE', results: [{ from: { id: '12345678901234' }, to: [{ toObjectId: 61, associationTypes: [] }] }] },
      ],
      ['/crm/v3/objects/line_items', { results: [deal('8', { name: 'Desk', quantity: '2', price: '100', amount: '180.00' })] }],
    ])
    expect(got.refused).toEqual([])
    expect(got.deals).toEqual([
      {
        ...{
          id: '12345678901234',
          created_at: '2026-02-01T10:00:00.000Z',
          contact_id: '51',
          company_id: '61',
          pipeline_id: 'default',
          stage_id: 'default/closedwon',
        },
        ...{
          owner_id: '501',
          outcome: 'won',
          closed_at: '2026-02-25T16:26:25.880Z',
          amount: '1500.50',
          currency: 'USD',
          updated_at: '2026-02-26T10:00:00.500Z',
        },
        extra: { region: 'East', name: 'Big' },
      },
    ])
    expect(got.stage_changes!.map(({ stage_id, at, by_person_id }) => [stage_id, at, by_person_id])).toEqual([
      ['77/9001', '2026-02-01T10:00:00.000Z', '502'],
      ['default/appointmentscheduled', '2026-02-10T10:00:00.000Z', undefined],
      ['default/closedwon', '2026-02-25T16:26:25.880Z', '501'],
    ])
    expect(got.owner_changes!.map(({ owner_id }) => owner_id)).toEqual(['502', '501'])
    expect(got.value_changes!.map(({ field, at, old, new: now, by_person_id }) => [field, at, old, now, by_person_id])).toEqual([
      ['amount', '2026-02-20T10:00:00.000Z', '1000', '1500.50', '501'],
      ['expected_close_at', '2026-02-15T10:00:00.000Z', '2026-02-28T00:00:00.000Z', '2026-03-31T00:00:00.000Z', undefined],
    ])
    expect(got.deal_items).toEqual([
      expect.objectContaining({ id: '8', deal_id: '12345678901234', product: 'Desk', quantity: '2', price: '90', list_price: '100' }),
    ])
    expect(got.people).toContainEqual(expect.objectContaining({ id: '502', name: 'Carl', extra: { active: 'false', user_id: '124' } }))
    expect(got.stages).toContainEqual(expect.objectContaining({ id: 'default/closedlost', kind: 'lost' }))
  })

  it('date the end by the close date without history, plan by it while open, and keep a stage that is gone', () => {
    const got = mapAnswers('hubspot', [
      ['/crm/v3/pipelines/deals', pipelines],
      [
        '/crm/v3/objects/0-3',
        {
          results: [
            deal('1', {
              dealstage: 'closedlost',
              pipeline: 'default',
              closedate: '2026-02-20T00:00:00Z',
              closed_lost_reason: 'Too dear',
              amount: '',
            }),
            deal('2', { dealstage: '4711', pipeline: 'default', closedate: '2026-05-20T00:00:00Z', hs_merged_object_ids: '3;4' }),
            deal('5', { dealstage: 'appointmentscheduled', pipeline: 'default' }, { archived: true, archivedAt: '2026-03-01T00:00:00Z' }),
          ],
        },
      ],
    ])
    expect(got.deals).toEqual([
      expect.objectContaining({ id: '1', outcome: 'lost', closed_at: '2026-02-20T00:00:00.000Z', lost_reason: 'Too dear' }),
      expect.objectContaining({ id: '2', outcome: 'open', expected_close_at: '2026-05-20T00:00:00.000Z', stage_id: 'default/4711' }),
      { id: '3', deleted: true, updated_at: '2026-02-26T10:00:00.500Z' },
      { id: '4', deleted: true, updated_at: '2026-02-26T10:00:00.500Z' },
      expect.objectContaining({ id: '5', deleted: true }),
    ])
    expect(got.deals![0]).not.toHaveProperty('amount')
    expect(got.stages).toContainEqual(expect.objectContaining({ id: 'default/4711', archived: true }))
  })

  it('read engagements: seconds from milliseconds, directions, outcomes, plans', () => {
    const record = (id: string, properties: Record<string, string | null>) => ({
      ...deal(id, { hs_timestamp: '2026-02-03T10:00:00Z', hubspot_owner_id: '501', ...properties }),
      associations: { contacts: { results: [{ id: '51' }] }, deals: { results: [{ id: '1' }] } },
    })
    const got = mapAnswers('hubspot', [
      [
        '/crm/v3/objects/calls',
        {
          results: [
            record('1', {
              hs_call_direction: 'INBOUND',
              hs_call_duration: '61500',
              hs_call_disposition: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
              hs_call_from_number: '+1',
              hs_call_to_number: '+2',
            }),
            record('2', { hs_call_direction: 'OUTBOUND', hs_call_status: 'NO_ANSWER', hs_call_duration: '0' }),
          ],
        },
      ],
      [
        null,
        {
          results: [
            record('3', {
              hs_meeting_title: 'Demo',
              hs_meeting_start_time: '2026-02-04T10:00:00Z',
              hs_meeting_end_time: '2026-02-04T11:00:00Z',
              hs_meeting_outcome: 'NO_SHOW',
            }),
          ],
        },
      ],
      [null, record('4', { hs_email_direction: 'INCOMING_EMAIL', hs_email_from_email: 'X@Y.com', hs_email_subject: 'Re' })],
      [
        '/crm/v3/objects/tasks',
        { results: [record('5', { hs_task_status: 'NOT_STARTED', hs_task_type: 'CALL', hs_task_subject: 'Ring' })] },
      ],
      ['/crm/v3/objects/communications', { results: [record('6', { hs_communication_channel_type: 'WHATS_APP' })] }],
    ])
    expect(
      got.touches!.map(({ id, kind, direction, outcome, duration_s, via, phone, email, contact_id, deal_id }) => [
        id,
        kind,
        direction,
        outcome,
        duration_s,
        via,
        phone ?? email,
        contact_id,
        deal_id,
      ]),
    ).toEqual([
      ['1', 'call', 'in', 'answered', 61.5, 'phone', '+1', '51', '1'],
      ['2', 'call', 'out', 'no_answer', 0, 'phone', undefined, '51', '1'],
      ['3', 'meeting', 'out', 'no_show', undefined, 'other', undefined, '51', '1'],
      ['4', 'email', 'in', undefined, undefined, 'email', 'x@y.com', '51', '1'],
      ['6', 'message', 'out', 'sent', undefined, 'whatsapp', undefined, '51', '1'],
    ])
    expect(got.tasks).toEqual([expect.objectContaining({ id: '5', kind: 'call', due_at: '2026-02-03T10:00:00.000Z', deal_id: '1' })])
  })

  it('take deletions and merges from webhooks and refuse errors', () => {
    const got = mapAnswers('hubspot', [
      [
        null,
        [
          { eventId: 1, subscriptionType: 'deal.deletion', objectId: 9, occurredAt: 1767225600000 },
          {
            eventId: 2,
            subscriptionType: 'contact.merge',
            objectId: 1,
            primaryObjectId: 1,
            mergedObjectIds: [2],
            newObjectId: 3,
            occurredAt: 1767225600000,
          },
        ],
      ],
      [
        '/crm/v3/objects/deals',
        { status: 'error', message: 'You have reached your secondly limit.', category: 'RATE_LIMITS', correlationId: 'x' },
      ],
      ['/crm/v3/objects/unicorns', { results: [] }],
    ])
    expect(got.deals).toEqual([{ id: '9', deleted: true, updated_at: '2026-01-01T00:00:00.000Z' }])
    expect(got.contacts).toEqual([{ id: '2', deleted: true, updated_at: '2026-01-01T00:00:00.000Z' }])
    expect(got.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('secondly'), expect.stringContaining('unicorns')])
  })

  it('read what the first interface wrote, with the versions of a value as its history', () => {
    const version = (value: string, timestamp: number) => ({
      name: 'dealstage',
      value,
      timestamp,
      source: 'CRM_UI',
      sourceId: 'userId:123',
    })
    const stages = [version('closedwon', 1_772_100_000_000), version('appointmentscheduled', 1_772_000_000_000)]
    const old = {
      ...{
        portalId: 1,
        dealId: 151,
        isDeleted: false,
        associations: { associatedVids: [27], associatedCompanyIds: [8], associatedDealIds: [] },
      },
      properties: {
        dealstage: { value: 'closedwon', timestamp: 1_772_100_000_000, versions: stages },
        pipeline: { value: 'default' },
        createdate: { value: '1772000000000' },
        amount: { value: '1500.50' },
      },
    }
    const got = mapAnswers('hubspot', [
      ['/crm/v3/pipelines/deals', pipelines],
      ['/crm/v3/owners', owners],
      ['/deals/v1/deal/paged?limit=250', { deals: [old], hasMore: false, offset: 151 }],
    ])
    expect(got.deals).toMatchObject([{ id: '151', contact_id: '27', company_id: '8', outcome: 'won', amount: '1500.50' }])
    expect(got.stage_changes!.map(({ stage_id, by_person_id }) => [stage_id, by_person_id])).toEqual([
      ['default/appointmentscheduled', '501'],
      ['default/closedwon', '501'],
    ])
    expect(got.refused).toEqual([])
  })

  it('tell who owned a client when', () => {
    const history = {
      hubspot_owner_id: [
        { value: '502', timestamp: '2026-02-02T00:00:00Z' },
        { value: '501', timestamp: '2026-02-01T00:00:00Z' },
      ],
    }
    const got = mapAnswers('hubspot', [
      [
        '/crm/v3/objects/companies',
        { results: [{ ...deal('8', { name: 'Acme', hubspot_owner_id: '502' }), propertiesWithHistory: history }] },
      ],
    ])
    expect(got.owner_changes!.map(({ entity, owner_id, at }) => [entity, owner_id, at])).toEqual([
      ['company', '501', '2026-02-01T00:00:00.000Z'],
      ['company', '502', '2026-02-02T00:00:00.000Z'],
    ])
  })
})
