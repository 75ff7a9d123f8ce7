// Touches as recorded, each with its client and contact, messages as turns. The same touch of two sources becomes one: times and
// outcome of the telephony or mail, links of the CRM.
import { type FactContext, headsOf, isMet, links, records, type Scope, side, sideWhere } from './context.ts'
import { quickDigits } from './phone-digits.ts'
import { isAutomated, threadKey, turnRows } from './turns.ts'

/** Contacts by the addresses they are recognised by, within their client: columns address (hashed with the client), k. */
function contactsByAddress(context: FactContext, scope: Scope): string {
  const joined = context.joined.contacts
  return `(
  SELECT cityHash64(base, address) AS address, min(${joined ? 'if(j_head != 0, j_head, contact_k)' : 'contact_k'}) AS k FROM (
    SELECT k AS contact_k, arrayJoin(arrayConcat(arrayMap(p -> ${quickDigits('p', context.phones)}, phone), arrayMap(e -> lowerUTF8(e), email))) AS address
    FROM ${records(context, scope, 'contacts', 'k, phone, email')} WHERE notEmpty(phone) OR notEmpty(email)
  ) AS a INNER JOIN ${links(context, scope, 'contacts')} AS x ON x.k = a.contact_k ${joined ? `LEFT ANY JOIN ${headsOf(context, scope, 'contacts', 'j')} ON j_k = a.contact_k` : ''} WHERE a.address != '' GROUP BY address)`
}

/**
 * Living touches with client and contact. `number` is the client's number, 0 = unknown; a call without outcome has one by its talk;
 * in_turn = a message that may be the first of a turn.
 */
function known(context: FactContext, scope: Scope, columns: readonly string[]): string {
  const sent =
    'k, source, id, kind, direction, at, person_id, contact_id, lead_id, deal_id, via, thread_id, wait_s, duration_s, booked_at, outcome, automated, phone, email, line, script_id, materials, talk_person_s, extra, updated_at'
  const made: Readonly<Record<string, string>> = {
    client: 'x.base',
    party: 'x.party',
    person: 't.person_id',
    contact: 'if(t.contact_id != 0, t.contact_id, a_k)',
    number: "if(t.digits != '', cityHash64(t.digits), 0)",
    cancelled_at: "if(t.outcome = 'cancelled', t.updated_at, NULL)",
    outcome:
      "if(t.outcome = '' AND t.kind = 'call' AND t.duration_s IS NOT NULL, if(t.duration_s > 0, 'answered', 'no_answer'), t.outcome)",
    automated: isAutomated(context, 't.'),
    script: 't.script_id',
    in_turn: "t.kind = 'message' AND NOT automated",
    thread: `if(t.kind = 'message', ${threadKey('t.')}, 0)`,
  }
  const address =
    "multiIf(t.contact_id != 0, 0, t.digits != '', cityHash64(x.base, t.digits), t.email != '', cityHash64(x.base, lowerUTF8(t.email)), 0)"
  const addresses = { address: 'UInt64', k: 'UInt64' }
  const byAddress = sideWhere(isMet(scope, 'contacts'), 'a', addresses, () => contactsByAddress(context, scope), address)
  // Of a slice the join with the links picks the rows: a set of half of all keys costs more than it spares.
  const read = scope.kind === 'slice' ? records(context, { kind: 'all' }, 'touches', sent) : records(context, scope, 'touches', sent)
  return `(
    SELECT ${byAddress.none} ${columns.map((name) => `${made[name] ?? `t.${name}`} AS ${name}`).join(', ')}
    FROM (SELECT *, if(contact_id = 0 OR kind = 'call' AND direction = 'in', ${quickDigits('phone', context.phones)}, '') AS digits FROM ${read}) AS t
    INNER JOIN ${links(context, scope, 'touches')} AS x ON x.k = t.k
    ${byAddress.join}
  )`
}

const rowColumns =
  'k source id party client kind direction at person contact lead_id deal_id via number wait_s duration_s talk_person_s booked_at cancelled_at outcome automated line script materials extra in_turn thread'.split(
    ' ',
  )

