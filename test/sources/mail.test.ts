import { describe, expect, it } from 'vitest'
import { decodeWords, parseAddresses, parseHeaders } from '../../src/sources/mail/mail-headers.ts'
import { mapAnswers } from './map-answers.ts'

const known = { correspondents: new Set(['client@shop.example', 'boss@shop.example']) }
const brief = (touches: Record<string, unknown>[] | undefined) =>
  touches?.map(({ id, kind, direction, at, person_id, email, automated, outcome }) => [
    id,
    kind,
    direction,
    at,
    person_id,
    email,
    automated ?? false,
    outcome,
  ])

describe('headers of letters', () => {
  it('are unfolded and decoded, addresses taken apart', () => {
    const headers = parseHeaders(
      'From: =?utf-8?B?0J7Qu9GP?= <Olya@Our.example>\r\nSubject: =?windows-1251?Q?=D1=F7=E5=F2?=\r\n =?windows-1251?Q?_45?=\r\nX: a\r\n\tb\r\n\r\nFrom: body@x.y\r\n',
    )
    expect(headers.get('subject')).toBe('Счет 45')
    expect(headers.get('x')).toBe('a b')
    expect(parseAddresses(headers.get('from'))).toEqual([{ email: 'olya@our.example', name: 'Оля' }])
    expect(parseAddresses('"Doe, J." <J@x.example>, b@y.example; undisclosed-recipients:;')).toEqual([
      { email: 'j@x.example', name: 'Doe, J.' },
      { email: 'b@y.example', name: null },
    ])
    expect(decodeWords('=?koi-none?B?AAAA?=')).toBe('=?koi-none?B?AAAA?=')
  })
})

