import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

const time = { start: 1, finish: 2, duration: 1, operating: 0 }
const answer = (result: unknown) => ({ result, total: 1, time })
const status = (ENTITY_ID: string, STATUS_ID: string, NAME: string, SORT: string, SEMANTICS: string | null, EXTRA: unknown = []) => ({
  ...{ ID: '1', ENTITY_ID, STATUS_ID, NAME, SORT, SEMANTICS, EXTRA },
})
const statuses = [
  [
    'crm.category.list',
    answer({ categories: [0, 1].map((id) => ({ id, name: `Воронка ${id}`, sort: id, isDefault: 'N', entityTypeId: 2 })) }),
  ],
  [
    'https://p.bitrix24.ua/rest/1/secret/crm.status.list.json',
    answer([
      status('DEAL_STAGE', 'NEW', 'Новая', '10', null, { SEMANTICS: 'process' }),
      status('DEAL_STAGE', 'WON', 'Успех', '50', 'S', { SEMANTICS: 'success' }),
      status('DEAL_STAGE_1', 'C1:NEW', 'Новая', '10', null),
      status('DEAL_STAGE_1', 'C1:APOLOGY', 'Анализ', '60', 'F', { SEMANTICS: 'apology' }),
      status('STATUS', 'NEW', 'Не обработан', '10', null),
      status('STATUS', 'CONVERTED', 'Качественный', '20', 'S'),
      status('STATUS', 'JUNK', 'Некачественный', '30', 'F'),
      status('SOURCE', 'WEB', 'Веб-сайт', '10', null),
    ]),
  ],
] as const

const oldDeal = {
  ...{
    ID: '21',
    TITLE: 'Сделка',
    TYPE_ID: 'SALE',
    STAGE_ID: 'WON',
    STAGE_SEMANTIC_ID: 'S',
    CATEGORY_ID: '0',
    CURRENCY_ID: 'UAH',
    OPPORTUNITY: '19999.99',
  },
  ...{
    COMPANY_ID: '0',
    CONTACT_ID: '7',
    BEGINDATE: '2024-04-01T03:00:00+03:00',
    CLOSEDATE: '2024-06-01T03:00:00+03:00',
    ASSIGNED_BY_ID: '5',
    CLOSED: 'Y',
  },
  ...{
    DATE_CREATE: '2024-04-25T17:59:11+03:00',
    DATE_MODIFY: '2024-05-02T10:00:00+03:00',
    LEAD_ID: '3',
    SOURCE_ID: 'WEB',
    UTM_SOURCE: 'google',
    UF_CRM_1: 'Киев',
    MOVED_TIME: '2024-05-02T09:00:00+03:00',
  },
}
const newDeal = {
  ...{
    id: 22,
    title: 'Вторая',
    entityTypeId: 2,
    stageId: 'C1:APOLOGY',
    stageSemanticId: 'F',
    categoryId: 1,
    currencyId: 'EUR',
    opportunity: 100.5,
    companyId: 9,
    contactId: 0,
  },
  ...{
    assignedById: 5,
    createdTime: '2024-04-25T17:59:11+03:00',
    updatedTime: '2024-05-02T10:00:00+03:00',
    leadId: null,
    movedTime: '2024-05-02T09:00:00+03:00',
    closedate: '2024-06-01T03:00:00+03:00',
    ufCrm_1: '',
  },
}

