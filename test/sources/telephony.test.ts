import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

const known = { extensions: new Map([['901', 'crm:7']]) }
/** 2 March 2026, 10:00 UTC. */
const ten = 1_772_445_600
const brief = (touches: Record<string, unknown>[] | undefined) =>
  touches?.map(({ id, direction, outcome, duration_s, wait_s, person_id, phone, line }) => [
    id,
    direction,
    outcome,
    duration_s,
    wait_s,
    person_id,
    phone,
    line,
  ])

describe('calls of Binotel', () => {
  const call = (id: string, more: Record<string, unknown>) => ({
    ...{
      companyID: '1',
      generalCallID: id,
      callID: id,
      startTime: String(ten),
      callType: '0',
      internalNumber: '',
      externalNumber: '0501112233',
    },
    ...{ waitsec: '0', billsec: '0', disposition: 'NOANSWER', pbxNumberData: { number: '0441234567', name: 'Сайт' } },
    ...more,
  })
  const leg = (internalNumber: string, waitsec: number, billsec: number, disposition: string) => ({
    internalNumber,
    waitsec: String(waitsec),
    billsec: String(billsec),
    disposition,
    employeeData: { name: `Agent ${internalNumber}`, email: '' },
  })

  it('make one touch of rows and legs: who talked longest, whose extension it is elsewhere, what brought the caller', () => {
    const body = {
      status: 'success',
      callDetails: {
        '5': call('5', {
          ...{ waitsec: '12', billsec: '20', disposition: 'TRANSFER', internalNumber: '902', isNewCall: '1' },
          historyData: [leg('903', 8, 0, 'NOANSWER'), leg('902', 4, 20, 'TRANSFER')],
          callTrackingData: {
            gaClientId: '11.22',
            firstVisitAt: String(ten - 600),
            utm_source: 'google',
            utm_medium: 'cpc',
            utm_term: '(not set)',
            fullUrl: 'https://shop.example/a',
          },
        }),
        '6': {
          ...call('6', {
            callID: '6',
            generalCallID: '5',
            startTime: String(ten + 40),
            billsec: '95',
            disposition: 'ANSWER',
            internalNumber: '901',
          }),
          historyData: [leg('901', 3, 95, 'ANSWER')],
        },
      },
    }
    const got = mapAnswers('binotel', [['/api/4.0/stats/list-of-calls-for-period.json', body]], known)
    expect(got.refused).toEqual([])
    expect(brief(got.touches)).toEqual([['5', 'in', 'answered', 95, 12, 'crm:7', '0501112233', '0441234567']])
    expect(got.touches![0]).toMatchObject({ at: '2026-03-02T10:00:00.000Z', kind: 'call', via: 'phone', extra: { new_caller: 'yes' } })
    expect(got.people).toBeUndefined()
    expect(got.visits).toEqual([
      {
        visitor_id: '11.22',
        at: '2026-03-02T09:50:00.000Z',
        contact_id: 'caller-0501112233',
        utm_source: 'google',
        utm_medium: 'cpc',
        url: 'https://shop.example/a',
      },
    ])
    expect(got.contacts).toEqual([{ id: 'caller-0501112233', phone: '0501112233' }])
  })

  it('tell missed, refused and outgoing calls; leave out inner ones, faxes and what still goes on; read webhooks', () => {
    const got = mapAnswers('binotel', [
      [
        null,
        {
          status: 'success',
          callDetails: [
            call('1', { waitsec: '25', historyData: [leg('902', 25, 0, 'NOANSWER'), leg('903', 25, 0, 'NOANSWER')] }),
            call('2', {
              callType: '1',
              disposition: 'BUSY',
              waitsec: '6',
              internalNumber: '902',
              employeeData: { name: 'Оля', email: 'o@x.ua' },
            }),
            call('3', { externalNumber: '903' }),
            call('4', { disposition: 'ONLINE' }),
            call('7', { disposition: 'VM-SUCCESS', waitsec: '30' }),
            call('8', { callType: '1', disposition: 'SMS-SUCCESS' }),
            call('10', { disposition: 'SUCCESS' }),
          ],
        },
      ],
      [
        null,
        {
          requestType: 'apiCallCompleted',
          callDetails: {
            ...call('9', { billsec: '30', disposition: 'ANSWER', internalNumber: '902', waitsec: '4' }),
            linkToCallRecordInMyBusiness: 'https://my.binotel.ua/rec/9',
          },
        },
      ],
      [null, { requestType: 'receivedTheCall', generalCallID: '11' }],
    ])
    expect(brief(got.touches!.filter(({ kind }) => kind === 'call'))).toEqual([
      ['1', 'in', 'no_answer', 0, 25, undefined, '0501112233', '0441234567'],
      ['2', 'out', 'busy', 0, 6, '902', '0501112233', '0441234567'],
      ['7', 'in', 'voicemail', 0, 30, undefined, '0501112233', '0441234567'],
      ['9', 'in', 'answered', 30, 4, '902', '0501112233', '0441234567'],
    ])
    expect(got.touches!.find(({ id }) => id === '8')).toMatchObject({ kind: 'message', via: 'sms', direction: 'out', outcome: 'sent' })
    expect(got.touches!.find(({ id }) => id === '9')!.recording_url).toBe('https://my.binotel.ua/rec/9')
    expect(got.people).toEqual([{ id: '902', name: 'Оля', email: 'o@x.ua', extensions: '902' }])
  })

  it('refuse a call without a time alone, and an error with its words', () => {
    const got = mapAnswers('binotel', [
      [null, [call('1', { startTime: '' }), call('2', {})]],
      [null, { status: 'error', code: '102', message: 'Wrong key' }],
    ])
    expect(got.touches).toHaveLength(1)
    expect(got.refused.map(({ kind, column, reason }) => [kind, column, reason])).toEqual([
      [null, '', 'Binotel answered with an error: 102 Wrong key'],
      ['touches', '[0].startTime', 'required, but empty'],
    ])
  })
})

