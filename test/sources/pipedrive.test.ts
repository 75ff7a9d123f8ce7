import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

const HASH = 'dcf558aac1ae4e8c4f849ba5e668430d8df9be12'
const page = (data: unknown) => ({ success: true, data, additional_data: { next_cursor: null } })
const deal = (id: number, more: Record<string, unknown> = {}) => ({
  ...{
    id,
    title: `Deal ${id}`,
    owner_id: 5,
    person_id: 7,
    org_id: 8,
    pipeline_id: 1,
    stage_id: 4,
    value: 1500.5,
    currency: 'EUR',
    status: 'open',
    is_deleted: false,
  },
  ...{
    add_time: '2026-03-01T08:00:00Z',
    update_time: '2026-03-09T08:00:00Z',
    won_time: null,
    lost_time: null,
    lost_reason: null,
    close_time: null,
  },
  ...{ expected_close_date: '2026-04-01', custom_fields: {} },
  ...more,
})
const change = (field_key: string, old_value: string | null, new_value: string | null, time: string) => ({
  ...{
    field_key,
    old_value,
    new_value,
    actor_user_id: 5,
    time,
    change_source: 'app',
    change_source_user_agent: null,
    is_bulk_update_flag: false,
  },
})

describe('answers of Pipedrive', () => {
  it('read deals of v2 and v1: states, money, custom fields by their labels, the deleted', () => {
    const got = mapAnswers('pipedrive', [
      [
        '/api/v2/dealFields',
        page([
          { field_code: HASH, field_name: 'Region', options: [{ id: 3, label: 'East' }] },
          { field_code: 'channel', field_name: 'Channel', options: [{ id: 12, label: 'Web' }] },
        ]),
      ],
      [
        'https://acme.pipedrive.com/api/v2/deals?limit=500',
        page([
          deal(1, {
            status: 'won',
            won_time: '2026-03-05T10:00:00Z',
            close_time: '2026-03-05T10:00:00Z',
            custom_fields: { [HASH]: 3 },
            channel: '12',
          }),
          deal(2, { status: 'lost', lost_time: '2026-03-06T10:00:00Z', lost_reason: 'Price', is_archived: true }),
          deal(3, { status: 'deleted', is_deleted: true }),
        ]),
      ],
      [
        '/v1/deals/4',
        page({
          ...deal(4),
          owner_id: undefined,
          user_id: { id: 5, name: 'A', value: 5 },
          person_id: { value: 7, name: 'P' },
          org_id: null,
          add_time: '2026-03-01 08:00:00',
        }),
      ],
    ])
    expect(got.refused).toEqual([])
    expect(got.deals).toEqual([
      {
        ...{
          id: '1',
          created_at: '2026-03-01T08:00:00.000Z',
          contact_id: '7',
          company_id: '8',
          pipeline_id: '1',
          stage_id: '4',
          owner_id: '5',
          outcome: 'won',
        },
        ...{
          closed_at: '2026-03-05T10:00:00.000Z',
          amount: '1500.5',
          currency: 'EUR',
          channel: 'Web',
          updated_at: '2026-03-09T08:00:00.000Z',
        },
        extra: { Region: 'East', name: 'Deal 1' },
      },
      expect.objectContaining({ id: '2', outcome: 'lost', lost_reason: 'Price', closed_at: '2026-03-06T10:00:00.000Z' }),
      expect.objectContaining({ id: '3', deleted: true }),
      expect.objectContaining({
        id: '4',
        owner_id: '5',
        contact_id: '7',
        created_at: '2026-03-01T08:00:00.000Z',
        expected_close_at: '2026-04-01',
        outcome: 'open',
      }),
    ])
  })

  it('give history from changelog and flow alike, the newest first or last, and count nothing twice', () => {
    const changes = [
      change('status', 'open', 'lost', '2026-03-06 10:00:00'),
      change('stage_id', '3', '4', '2026-03-04 10:00:00'),
      change('stage_id', '2', '3', '2026-03-04 10:00:00'),
      change('value', '1000', '1500.5', '2026-03-03 10:00:00'),
      change('user_id', '6', '5', '2026-03-02 10:00:00'),
    ]
    const flow = [
      {
        object: 'dealChange',
        timestamp: '2026-03-04 10:00:00',
        data: { id: 9, item_id: 1, user_id: 5, field_key: 'stage_id', old_value: '3', new_value: '4', log_time: '2026-03-04 10:00:00' },
      },
    ]
    const got = mapAnswers('pipedrive', [
      ['/api/v2/deals', page([deal(1), deal(2)])],
      ['/v1/deals/1/changelog', page(changes)],
      ['/v1/deals/1/flow', page(flow)],
      ['/v1/deals/2/changelog', page([change('title', 'a', 'b', '2026-03-02 10:00:00')])],
      ['/v1/deals/3/flow', page(null)],
      [null, change('stage_id', '3', '4', '2026-03-04 10:00:00')],
    ])
    expect(
      got.stage_changes!.map(({ entity_id, stage_id, at, by_person_id, seq }) => [entity_id, stage_id, at, by_person_id, seq]),
    ).toEqual([
      ['1', '2', '2026-03-01T08:00:00.000Z', undefined, 0],
      ['1', '3', '2026-03-04T10:00:00.000Z', '5', 1],
      ['1', '4', '2026-03-04T10:00:00.000Z', '5', 2],
      ['2', '4', '2026-03-01T08:00:00.000Z', undefined, 0],
    ])
    expect(got.owner_changes!.map(({ owner_id, at }) => [owner_id, at])).toEqual([
      ['6', '2026-03-01T08:00:00.000Z'],
      ['5', '2026-03-02T10:00:00.000Z'],
    ])
    expect(got.value_changes!.map(({ field, old, new: now }) => [field, old, now])).toEqual([
      ['amount', '1000', '1500.5'],
      ['outcome', 'open', 'lost'],
    ])
    expect(got.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('path')])
  })

  it('read the inbox: waiting, archived, and the lead that became a deal', () => {
    const lead = (id: string, more: Record<string, unknown> = {}) => ({
      ...{
        id,
        title: 'Lead',
        owner_id: 5,
        person_id: 7,
        organization_id: 8,
        source_name: 'Web forms',
        origin: 'WebForms',
        channel: null,
        is_archived: false,
        was_seen: false,
      },
      ...{ value: { amount: 100, currency: 'EUR' }, add_time: '2026-03-01T08:00:00.123Z', update_time: '2026-03-02T08:00:00.123Z' },
      ...more,
    })
    const gone = 'adf21080-0e10-11eb-879b-05d71fb426ec'
    const got = mapAnswers('pipedrive', [
      [
        '/api/v1/leads',
        page([
          lead('0d1e5d10-0e10-11eb-879b-05d71fb426ec'),
          lead('1d1e5d10-0e10-11eb-879b-05d71fb426ec', { is_archived: true, was_seen: true }),
        ]),
      ],
      ['/api/v2/deals', page([deal(1, { source_lead_id: gone })])],
    ])
    expect(got.leads).toEqual([
      expect.objectContaining({ status: 'new', origin: 'form', created_at: '2026-03-01T08:00:00.123Z', company_id: '8' }),
      expect.objectContaining({ status: 'lost', closed_at: '2026-03-02T08:00:00.123Z' }),
      expect.objectContaining({ id: gone, status: 'converted', deal_id: '1' }),
    ])
    expect(got.deals).toEqual([expect.objectContaining({ lead_id: gone })])
  })

  it('make activities plans, and touches once done; calls, positions, people', () => {
    const activity = (id: number, type: string, more: Record<string, unknown>) => ({
      ...{
        id,
        type,
        subject: 's',
        owner_id: 5,
        deal_id: 1,
        person_id: 7,
        done: false,
        due_date: '2026-03-10',
        due_time: '12:30',
        duration: '00:30',
        add_time: '2026-03-01T08:00:00Z',
      },
      ...more,
    })
    const got = mapAnswers('pipedrive', [
      [
        '/api/v2/activities',
        page([
          activity(1, 'meeting', {}),
          activity(2, 'call', { done: true, marked_as_done_time: '2026-03-10T13:00:00Z', due_time: null }),
          activity(3, 'task', { is_deleted: true }),
        ]),
      ],
      [
        '/v1/callLogs',
        page([
          {
            id: 'c1',
            activity_id: 2,
            user_id: 5,
            person_id: 7,
            outcome: 'no_answer',
            duration: '12',
            to_phone_number: '+1',
            start_time: '2026-03-10 12:59:00',
            deal_id: 1,
          },
        ]),
      ],
      [
        '/api/v2/deals/1/products',
        page([
          {
            id: 3,
            deal_id: 1,
            product_id: 9,
            name: 'Desk',
            quantity: 2,
            item_price: 100,
            sum: 180,
            discount: 10,
            discount_type: 'percentage',
            is_enabled: true,
          },
        ]),
      ],
      ['/v1/users', page([{ id: 5, name: 'Anna', email: 'a@b.c', active_flag: false }])],
      [
        '/api/v2/persons',
        page([
          {
            id: 7,
            name: 'P',
            emails: [{ value: 'b@b.c' }, { value: 'a@b.c', primary: true }],
            phones: [{ value: '+1' }],
            org_id: 8,
            owner_id: 5,
            add_time: '2026-03-01T08:00:00Z',
            is_deleted: false,
          },
        ]),
      ],
      ['/api/v2/stages', page([{ id: 4, name: 'Offer', pipeline_id: 1, order_nr: 2, is_deleted: true, days_to_rotten: 7 }])],
      [
        null,
        {
          meta: { action: 'delete', entity: 'deal', entity_id: '12', timestamp: '2026-03-01T10:00:00.000Z', version: '2.0' },
          data: null,
          previous: {},
        },
      ],
      ['/api/v2/deals', { success: false, error: 'Rate limit exceeded' }],
    ])
    expect(got.tasks!.map(({ id, kind, due_at, done_at, deleted }) => [id, kind, due_at, done_at, deleted])).toEqual([
      ['1', 'meeting', '2026-03-10T12:30:00.000Z', undefined, undefined],
      ['2', 'call', '2026-03-10', '2026-03-10T13:00:00.000Z', undefined],
      ['3', 'other', '2026-03-10T12:30:00.000Z', undefined, true],
    ])
    expect(got.touches!.map(({ id, kind, at, outcome, duration_s }) => [id, kind, at, outcome, duration_s])).toEqual([
      ['2', 'call', '2026-03-10T12:59:00.000Z', 'no_answer', 12],
      ['1', 'meeting', '2026-03-10T12:30:00.000Z', undefined, undefined],
    ])
    expect(got.deal_items).toEqual([expect.objectContaining({ product: 'Desk', price: '90', list_price: '100', deal_id: '1' })])
    expect(got.people).toEqual([{ id: '5', name: 'Anna', email: 'a@b.c', extra: { active: 'false' } }])
    expect(got.contacts).toEqual([expect.objectContaining({ email: 'a@b.c;b@b.c', phone: '+1', company_id: '8' })])
    expect(got.stages).toEqual([{ id: '4', pipeline_id: '1', name: 'Offer', position: 2, kind: 'open', days_max: 7, archived: true }])
    expect(got.deals).toEqual([{ id: '12', deleted: true, updated_at: '2026-03-01T10:00:00.000Z' }])
    expect(got.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('Rate limit')])
  })
})
