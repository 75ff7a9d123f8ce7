import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

const answer = (result: unknown) => ({ result, total: 1, time: { start: 1, finish: 2, duration: 1, operating: 0 } })

describe('answers of Bitrix24 beside its cards', () => {
  it('call own fields and their options as the portal does, and tell the messages of open lines by their texts', () => {
    const field = { type: 'enumeration', title: 'UF_CRM_1', formLabel: 'Регион', items: [{ ID: '45', VALUE: 'Київ' }] }
    const message = (id: string, senderid: string, text: string) => ({ id, senderid, date: '2026-03-11T13:12:46+01:00', text })
    const session = {
      ...{ chatId: 1763, sessionId: 321, message: { 3: message('3', '0', 'Создан лид'), 4: message('4', '587', 'Добрый день') } },
      users: { 587: { id: '587', connector: true }, 103: { id: '103', connector: false }, 9: { id: '9', bot: true } },
      chat: { 1763: { entityId: 'telegrambot|22|1|587', entityData1: 'Y|LEAD|12|N', entityData2: 'LEAD|12|COMPANY|0|CONTACT|0|DEAL|7' } },
    }
    const texts = { ...session.message, 5: message('5', '103', 'Слушаю'), 6: message('6', '9', 'Ждите'), 7: { senderid: '587' } }
    const line = {
      ID: '50',
      OWNER_TYPE_ID: '1',
      OWNER_ID: '12',
      TYPE_ID: '6',
      PROVIDER_ID: 'IMOPENLINES_SESSION',
      ASSOCIATED_ENTITY_ID: '321',
    }
    const got = mapAnswers('bitrix24', [
      ['crm.deal.fields', answer({ UF_CRM_1: field })],
      ['crm.deal.list', answer([{ ID: '21', STAGE_ID: 'WON', CATEGORY_ID: '0', UF_CRM_1: '45' }])],
      ['crm.activity.list', answer([line, { ...line, ID: '51', ASSOCIATED_ENTITY_ID: '322' }])],
      ['imopenlines.session.history.get', answer({ ...session, message: texts })],
    ])
    expect(got.deals![0]!.extra).toMatchObject({ Регион: 'Київ' })
    expect(got.touches!.map(({ id, direction, person_id, automated }) => [id, direction, person_id ?? automated])).toEqual([
      ['message-4', 'in', undefined],
      ['message-5', 'out', '103'],
      ['message-6', 'out', true],
      ['51', 'in', undefined],
    ])
    expect(got.touches![0]).toMatchObject({ via: 'telegram', lead_id: '12', deal_id: '7', thread_id: '321', subject: 'Добрый день' })
    expect(got.refused.map(({ kind, column }) => [kind, column])).toEqual([['touches', 'result.message.id']])
  })

  it('take from the queue of an application what was deleted', () => {
    const event = { ID: '1', TIMESTAMP_X: '2024-07-18T12:32:31+02:00', EVENT_NAME: 'ONCRMDEALDELETE', EVENT_DATA: { FIELDS: { ID: '77' } } }
    const added = { ...event, ID: '2', EVENT_NAME: 'ONCRMLEADADD', EVENT_DATA: false }
    const got = mapAnswers('bitrix24', [['event.offline.get', answer({ process_id: 'p', events: [event, added] })]])
    expect(got).toEqual({ deals: [{ id: '77', deleted: true, updated_at: '2024-07-18T10:32:31.000Z' }], refused: [] })
  })
})