describe('calls of Ringostat', () => {
  const row = (more: Record<string, unknown>) => ({
    ...{
      calldate: '2026-03-02 10:00:00',
      call_type: 'in',
      caller: '380501112233',
      caller_number: '380501112233',
      dst: '380441234567',
      disposition: 'ANSWERED',
    },
    ...{
      billsec: '60',
      duration: '75',
      waittime: '15',
      employee_number: '902',
      employee_fio: 'Оля',
      uniqueid: 'ua1-1',
      recording: 'https://rec.example/1.mp3',
    },
    ...more,
  })

  it('read every state of the log, from JSON and from CSV', () => {
    const got = mapAnswers(
      'ringostat',
      [
        [
          null,
          [
            row({ utm_source: 'google', utm_medium: 'cpc', client_id: '77.88', landing: 'https://shop.example/', refferrer: '' }),
            row({ uniqueid: 'ua1-2', disposition: 'REPEATED', billsec: '10', employee_number: '901' }),
            row({ uniqueid: 'ua1-3', disposition: 'NO-FORWARD', billsec: '0', employee_number: '', waittime: '31', recording: '' }),
            row({
              uniqueid: 'ua1-4',
              call_type: 'out',
              caller: 'shop_902',
              caller_number: '380441234567',
              dst: '380501112244',
              disposition: 'CLIENT NO ANSWER',
              billsec: '0',
            }),
            row({
              uniqueid: 'ua1-5',
              call_type: 'callback',
              caller: '902',
              caller_number: '380441234567',
              dst: '380501112255',
              billsec: 40,
            }),
            row({ uniqueid: 'ua1-6', caller: '902', caller_number: '902', dst: '903' }),
            row({ uniqueid: 'ua1-7', disposition: 'IN PROGRESS' }),
          ],
        ],
        [null, row({ uniqueid: 'ua1-8', disposition: 'BUSY', billsec: '0', employee_number: '' })],
      ],
      known,
    )
    expect(got.refused).toEqual([])
    expect(brief(got.touches)).toEqual([
      ['ua1-1', 'in', 'answered', 60, 15, '902', '380501112233', '380441234567'],
      ['ua1-2', 'in', 'answered', 10, 15, 'crm:7', '380501112233', '380441234567'],
      ['ua1-3', 'in', 'no_answer', 0, 31, undefined, '380501112233', '380441234567'],
      ['ua1-4', 'out', 'no_answer', 0, 15, '902', '380501112244', '380441234567'],
      ['ua1-5', 'out', 'answered', 40, 15, '902', '380501112255', '380441234567'],
      ['ua1-8', 'in', 'busy', 0, 15, undefined, '380501112233', '380441234567'],
    ])
    expect(got.touches![0]!.at).toBe('2026-03-02T10:00:00')
    expect(got.visits).toEqual([
      {
        visitor_id: '77.88',
        at: '2026-03-02T10:00:00',
        contact_id: 'caller-380501112233',
        utm_source: 'google',
        utm_medium: 'cpc',
        url: 'https://shop.example/',
      },
    ])
  })
})

