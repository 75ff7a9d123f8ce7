// Messages of the open lines of Bitrix24: a session with its texts is a thread, each message a touch. What the system writes is none.
import type { MappingDesk } from '../mapping-desk.ts'
import type { RecordValues } from '../source.ts'
import { fromIso, isValues, toBool, toId, toText, toValues, type Values } from '../wire-values.ts'

const columns: Readonly<Record<string, string>> = { LEAD: 'lead_id', DEAL: 'deal_id', CONTACT: 'contact_id' }

const vias: readonly (readonly [RegExp, string])[] = [
  [/whatsapp|wazzup|edna|waba/i, 'whatsapp'],
  [/telegram/i, 'telegram'],
  [/insta/i, 'instagram'],
  [/facebook|messenger/i, 'facebook'],
  [/viber/i, 'viber'],
  [/livechat|network|openline/i, 'site_chat'],
  [/sms|notifications/i, 'sms'],
]

/** Returns the sessions whose texts are here: their activities add nothing. */
export function mapSessions(desk: MappingDesk): Set<string> {
  const told = new Set<string>()
  for (const { raw, row } of desk.rows('sessions')) {
    const session = toValues(raw)
    const id = toId(session.sessionId)
    if (id === null || !isValues(session.message)) continue
    told.add(id)
    const about = aboutChat(toValues(Object.values(toValues(session.chat))[0]))
    for (const one of Object.values(session.message)) {
      const message = toValues(one)
      const made = messageOf(message, toValues(toValues(session.users)[toText(message.senderid) ?? '']))
      if (made === 'unnamed')
        desk.refuse('touches', row, { column: 'message.id', value: JSON.stringify(one), reason: 'required, but empty' })
      else if (made !== null) desk.put('touches', row, { ...about, ...made, thread_id: id })
    }
  }
  return told
}

/** Of which case and client it is, `LEAD|1205|COMPANY|0|CONTACT|0|DEAL|0`, and by which channel, `livechat|22|1761|587`. */
function aboutChat(chat: Values): RecordValues {
  const links = (toText(chat.entityData2) ?? '').split('|')
  const [, type, id] = (toText(chat.entityData1) ?? '').split('|')
  const pairs = [...links.flatMap((name, at) => (at % 2 === 0 ? [[name, links[at + 1]]] : [])), [type, id]]
  const named = pairs.flatMap(([name, value]) =>
    columns[name ?? ''] === undefined || toId(value) === null ? [] : [[columns[name!], value]],
  )
  const connector = (toText(chat.entityId) ?? '').split('|')[0]!
  return { ...Object.fromEntries(named), via: vias.find(([pattern]) => pattern.test(connector))?.[1] ?? 'other' }
}

function messageOf(message: Values, sender: Values): RecordValues | 'unnamed' | null {
  const by = toId(message.senderid)
  const [id, at] = [toId(message.id), fromIso(message.date)]
  if (by === null) return null
  if (id === null || at === null) return 'unnamed'
  const isIn = toBool(sender.connector) === true || (toBool(sender.extranet) === true && toBool(sender.bot) !== true)
  const isBot = toBool(sender.bot) === true || toText(sender.externalAuthId) === 'bot' || toText(sender.type) === 'bot'
  const said = { id: `message-${id}`, kind: 'message', direction: isIn ? 'in' : 'out', at, subject: toText(message.text) }
  return { ...said, person_id: isIn || isBot ? null : by, outcome: isIn ? null : 'sent', automated: isBot ? true : null }
}