describe('answers of Bitrix24', () => {
  it('read deals of the old and the new list alike; history, not the card, says when they ended', () => {
    const got = mapAnswers('bitrix24', [
      ...statuses,
      ['crm.deal.list', answer([oldDeal])],
      ['crm.item.list?entityTypeId=2', answer({ items: [newDeal] })],
      [
        'crm.stagehistory.list?entityTypeId=2',
        answer({
          items: [
            {
              ID: 35,
              TYPE_ID: 1,
              OWNER_ID: 21,
              CREATED_TIME: '2024-04-25T14:59:11+00:00',
              CATEGORY_ID: 0,
              STAGE_SEMANTIC_ID: 'P',
              STAGE_ID: 'NEW',
            },
            {
              ID: 36,
              TYPE_ID: 3,
              OWNER_ID: 21,
              CREATED_TIME: '2024-04-30T14:59:11+00:00',
              CATEGORY_ID: 0,
              STAGE_SEMANTIC_ID: 'S',
              STAGE_ID: 'WON',
            },
            {
              ID: 34,
              TYPE_ID: 2,
              OWNER_ID: 22,
              CREATED_TIME: '2024-04-25T14:59:11+00:00',
              CATEGORY_ID: 1,
              STAGE_SEMANTIC_ID: 'P',
              STAGE_ID: 'C1:GONE',
            },
          ],
        }),
      ],
    ])
    expect(got.refused).toEqual([])
    expect(got.deals).toEqual([
      {
        ...{
          id: '21',
          created_at: '2024-04-25T14:59:11.000Z',
          lead_id: '3',
          contact_id: '7',
          pipeline_id: '0',
          stage_id: 'WON',
          owner_id: '5',
          outcome: 'won',
        },
        ...{
          closed_at: '2024-04-30T14:59:11.000Z',
          amount: '19999.99',
          currency: 'UAH',
          channel: 'Веб-сайт',
          updated_at: '2024-05-02T07:00:00.000Z',
        },
        extra: { UF_CRM_1: 'Киев', utm_source: 'google', origin: 'form', name: 'Сделка', type: 'SALE' },
      },
      expect.objectContaining({
        id: '22',
        pipeline_id: '1',
        stage_id: 'C1:APOLOGY',
        outcome: 'lost',
        amount: '100.5',
        company_id: '9',
        lost_reason: 'C1:APOLOGY',
        closed_at: '2024-05-02T06:00:00.000Z',
      }),
    ])
    expect(got.stage_changes!.map(({ id, entity, entity_id, stage_id }) => [id, entity, entity_id, stage_id])).toEqual([
      ['deal-34', 'deal', '22', 'C1:GONE'],
      ['deal-35', 'deal', '21', 'NEW'],
      ['deal-36', 'deal', '21', 'WON'],
    ])
    expect(got.stages).toContainEqual({
      id: 'C1:GONE',
      pipeline_id: '1',
      name: 'C1:GONE (deleted)',
      position: 0,
      kind: 'open',
      archived: true,
    })
    expect(got.stages).toContainEqual(expect.objectContaining({ id: 'lead/NEW', pipeline_id: 'lead' }))
    expect(got.lost_reasons).toContainEqual({ id: 'C1:APOLOGY', name: 'Анализ' })
  })

  it('link a lead to its deal, take its end from its history and its phone for a contact', () => {
    const lead = {
      ID: '3',
      TITLE: 'Лид',
      NAME: 'Иван',
      STATUS_ID: 'CONVERTED',
      STATUS_SEMANTIC_ID: 'S',
      SOURCE_ID: 'CALL',
      DATE_CREATE: '2024-04-20T17:00:00+03:00',
      DATE_CLOSED: '2024-04-25T18:00:00+03:00',
      ASSIGNED_BY_ID: '5',
      PHONE: [{ VALUE: '+380501112233', VALUE_TYPE: 'WORK' }],
    }
    const junk = {
      id: 4,
      entityTypeId: 1,
      stageId: 'JUNK',
      stageSemanticId: 'F',
      createdTime: '2024-04-20T17:00:00+03:00',
      movedBy: 6,
      movedTime: '2024-04-21T17:00:00+03:00',
      contactId: 8,
      assignedById: 5,
    }
    const got = mapAnswers('bitrix24', [
      ...statuses,
      ['crm.lead.list', answer([lead])],
      ['crm.item.list?entityTypeId=1', answer({ items: [junk] })],
      ['crm.deal.list', answer([oldDeal])],
      [
        'crm.stagehistory.list?entityTypeId=1',
        answer({
          items: [
            {
              ID: '9',
              TYPE_ID: '3',
              OWNER_ID: '3',
              CREATED_TIME: '2024-04-25T15:00:01+00:00',
              STATUS_SEMANTIC_ID: 'S',
              STATUS_ID: 'CONVERTED',
            },
          ],
        }),
      ],
    ])
    expect(got.leads).toEqual([
      expect.objectContaining({
        id: '3',
        status: 'converted',
        deal_id: '21',
        origin: 'call',
        contact_id: 'lead-3',
        closed_at: '2024-04-25T15:00:01.000Z',
      }),
      expect.objectContaining({
        id: '4',
        status: 'disqualified',
        lost_reason: 'lead/JUNK',
        marked_by: '6',
        contact_id: '8',
        closed_at: '2024-04-21T14:00:00.000Z',
      }),
    ])
    expect(got.contacts).toContainEqual(expect.objectContaining({ id: 'lead-3', name: 'Иван', phone: '+380501112233' }))
    expect(got.stage_changes).toEqual([
      expect.objectContaining({ id: 'lead-9', entity: 'lead', entity_id: '3', stage_id: 'lead/CONVERTED' }),
    ])
  })

  it('tell a call once, by the telephony, with the links of its activity; plans are tasks', () => {
    const common = {
      OWNER_TYPE_ID: '2',
      OWNER_ID: '21',
      RESPONSIBLE_ID: '5',
      CREATED: '2024-05-01T10:00:00+03:00',
      LAST_UPDATED: '2024-05-01T11:00:00+03:00',
      SETTINGS: [],
    }
    const call = {
      ...common,
      ID: '50',
      TYPE_ID: '2',
      PROVIDER_ID: 'VOXIMPLANT_CALL',
      DIRECTION: '1',
      START_TIME: '2024-05-01T10:00:00+03:00',
      END_TIME: '2024-05-01T10:02:00+03:00',
      COMPLETED: 'Y',
    }
    const got = mapAnswers('bitrix24', [
      [
        'crm.activity.list',
        answer([
          { ...call, BINDINGS: [{ OWNER_TYPE_ID: '3', OWNER_ID: '7' }] },
          { ...call, ID: '51', SETTINGS: { MISSED_CALL: true }, COMPLETED: 'N' },
          {
            ...common,
            ID: '52',
            TYPE_ID: '1',
            START_TIME: '2024-05-03T10:00:00+03:00',
            END_TIME: '2024-05-03T11:00:00+03:00',
            DEADLINE: '2024-05-03T10:00:00+03:00',
            COMPLETED: 'N',
            SUBJECT: 'Встреча',
          },
          {
            ...common,
            ID: '53',
            TYPE_ID: '6',
            PROVIDER_ID: 'CRM_TODO',
            DEADLINE: '2024-05-03T10:00:00+03:00',
            COMPLETED: 'Y',
            END_TIME: '2024-05-02T10:00:00+03:00',
          },
        ]),
      ],
      [
        'voximplant.statistic.get',
        answer([
          {
            ID: '1',
            CALL_ID: 'A',
            CALL_TYPE: '2',
            PORTAL_USER_ID: '5',
            PORTAL_NUMBER: '+380441112233',
            PHONE_NUMBER: '+380501112233',
            CALL_DURATION: '95',
            CALL_START_DATE: '2024-05-01T10:00:00+03:00',
            CALL_FAILED_CODE: '200',
            CRM_ENTITY_TYPE: 'CONTACT',
            CRM_ENTITY_ID: '7',
            CRM_ACTIVITY_ID: '50',
          },
          {
            ID: '2',
            CALL_ID: 'B',
            CALL_TYPE: '1',
            PORTAL_USER_ID: '5',
            PHONE_NUMBER: '+380501112233',
            CALL_DURATION: '0',
            CALL_START_DATE: '2024-05-01T12:00:00+03:00',
            CALL_FAILED_CODE: '304',
          },
        ]),
      ],
    ])
    expect(
      got.touches!.map(({ id, kind, direction, outcome, duration_s, deal_id, contact_id, line }) => [
        id,
        kind,
        direction,
        outcome,
        duration_s,
        deal_id,
        contact_id,
        line,
      ]),
    ).toEqual([
      ['50', 'call', 'in', 'answered', 95, '21', '7', '+380441112233'],
      ['B', 'call', 'out', 'no_answer', 0, undefined, undefined, undefined],
      ['51', 'call', 'in', 'no_answer', 0, '21', undefined, undefined],
      ['52', 'meeting', 'out', undefined, undefined, '21', undefined, undefined],
    ])
    expect(got.tasks!.map(({ id, kind, done_at }) => [id, kind, done_at])).toEqual([
      ['52', 'meeting', undefined],
      ['53', 'other', '2024-05-02T07:00:00.000Z'],
    ])
  })

  it('give people, positions, invoices, what was deleted, and refuse errors by their text', () => {
    const got = mapAnswers('bitrix24', [
      [
        'user.get',
        answer([
          {
            ID: '5',
            NAME: 'Анна',
            LAST_NAME: 'К',
            EMAIL: 'a@b.ua',
            ACTIVE: true,
            UF_DEPARTMENT: [2],
            UF_PHONE_INNER: '101',
            TIMESTAMP_X: {},
          },
        ]),
      ],
      ['department.get', answer([{ ID: '2', NAME: 'Продажи', SORT: 500, PARENT: '1' }])],
      [
        'crm.item.productrow.list',
        answer({
          productRows: [{ id: 1, ownerId: 21, ownerType: 'D', productName: 'Стол', price: 90.25, quantity: 2, discountSum: 9.75 }],
        }),
      ],
      [
        'crm.item.list?entityTypeId=31',
        answer({
          items: [
            {
              id: 8,
              accountNumber: '8',
              stageId: 'DT31_1:P',
              stageSemanticId: 'S',
              opportunity: 500,
              currencyId: 'UAH',
              parentId2: 21,
              begindate: '2024-05-01T03:00:00+03:00',
              movedTime: '2024-05-05T12:00:00+03:00',
            },
          ],
        }),
      ],
      [null, { event: 'ONCRMDEALDELETE', data: { FIELDS: { ID: '30' } }, ts: '1736424182', auth: {} }],
      ['crm.deal.list', { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' }],
      ['crm.item.list', { error: 0, error_description: 'not supported' }],
    ])
    expect(got.people).toEqual([{ id: '5', name: 'Анна К', email: 'a@b.ua', extensions: '101', team_id: '2', extra: { active: 'true' } }])
    expect(got.deal_items).toEqual([{ id: '1', deal_id: '21', product: 'Стол', quantity: '2', price: '90.25', list_price: '100.00' }])
    expect(got.invoices).toEqual([expect.objectContaining({ id: '8', deal_id: '21', amount: '500' })])
    expect(got.payments).toEqual([expect.objectContaining({ id: 'invoice-8', invoice_id: '8', at: '2024-05-05T09:00:00.000Z' })])
    expect(got.deals).toEqual([{ id: '30', deleted: true, updated_at: '2025-01-09T12:03:02.000Z' }])
    expect(got.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [6, expect.stringContaining('QUERY_LIMIT_EXCEEDED')],
      [7, expect.stringContaining('not supported')],
    ])
  })
})