describe('calls of Mango Office', () => {
  /** records, start, finish, answer, from ext, from, to ext, to, reason, line, location, entry. */
  const row = (
    start: number,
    finish: number,
    answer: number,
    from: [string, string],
    to: [string, string],
    entry: string,
    records = '[]',
  ) =>
    [records, ten + start, ten + finish, answer === 0 ? 0 : ten + answer, ...from, ...to, '1110', '74951234567', 'abonent', entry].join(';')
  const client: [string, string] = ['', '79161112233']

  it('make one touch of all the extensions that rang', () => {
    const csv = [
      row(0, 20, 0, client, ['11', 'sip:a@vpbx'], 'e1'),
      row(0, 80, 20, client, ['901', 'sip:b@vpbx'], 'e1', '[rec1,rec2]'),
      row(100, 130, 0, client, ['11', 'sip:a@vpbx'], 'e2'),
      row(100, 130, 0, client, ['12', 'sip:c@vpbx'], 'e2'),
      row(200, 290, 230, ['11', 'sip:a@vpbx'], ['', '79160000001'], 'e3'),
      row(250, 260, 0, ['', 'anonymous'], ['11', 'sip:a@vpbx'], 'e5'),
      row(300, 310, 305, ['11', 'sip:a@vpbx'], ['12', 'sip:c@vpbx'], 'e4'),
    ].join('\r\n')
    const got = mapAnswers('mango', [['/vpbx/stats/result', csv]], known)
    expect(got.refused).toEqual([])
    expect(brief(got.touches)).toEqual([
      ['e1', 'in', 'answered', 60, 20, 'crm:7', '79161112233', '74951234567'],
      ['e2', 'in', 'no_answer', 0, 30, undefined, '79161112233', '74951234567'],
      ['e3', 'out', 'answered', 60, 30, '11', '79160000001', '74951234567'],
      ['e5', 'in', 'no_answer', 0, 10, '11', undefined, '74951234567'],
    ])
    expect(got.touches![0]!.recording_url).toMatch(/\/rec1\/play\/$/)
    expect(got.touches![0]!.at).toBe('2026-03-02T10:00:00.000Z')
  })

  it('count the ringing from the moment the call was made, and refuse rows in another order', () => {
    const cells = row(10, 80, 20, client, ['11', ''], 'e5').split(';')
    const got = mapAnswers('mango', [
      [null, [...cells, String(ten)]],
      [null, cells.toReversed()],
      [null, { code: 3105, message: 'bad sign' }],
    ])
    expect(got.touches).toMatchObject([{ at: '2026-03-02T10:00:00.000Z', wait_s: 20, duration_s: 60 }])
    expect(got.refused.map(({ kind, reason }) => [kind, reason])).toEqual([
      [null, 'Mango answered with an error: 3105 bad sign'],
      ['touches', 'not Unix seconds: are the columns in the order asked for?'],
    ])
  })
})
