import { describe, expect, it } from 'vitest'
import { mapAnswers } from './map-answers.ts'

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

describe('calls as Twilio writes them', () => {
  it('belong to the call that started them; people are clients of the exchange, short numbers and sip', () => {
    const calls = [
      {
        sid: 'CA1',
        parent_call_sid: null,
        from: '+380501112233',
        to: '+380441234567',
        direction: 'inbound',
        status: 'completed',
        start_time: 'Mon, 02 Mar 2026 10:00:00 +0000',
        duration: '75',
      },
      {
        sid: 'CA2',
        parent_call_sid: 'CA1',
        from: '+380501112233',
        to: 'sip:11@pbx.example',
        direction: 'outbound-dial',
        status: 'no-answer',
        start_time: 'Mon, 02 Mar 2026 10:00:02 +0000',
        duration: '0',
      },
      {
        sid: 'CA3',
        parent_call_sid: 'CA1',
        from: '+380501112233',
        to: 'client:anna',
        direction: 'outbound-dial',
        status: 'completed',
        start_time: 'Mon, 02 Mar 2026 10:00:15 +0000',
        duration: '60',
      },
      {
        sid: 'CA4',
        from: 'client:anna',
        to: '+380441234567',
        direction: 'inbound',
        status: 'completed',
        start_time: '2026-03-02T11:00:00Z',
        duration: 50,
      },
      {
        sid: 'CA5',
        parent_call_sid: 'CA4',
        from: '+380441234567',
        to: '+380501112244',
        direction: 'outbound-dial',
        status: 'completed',
        start_time: '2026-03-02T11:00:10Z',
        duration: 40,
      },
      {
        sid: 'CA6',
        from: '+380501112255',
        to: '+380441234567',
        direction: 'inbound',
        status: 'completed',
        start_time: '2026-03-02T12:00:00Z',
        duration: 9,
      },
      {
        sid: 'CA7',
        parent_call_sid: 'CA6',
        from: '+380501112255',
        to: 'client:anna',
        direction: 'outbound-dial',
        status: 'busy',
        start_time: '2026-03-02T12:00:03Z',
        duration: 0,
      },
    ]
    const got = mapAnswers('twilio', [[null, { calls }]])
    expect(got.refused).toEqual([])
    expect(brief(got.touches)).toEqual([
      ['CA1', 'in', 'answered', 60, 15, 'anna', '+380501112233', '+380441234567'],
      ['CA4', 'out', 'answered', 40, 10, 'anna', '+380501112244', '+380441234567'],
      ['CA6', 'in', 'busy', 0, undefined, 'anna', '+380501112255', '+380441234567'],
    ])
  })

  it('come in callbacks and exports, too', () => {
    const got = mapAnswers('twilio', [
      [
        null,
        {
          CallSid: 'CB1',
          From: '+380501112233',
          To: '+380441234567',
          Direction: 'inbound',
          CallStatus: 'in-progress',
          DialCallSid: 'CB2',
          DialCallStatus: 'completed',
          DialCallDuration: '33',
          RecordingUrl: 'https://rec.example/1',
          Timestamp: 'Mon, 02 Mar 2026 10:00:00 +0000',
        },
      ],
      [
        null,
        {
          'Call Sid': 'CB3',
          From: '+380441234567',
          To: '+380501112244',
          Direction: 'outbound-api',
          Status: 'no-answer',
          'Start Time': '2026-03-02 10:05:00',
          Duration: '0',
        },
      ],
      [
        null,
        { CallSid: 'CB4', From: '+380501112233', To: '+380441234567', CallStatus: 'ringing', Timestamp: 'Mon, 02 Mar 2026 10:00:00 +0000' },
      ],
      [null, { hello: 1 }],
    ])
    expect(brief(got.touches)).toEqual([
      ['CB1', 'in', 'answered', 33, undefined, undefined, '+380501112233', '+380441234567'],
      ['CB3', 'out', 'no_answer', 0, undefined, undefined, '+380501112244', '+380441234567'],
    ])
    expect(got.touches![0]).toMatchObject({ at: '2026-03-02T10:00:00.000Z', recording_url: 'https://rec.example/1' })
    expect(got.refused).toMatchObject([{ kind: null, reason: 'no list of calls that is known' }])
  })
})
