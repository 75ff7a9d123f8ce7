import { describe, expect, it } from 'vitest'
import { findSource } from '../../src/sources/systems.ts'
import { mapAnswers } from './map-answers.ts'

/** A row of Master.csv. */
const csv = (
  src: string,
  dst: string,
  dcontext: string,
  channel: string,
  dstchannel: string,
  app: string,
  start: string,
  answer: string,
  end: string,
  disposition: string,
  uniqueid: string,
) => {
  const seconds = (from: string, to: string) =>
    from === '' ? 0 : (Date.parse(`2026-03-02T${to}Z`) - Date.parse(`2026-03-02T${from}Z`)) / 1000
  const day = (clock: string) => (clock === '' ? '' : `2026-03-02 ${clock}`)
  return [
    '',
    src,
    dst,
    dcontext,
    `"${src}" <${src}>`,
    channel,
    dstchannel,
    app,
    '',
    day(start),
    day(answer),
    day(end),
    String(seconds(start, end)),
    String(seconds(answer, end)),
    disposition,
    'DOCUMENTATION',
    uniqueid,
    '',
  ]
}
const row = (more: Record<string, unknown>) => ({
  accountcode: '',
  clid: '',
  dcontext: 'from-internal',
  lastapp: 'Dial',
  dstchannel: '',
  did: '',
  recordingfile: '',
  ...more,
})