describe('letters of Gmail', () => {
  const letter = (id: string, labels: string[], headers: Record<string, string>, parts: unknown[] = []) => ({
    ...{ id: `g${id}`, threadId: 't1', labelIds: labels, internalDate: String(Date.UTC(2026, 2, 2, 10)) },
    payload: { headers: Object.entries({ 'Message-ID': `<${id}@x>`, ...headers }).map(([name, value]) => ({ name, value })), parts },
  })
  const at = '2026-03-02T10:00:00.000Z'
  const ours = 'Оля <olya@our.example>'

  it('are kept when a client is in them, once for each, robots marked', () => {
    const got = mapAnswers(
      'google',
      [
        ['/profile', { emailAddress: 'olya@our.example', historyId: '5' }],
        [
          null,
          letter('1', ['SENT'], { From: ours, To: 'client@shop.example, boss@shop.example', Subject: 'КП' }, [
            { filename: 'offer;1.pdf' },
            { filename: '', parts: [{ filename: 'b.xlsx' }] },
          ]),
        ],
        [null, letter('2', ['INBOX'], { From: 'Client <client@shop.example>', To: ours })],
        [null, letter('3', ['INBOX'], { From: 'friend@home.example', To: ours })],
        [null, letter('4', ['SENT'], { From: ours, To: 'petro@our.example' })],
        [null, letter('5', ['SENT'], { From: ours, To: 'client@shop.example', 'List-Unsubscribe': '<https://x>' })],
        [null, letter('6', ['INBOX'], { From: 'boss@shop.example', To: 'petro@our.example', 'Auto-Submitted': 'auto-replied' })],
        [null, letter('7', ['DRAFT'], { From: ours, To: 'client@shop.example' })],
        [null, { messages: [{ id: 'g9', threadId: 't9' }], resultSizeEstimate: 1 }],
        [null, letter('8', ['SENT'], { To: 'client@shop.example' })],
        [null, letter('10', ['SENT'], { To: 'friend@home.example' })],
      ],
      known,
    )
    expect(brief(got.touches)).toEqual([
      ['1@x', 'email', 'out', at, 'olya@our.example', 'boss@shop.example', false, 'sent'],
      ['1@x/client@shop.example', 'email', 'out', at, 'olya@our.example', 'client@shop.example', false, 'sent'],
      ['2@x', 'email', 'in', at, 'olya@our.example', 'client@shop.example', false, undefined],
      ['5@x', 'email', 'out', at, 'olya@our.example', 'client@shop.example', true, 'sent'],
      ['6@x', 'email', 'in', at, 'petro@our.example', 'boss@shop.example', true, undefined],
    ])
    expect(got.touches![0]).toMatchObject({ subject: 'КП', thread_id: 't1', attachments: ['offer,1.pdf', 'b.xlsx'] })
    expect(got.people).toContainEqual({ id: 'olya@our.example', name: 'Оля', email: 'olya@our.example' })
    expect(got.refused).toMatchObject([{ kind: 'touches', column: 'from' }])
  })

  it('stand beside events: meetings with clients, cancelled, declined and removed ones', () => {
    const event = (id: string, more: Record<string, unknown>) => ({
      ...{
        kind: 'calendar#event',
        id,
        status: 'confirmed',
        summary: 'Демо',
        created: '2026-02-25T09:00:00.000Z',
        updated: '2026-02-26T09:00:00.000Z',
      },
      ...{
        start: { dateTime: '2026-03-03T12:00:00+02:00' },
        end: { dateTime: '2026-03-03T12:45:00+02:00' },
        organizer: { email: 'olya@our.example' },
      },
      ...{
        attendees: [
          { email: 'olya@our.example', self: true },
          { email: 'client@shop.example', responseStatus: 'accepted' },
        ],
      },
      ...more,
    })
    const items = [
      event('e1', { hangoutLink: 'https://meet.example' }),
      event('e2', {
        attendees: [
          { email: 'olya@our.example', self: true },
          { email: 'client@shop.example', responseStatus: 'declined' },
        ],
      }),
      event('e3', { status: 'cancelled' }),
      event('e4', { start: { date: '2026-03-03' }, end: { date: '2026-03-04' } }),
      event('e5', { attendees: [{ email: 'olya@our.example', self: true }, { email: 'petro@our.example' }] }),
      { kind: 'calendar#event', id: 'e6', status: 'cancelled' },
    ]
    const got = mapAnswers('google', [['/events', { kind: 'calendar#events', summary: 'olya@our.example', items }]], known)
    expect(
      got.touches!.map(({ id, outcome, booked_at, duration_s, via, deleted }) => [id, outcome, booked_at, duration_s, via, deleted]),
    ).toEqual([
      ['e1', undefined, '2026-02-25T09:00:00.000Z', 2700, 'zoom', undefined],
      ['e2', 'cancelled', '2026-02-25T09:00:00.000Z', 2700, 'other', undefined],
      ['e3', 'cancelled', '2026-02-25T09:00:00.000Z', 2700, 'other', undefined],
      ['e6', undefined, undefined, undefined, undefined, true],
    ])
    expect(got.touches![0]).toMatchObject({
      kind: 'meeting',
      direction: 'out',
      at: '2026-03-03T10:00:00.000Z',
      email: 'client@shop.example',
    })
  })
})

