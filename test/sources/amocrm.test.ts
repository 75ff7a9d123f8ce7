import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

const status = (id: number, name: string, sort: number, type = 0) => ({ id, name, sort, type, pipeline_id: 3104455 })
const pipelines = {
  _embedded: {
    pipelines: [
      {
        id: 3104455,
        name: 'Продажи',
        is_main: true,
        is_archive: false,
        _embedded: {
          statuses: [
            status(10, 'Неразобранное', 10, 1),
            status(33004102, 'Контакт', 20),
            status(142, 'Успешно', 10000),
            status(143, 'Закрыто', 11000),
          ],
        },
      },
      { id: 9, name: 'Старая', is_archive: true, _embedded: { statuses: [{ id: 91, name: 'Новая', sort: 1, pipeline_id: 9 }] } },
    ],
  },
}
const lead = (id: number, more: Record<string, unknown> = {}) => ({
  ...{ id, name: `Сделка ${id}`, price: 15000, responsible_user_id: 2, status_id: 33004102, pipeline_id: 3104455, loss_reason_id: null },
  ...{
    created_at: 1700000000,
    updated_at: 1700009999,
    closed_at: null,
    is_deleted: false,
    custom_fields_values: null,
    _embedded: { tags: [], companies: [] },
  },
  ...more,
})
const page = (name: string, list: unknown[]) => ({
  _page: 1,
  _links: { self: { href: `https://a.amocrm.ru/api/v4/${name}` } },
  _embedded: { [name]: list },
})
const event = (id: string, type: string, entity_id: number, created_at: number, before: unknown[], after: unknown[], created_by = 7) => ({
  ...{ id, type, entity_id, entity_type: 'lead', created_by, created_at, account_id: 1, value_before: before, value_after: after },
})
const at = (id: number, pipeline_id = 3104455) => [{ lead_status: { id, pipeline_id } }]
const iso = (seconds: number) => new Date(seconds * 1000).toISOString()