/**
 * Touches of several sources that are one: same kind, direction and client, 60 s apart at most. Columns k, head (the row that stays) and
 * the links of the group.
 */
export function twins(context: FactContext, scope: Scope): string {
  const needed = 'k source kind direction at person contact lead_id deal_id client wait_s duration_s automated'.split(' ')
  const joins = 'x.1 - acc.1 <= 60000 AND NOT has(acc.2, x.2) AND (x.3 = acc.3 OR x.3 = 0 OR acc.3 = 0)'
  const start = "CAST((-1000000000000000, [], 0, 0, []), 'Tuple(Int64, Array(UInt64), UInt64, UInt64, Array(UInt64))')"
  return `(
    SELECT arrayJoin(members) AS k, head, lead_id, deal_id, contact, person FROM (
      SELECT groupArray(e.4) AS members, argMin(e.4, (e.5 != 0 OR e.6 != 0, NOT e.8, e.2, e.4)) AS head,
        argMinIf(e.5, e.4, e.5 != 0) AS lead_id, argMinIf(e.6, e.4, e.6 != 0) AS deal_id, argMinIf(e.3, e.4, e.3 != 0) AS contact, argMinIf(e.7, e.4, e.7 != 0) AS person
      FROM (
        SELECT arrayFold((acc, x) -> if(${joins},
              (acc.1, arrayPushBack(acc.2, x.2), if(acc.3 = 0, x.3, acc.3), acc.4, arrayPushBack(acc.5, acc.4)),
              (x.1, [x.2], x.3, x.4, arrayPushBack(acc.5, x.4))), list, ${start}).5 AS groups,
          arraySort(groupArray((toUnixTimestamp64Milli(at), cityHash64(source), contact, k, lead_id, deal_id, person, wait_s IS NOT NULL OR duration_s IS NOT NULL))) AS list
        FROM ${known(context, scope, needed)} WHERE NOT automated GROUP BY client, kind, direction HAVING uniq(source) > 1
      ) ARRAY JOIN list AS e, groups AS grouped
      GROUP BY grouped HAVING count() > 1)
  )`
}

/** Each touch once, whatever number of sources sent it; of a turn the first message, with ended_at, messages and asks. */
export function touchRecords(context: FactContext, scope: Scope): string {
  const heads = (left: string | null) => side('h', turnRows(context, scope, left), 'k, ended_at, messages, asks, materials')
  const turn = 'if(h_k != 0, h_ended_at, t.at) AS ended_at, if(h_k != 0, h_messages, toInt64(1)) AS messages, h_asks AS asks'
  const sent = 'if(h_k != 0, h_materials, t.materials) AS materials'
  if (!context.has.messages && context.sourcesWith.touches.length < 2)
    return `(SELECT t.*, t.at AS ended_at, toInt64(1) AS messages, false AS asks FROM ${known(context, scope, rowColumns)} AS t)`
  if (context.sourcesWith.touches.length < 2)
    return `(SELECT t.* EXCEPT (materials), ${turn}, ${sent} FROM ${known(context, scope, rowColumns)} AS t LEFT ANY JOIN ${heads(null)} ON h_k = if(t.in_turn, t.k, 0) WHERE NOT t.in_turn OR h_k != 0)`
  const linked = ['lead_id', 'deal_id', 'contact', 'person']
  const doubles = `(SELECT k FROM ${twins(context, scope)} WHERE k != head)`
  return `(
    SELECT t.* EXCEPT (${[...linked, 'materials'].join(', ')}), ${sent}, ${linked.map((name) => `if(w_head = 0 OR t.${name} != 0, t.${name}, w_${name}) AS ${name}`).join(', ')}, ${turn}
    FROM ${known(context, scope, rowColumns)} AS t
    LEFT ANY JOIN ${side('w', twins(context, scope), 'k, head, lead_id, deal_id, contact, person')} ON w_k = t.k
    LEFT ANY JOIN ${heads(doubles)} ON h_k = if(t.in_turn, t.k, 0)
    WHERE w_head IN (0, t.k) AND (NOT t.in_turn OR h_k != 0)
  )`
}