describe('call records of Asterisk', () => {
  it('make one call of the rows of a ring group: who talked, how long, how long it rang', () => {
    const common = { src: '0501112233', linkedid: '1700.1', did: '+380441234567', calldate: '2026-03-02 10:00:00' }
    const got = mapAnswers('asterisk', [
      [
        null,
        [
          row({
            ...common,
            dst: '600',
            dcontext: 'ext-group',
            channel: 'SIP/trunk-001',
            dstchannel: 'SIP/101-002',
            duration: '12',
            billsec: '0',
            disposition: 'NO ANSWER',
            uniqueid: '1700.1',
            sequence: '1',
          }),
          row({
            ...common,
            dst: '600',
            dcontext: 'ext-group',
            channel: 'SIP/trunk-001',
            dstchannel: 'PJSIP/102-00000003',
            duration: '72',
            billsec: '60',
            disposition: 'ANSWERED',
            uniqueid: '1700.1',
            sequence: '2',
            recordingfile: 'in-102.wav',
            clid: '"Anna" <102>',
          }),
        ],
      ],
    ])
    expect(got.refused).toEqual([])
    expect(got.touches).toEqual([
      {
        ...{
          id: '1700.1',
          kind: 'call',
          via: 'phone',
          at: '2026-03-02T10:00:00',
          person_id: '102',
          recording_url: 'in-102.wav',
          direction: 'in',
          outcome: 'answered',
        },
        ...{ duration_s: 60, wait_s: 12, phone: '0501112233', line: '+380441234567' },
      },
    ])
    expect(got.people).toEqual([{ id: '102', name: 'Anna', extensions: '102' }])
  })

  it('tell missed calls: nobody took it, a menu or a mailbox did; one put through to outside was taken; calls between extensions are none', () => {
    const got = mapAnswers('asterisk', [
      [null, csv('0501112233', 's', 'from-trunk', 'SIP/trunk-1', '', 'BackGround', '10:00:00', '10:00:00', '10:00:20', 'ANSWERED', 'a.1')],
      [null, csv('0501112244', '101', 'from-trunk', 'SIP/trunk-2', 'SIP/101-3', 'Dial', '10:01:00', '', '10:01:15', 'NO ANSWER', 'a.2')],
      [
        null,
        csv(
          '0501112255',
          '101',
          'from-trunk',
          'SIP/trunk-3',
          'SIP/101-4',
          'VoiceMail',
          '10:02:00',
          '10:02:15',
          '10:02:40',
          'ANSWERED',
          'a.3',
        ),
      ],
      [null, csv('101', '102', 'from-internal', 'SIP/101-5', 'SIP/102-6', 'Dial', '10:03:00', '10:03:05', '10:04:00', 'ANSWERED', 'a.4')],
      [null, csv('0501112266', 's', 'from-trunk', 'SIP/t-7', 'SIP/t-8', 'Dial', '10:05:00', '10:05:09', '10:06:00', 'ANSWERED', 'a.5')],
    ])
    expect(
      got.touches!.map(({ id, direction, outcome, duration_s, wait_s, person_id }) => [
        id,
        direction,
        outcome,
        duration_s,
        wait_s,
        person_id,
      ]),
    ).toEqual([
      ['a.1', 'in', 'no_answer', 0, 20, undefined],
      ['a.2', 'in', 'no_answer', 0, 15, '101'],
      ['a.3', 'in', 'voicemail', 0, 40, undefined],
      ['a.5', 'in', 'answered', 51, 9, undefined],
    ])
  })

  it('read outgoing calls from rows, AMI events and databases; a transfer stays one call', () => {
    const got = mapAnswers('asterisk', [
      [
        null,
        csv(
          '101',
          '0501112233',
          'from-internal',
          'PJSIP/101-00000001',
          'PJSIP/trunk-2',
          'Dial',
          '11:00:00',
          '11:00:09',
          '11:01:09',
          'ANSWERED',
          'b.1',
        ),
      ],
      [
        null,
        {
          Event: 'Cdr',
          Source: '101',
          Destination: '0501112234',
          DestinationContext: 'from-internal',
          Channel: 'SIP/101-7',
          DestinationChannel: 'SIP/trunk-8',
          LastApplication: 'Dial',
          StartTime: '2026-03-02 11:05:00',
          AnswerTime: '',
          EndTime: '2026-03-02 11:05:30',
          Duration: '30',
          BillableSeconds: '0',
          Disposition: 'BUSY',
          UniqueID: 'b.2',
        },
      ],
      [
        null,
        {
          rows: [
            row({
              src: '380441234567',
              cnum: '103',
              outbound_cnum: '380441234567',
              dst: '0501112235',
              channel: 'SIP/103-9',
              dstchannel: 'SIP/trunk-10',
              calldate: '2026-03-02 11:10:00',
              duration: 40,
              billsec: 30,
              disposition: 'ANSWERED',
              uniqueid: 'b.3',
              linkedid: 'b.3',
            }),
          ],
        },
      ],
      [null, csv('', '', '', '', '', '', '', '', '', '', 'b.4')],
      [null, ['too', 'short']],
    ])
    expect(
      got.touches!.map(({ id, direction, outcome, duration_s, wait_s, person_id, phone, line }) => [
        id,
        direction,
        outcome,
        duration_s,
        wait_s,
        person_id,
        phone,
        line,
      ]),
    ).toEqual([
      ['b.1', 'out', 'answered', 60, 9, '101', '0501112233', undefined],
      ['b.2', 'out', 'busy', 0, 30, '101', '0501112234', undefined],
      ['b.3', 'out', 'answered', 30, 10, '103', '0501112235', '380441234567'],
    ])
    expect(got.refused.map(({ line, column }) => [line, column])).toEqual([
      [5, ''],
      [4, 'start'],
    ])
  })

  it('name the person another system knows by the extension', () => {
    const answer = {
      file: 'a',
      line: 1,
      path: null,
      body: csv(
        '101',
        '0501112233',
        'from-internal',
        'SIP/101-1',
        'SIP/trunk-2',
        'Dial',
        '11:00:00',
        '11:00:09',
        '11:01:09',
        'ANSWERED',
        'c.1',
      ),
    }
    const { records } = findSource('asterisk')!.map([answer], { extensions: new Map([['101', 'amocrm:7']]) })
    expect(records.map(({ kind, values }) => [kind, values.person_id])).toEqual([['touches', 'amocrm:7']])
  })
})