describe('answers of amoCRM', () => {
  it('make a card a deal: outcome by 142 and 143, money in the currency of the account, custom fields by name', () => {
    const fields = [
      { field_id: 1, field_name: 'utm_source', field_code: 'UTM_SOURCE', field_type: 'tracking_data', values: [{ value: 'google' }] },
      { field_id: 2, field_name: 'Регион', field_code: null, field_type: 'select', values: [{ value: 'Київ', enum_id: 5 }] },
      { field_id: 3, field_name: 'Дата', field_type: 'date', values: [{ value: 1700085600 }] },
    ]
    const won = lead(1, {
      status_id: 142,
      closed_at: 1700005000,
      custom_fields_values: fields,
      _embedded: { contacts: [{ id: 5 }, { id: 6, is_main: true }], companies: [{ id: 8 }] },
    })
    const lost = lead(2, {
      status_id: 143,
      closed_at: 1700005000,
      loss_reason_id: 55,
      _embedded: { loss_reason: [{ id: 55, name: 'Дорого' }] },
    })
    const got = mapAnswers('amocrm', [
      ['/api/v4/account', { id: 1, currency: 'UAH', subdomain: 'a' }],
      ['/api/v4/leads/pipelines', pipelines],
      ['/api/v4/leads?page=1', page('leads', [won, lost, lead(3, { price_with_minor_units: 15000.5, is_deleted: true })])],
    ])
    expect(got.refused).toEqual([])
    expect(got.deals).toEqual([
      {
        ...{
          id: '1',
          created_at: iso(1700000000),
          contact_id: '6',
          company_id: '8',
          pipeline_id: '3104455',
          stage_id: '3104455/142',
          owner_id: '2',
        },
        ...{ outcome: 'won', closed_at: iso(1700005000), amount: '15000', currency: 'UAH', updated_at: iso(1700009999) },
        extra: { name: 'Сделка 1', utm_source: 'google', Регион: 'Київ', Дата: '2023-11-16' },
      },
      expect.objectContaining({ id: '2', outcome: 'lost', lost_reason: '55', stage_id: '3104455/143' }),
      expect.objectContaining({ id: '3', amount: '15000.5', deleted: true, outcome: 'open' }),
    ])
    expect(got.lost_reasons).toEqual([{ id: '55', name: 'Дорого' }])
    expect(got.stages).toContainEqual({ id: '9/91', pipeline_id: '9', name: 'Новая', position: 1, kind: 'open', archived: true })
    expect(got.stages).toContainEqual(expect.objectContaining({ id: '3104455/143', kind: 'lost' }))
  })

  it('give the moves in order, the first stage from what the first move found, and a stage that is gone a place of its own', () => {
    const events = [
      event('01b', 'lead_status_changed', 1, 1700003000, at(77), at(142)),
      event('01c', 'lead_status_changed', 1, 1700003000, at(142), at(33004102), 0),
      event('01a', 'lead_status_changed', 1, 1700002000, at(33004102), at(77)),
      event('01d', 'lead_added', 2, 1700000000, [], [{ note: { id: 1 } }]),
      event('01e', 'lead_added', 3, 1700000000, [], []),
    ]
    const got = mapAnswers('amocrm', [
      ['/api/v4/leads/pipelines', pipelines],
      ['/api/v4/leads', page('leads', [lead(1), lead(2), lead(3, { status_id: 143, closed_at: 1700004000 })])],
      ['/api/v4/events', page('events', events)],
      ['/api/v4/events?page=2', page('events', [events[0]])],
    ])
    expect(got.stage_changes!.map(({ id, stage_id, at: when, by_person_id, seq }) => [id, stage_id, when, by_person_id, seq])).toEqual([
      ['1:entry', '3104455/33004102', iso(1700000000), undefined, 0],
      ['01a', '3104455/77', iso(1700002000), '7', 1],
      ['01b', '3104455/142', iso(1700003000), '7', 1],
      ['01c', '3104455/33004102', iso(1700003000), undefined, 2],
      ['2:entry', '3104455/33004102', iso(1700000000), '7', 0],
      ['3:closed', '3104455/143', iso(1700004000), undefined, 1000],
    ])
    expect(got.stages).toContainEqual(expect.objectContaining({ id: '3104455/77', name: '77 (deleted)', archived: true }))
  })

  it('give owners and amounts in time, and what was deleted unless it was restored', () => {
    const owner = (id: number) => [{ responsible_user: { id } }]
    const sale = (value: number) => [{ sale_field_value: { sale: value } }]
    const got = mapAnswers('amocrm', [
      [null, page('leads', [lead(1)])],
      [
        null,
        page('events', [
          event('1', 'entity_responsible_changed', 1, 1700001000, owner(3), owner(2)),
          event('2', 'sale_field_changed', 1, 1700002000, sale(10000), sale(15000)),
          event('3', 'lead_deleted', 4, 1700002000, [], []),
          event('4', 'lead_deleted', 5, 1700002000, [], []),
          event('5', 'lead_restored', 5, 1700002001, [], []),
        ]),
      ],
    ])
    expect(got.owner_changes!.map(({ owner_id, at: when }) => [owner_id, when])).toEqual([
      ['3', iso(1700000000)],
      ['2', iso(1700001000)],
    ])
    expect(got.value_changes).toEqual([
      { id: '2', entity: 'deal', entity_id: '1', field: 'amount', at: iso(1700002000), old: '10000', new: '15000', by_person_id: '7' },
    ])
    expect(got.deals!.filter(({ deleted }) => deleted)).toEqual([{ id: '4', deleted: true, updated_at: iso(1700002000) }])
  })

  it('let «Неразобранное» begin the clock: accepted is the same card, waiting is a card, declined is a refusal', () => {
    const entry = (uid: string, category: string, id: number, created_at: number) => ({
      ...{ uid, category, source_name: 'Сайт', pipeline_id: 3104455, created_at, metadata: { form_name: 'Форма' } },
      _embedded: { leads: [{ id }], contacts: [{ id: 6 }] },
    })
    const got = mapAnswers('amocrm', [
      ['/api/v4/leads/pipelines', pipelines],
      ['/api/v4/leads/unsorted', page('unsorted', [entry('u1', 'forms', 1, 1699990000), entry('u2', 'sip', 2, 1699990000)])],
      ['/api/v4/leads/unsorted/u3/decline', entry('u3', 'chats', 3, 1699990000)],
      ['/api/v4/leads', page('leads', [lead(1)])],
    ])
    expect(got.deals).toEqual([
      expect.objectContaining({
        id: '1',
        created_at: iso(1699990000),
        channel: 'Сайт',
        extra: expect.objectContaining({ origin: 'form', form: 'Форма' }),
      }),
      expect.objectContaining({
        id: '2',
        stage_id: '3104455/10',
        outcome: 'open',
        contact_id: '6',
        extra: { origin: 'call', form: 'Форма' },
      }),
      expect.objectContaining({ id: '3', outcome: 'lost', lost_reason: 'unsorted-declined' }),
    ])
    expect(got.lost_reasons).toEqual([expect.objectContaining({ id: 'unsorted-declined', group: 'not_target' })])
  })

  it('make notes, chats and meetings touches of the card or the contact', () => {
    const note = (id: number, note_type: string, params: unknown) => ({
      ...{ id, entity_id: 1, created_by: 7, responsible_user_id: 2, created_at: 1700000100, updated_at: 1700000100, note_type, params },
    })
    const chat = (type: string, created_by: number) =>
      event(type, type, 1, 1700000200, [], [{ message: { id: `m-${type}`, talk_id: 12, origin: 'telegram' } }], created_by)
    const got = mapAnswers('kommo', [
      [
        '/api/v4/leads/notes',
        page('notes', [
          note(1, 'call_in', { duration: 61, phone: '+380501112233', link: 'https://x/1.mp3', call_status: 4, call_responsible: '3' }),
          note(2, 'call_out', { duration: 0, phone: '+380501112233', call_status: 6, call_responsible: 'Анна' }),
          note(3, 'amomail_message', { income: false, to: { email: 'A@B.ua' }, thread_id: 4, subject: 'КП' }),
          note(4, 'common', { text: 'x' }),
        ]),
      ],
      ['/api/v4/contacts/8/notes', page('notes', [{ ...note(5, 'sms_out', { text: 'hi', phone: '+1' }), entity_id: 8 }])],
      ['/api/v4/events', page('events', [chat('incoming_chat_message', 0), chat('outgoing_chat_message', 0)])],
    ])
    expect(
      got.touches!.map(({ id, kind, direction, via, person_id, outcome, deal_id, contact_id, thread_id, automated }) => [
        id,
        kind,
        direction,
        via,
        person_id,
        outcome,
        deal_id,
        contact_id,
        thread_id,
        automated,
      ]),
    ).toEqual([
      ['1', 'call', 'in', 'phone', '3', 'answered', '1', undefined, undefined, undefined],
      ['2', 'call', 'out', 'phone', '2', 'no_answer', '1', undefined, undefined, undefined],
      ['3', 'email', 'out', 'email', '7', 'sent', '1', undefined, '4', undefined],
      ['5', 'message', 'out', 'sms', '7', 'sent', undefined, '8', undefined, undefined],
      ['message-m-incoming_chat_message', 'message', 'in', 'telegram', undefined, undefined, '1', undefined, '12', undefined],
      ['message-m-outgoing_chat_message', 'message', 'out', 'telegram', undefined, 'sent', '1', undefined, '12', true],
    ])
    expect(got.touches![0]).toMatchObject({ duration_s: 61, recording_url: 'https://x/1.mp3', phone: '+380501112233' })
  })

  it('refuse what is bad and take the rest: a row without id, an error, HTML, an unknown address; nothing of an empty answer', () => {
    const got = mapAnswers('amocrm', [
      ['/api/v4/leads?page=1', page('leads', [{ name: 'x' }, lead(1)])],
      ['/api/v4/contacts?page=9', null],
      ['/api/v4/contacts?page=9', ''],
      ['/api/v4/tasks', { title: 'Too Many Requests', type: 'https://httpstatus.es/429', status: 429, detail: 'wait', retry_after: 300 }],
      ['/api/v4/leads?page=7', '<html>403</html>'],
      ['/api/v4/foo', { a: 1 }],
    ])
    expect(got.deals).toHaveLength(1)
    expect(got.refused.map(({ kind, line, column, value, reason }) => [kind, line, column, value, reason])).toEqual([
      [null, 4, '', '/api/v4/tasks', expect.stringContaining('429')],
      [null, 5, '', '/api/v4/leads?page=7', expect.stringContaining('no JSON')],
      [null, 6, '', '/api/v4/foo', 'nothing is read from /api/v4/foo'],
      ['deals', 1, '_embedded.leads[0].id', '', 'required, but empty'],
    ])
    expect(got.refused[3]!.raw).toEqual({ name: 'x' })
  })
})