describe('letters and events of Microsoft Graph', () => {
  const who = (address: string, name = '') => ({ emailAddress: { address, name } })

  it('are kept when a client is in them', () => {
    const value = [
      {
        internetMessageId: '<m1@x>',
        conversationId: 'c1',
        subject: 'Re',
        from: who('Olya@our.example', 'Оля'),
        toRecipients: [who('client@shop.example')],
        sentDateTime: '2026-03-02T10:00:00Z',
        isDraft: false,
        attachments: [{ name: 'a.pdf' }],
      },
      {
        internetMessageId: '<m2@x>',
        from: who('client@shop.example'),
        toRecipients: [who('olya@our.example')],
        sentDateTime: '2026-03-02T11:00:00Z',
        internetMessageHeaders: [{ name: 'Precedence', value: 'bulk' }],
      },
      {
        internetMessageId: '<m3@x>',
        from: who('olya@our.example'),
        toRecipients: [who('client@shop.example')],
        sentDateTime: '2026-03-02T11:00:00Z',
        isDraft: true,
      },
      { id: 'x', '@removed': { reason: 'deleted' } },
    ]
    const events = [
      {
        iCalUId: 'i1',
        subject: 'Демо',
        start: { dateTime: '2026-03-03T10:00:00.0000000', timeZone: 'UTC' },
        end: { dateTime: '2026-03-03T10:30:00.0000000', timeZone: 'UTC' },
        isAllDay: false,
        isCancelled: false,
        isOnlineMeeting: true,
        organizer: who('olya@our.example'),
        attendees: [{ ...who('client@shop.example'), status: { response: 'none' } }],
        createdDateTime: '2026-03-01T08:00:00Z',
      },
      { iCalUId: 'i2', start: { dateTime: '2026-03-03T00:00:00' }, isAllDay: true, attendees: [who('client@shop.example')] },
    ]
    const got = mapAnswers(
      'microsoft',
      [
        ['/v1.0/users/olya@our.example/messages/delta', { value }],
        ['/v1.0/me/events', { value: events }],
        [null, { error: { code: 'InvalidAuthenticationToken', message: 'expired' } }],
      ],
      known,
    )
    expect(brief(got.touches)).toEqual([
      ['m1@x', 'email', 'out', '2026-03-02T10:00:00.000Z', 'olya@our.example', 'client@shop.example', false, 'sent'],
      ['m2@x', 'email', 'in', '2026-03-02T11:00:00.000Z', 'olya@our.example', 'client@shop.example', true, undefined],
      ['i1', 'meeting', 'out', '2026-03-03T10:00:00.000Z', 'olya@our.example', 'client@shop.example', false, undefined],
    ])
    expect(got.touches![2]).toMatchObject({ duration_s: 1800, via: 'zoom', booked_at: '2026-03-01T08:00:00.000Z' })
    expect(got.refused).toMatchObject([{ reason: 'Microsoft answered with an error: InvalidAuthenticationToken expired' }])
  })
})

describe('headers of any mailbox', () => {
  const headers = (id: string, more: string[]) =>
    [`Message-ID: <${id}@x>`, 'Date: Mon, 02 Mar 2026 12:00:00 +0200 (EET)', ...more].join('\r\n')

  it('come as JSON or as an mbox; a letter of two boxes is one touch', () => {
    const toUs = ['From: client@shop.example', 'To: olya@our.example, petro@our.example', 'References: <first@x> <second@x>']
    const got = mapAnswers(
      'imap',
      [
        [null, { owner: 'olya@our.example', mailbox: 'INBOX', uid: 5, headers: headers('1', toUs), attachments: ['a.pdf'] }],
        [null, { owner: 'petro@our.example', mailbox: 'INBOX', uid: 9, headers: headers('1', toUs), attachments: ['a.pdf'] }],
        [
          null,
          {
            owner: 'olya@our.example',
            mailbox: 'Отправленные',
            headers: headers('2', ['From: olya@our.example', 'To: client@shop.example']),
          },
        ],
        [
          null,
          { owner: 'olya@our.example', mailbox: 'Спам', headers: headers('3', ['From: client@shop.example', 'To: olya@our.example']) },
        ],
        [
          null,
          `From a@b Mon Mar 2\r\n${headers('4', ['From: boss@shop.example', 'To: olya@our.example'])}\r\n\r\nFrom c@d Mon Mar 2\r\n${headers('5', ['From: noreply@shop.example', 'To: olya@our.example'])}\r\n`,
        ],
        [null, { headers: 'From: client@shop.example\r\nDate: soon\r\nMessage-ID: <6@x>' }],
        [null, 'hello'],
      ],
      known,
    )
    const at = '2026-03-02T10:00:00.000Z'
    expect(brief(got.touches)).toEqual([
      ['1@x', 'email', 'in', at, 'olya@our.example', 'client@shop.example', false, undefined],
      ['2@x', 'email', 'out', at, 'olya@our.example', 'client@shop.example', false, 'sent'],
      ['4@x', 'email', 'in', at, 'olya@our.example', 'boss@shop.example', false, undefined],
    ])
    expect(got.touches![0]).toMatchObject({ thread_id: 'first@x', attachments: ['a.pdf'] })
    expect(got.refused.map(({ kind, column }) => [kind, column])).toEqual([
      [null, ''],
      ['touches', 'Date'],
    ])
  })
})
