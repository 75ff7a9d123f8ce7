// Touches as recorded, each with its client, contact, lead and deal. The same touch of two sources becomes one: times and outcome
// of the telephony or mail, links of the CRM. Turns, attempts and contacts are made of these rows elsewhere.
import { ofRun } from './cases.ts'
import { type FactContext, links, orNever, records, type Scope, side } from './context.ts'
import { phoneDigits } from './links.ts'
import { asksSomething } from './words.ts'

/** Contacts by the addresses they are recognised by, within their client: columns address, base, k. */
const contactsByAddress = (context: FactContext, scope: Scope) => `(
  SELECT address, base, min(contact_k) AS k FROM (
    SELECT k AS contact_k, arrayJoin(arrayConcat(arrayMap(p -> ${phoneDigits('p')}, phone), arrayMap(e -> lowerUTF8(e), email))) AS address
    FROM ${records(context, scope, 'contacts', 'k, phone, email')} WHERE notEmpty(phone) OR notEmpty(email)
  ) AS a INNER JOIN ${links(context, scope, 'contacts')} AS x ON x.k = a.contact_k WHERE address != '' GROUP BY address, base)`

const robots = (context: FactContext) => `(SELECT k FROM rec_people FINAL WHERE ws = ${context.ws} AND role = 'robot')`

/** Living touches with client and contact, phones and texts read and left behind. */
function known(context: FactContext, scope: Scope): string {
  const columns =
    'k, source, id, kind, direction, at, person_id, contact_id, lead_id, deal_id, via, thread_id, wait_s, duration_s, booked_at, outcome, automated, phone, email, line, script_id, materials, talk_person_s, subject, extra, updated_at'
  return `(
    SELECT t.k AS k, t.source AS source, t.id AS id, x.base AS client, x.party AS party, toString(t.kind) AS kind, toString(t.direction) AS direction, t.at AS at,
      t.person_id AS person, multiIf(t.contact_id != 0, t.contact_id, a.k) AS contact, t.lead_id AS lead_id, t.deal_id AS deal_id, toString(t.via) AS via,
      if(t.digits != '', cityHash64(t.digits), 0) AS number, t.wait_s AS wait_s, t.duration_s AS duration_s, t.talk_person_s AS talk_person_s, t.booked_at AS booked_at,
      if(t.outcome = 'cancelled', t.updated_at, NULL) AS cancelled_at,
      if(t.outcome = '' AND t.kind = 'call' AND t.duration_s IS NOT NULL, if(t.duration_s > 0, 'answered', 'no_answer'), toString(t.outcome)) AS outcome,
      toBool(ifNull(t.automated, false) OR t.person_id IN ${robots(context)}) AS automated, t.line AS line, t.script_id AS script, t.materials AS materials, t.extra AS extra,
      t.kind = 'message' AND NOT automated AS in_turn,
      multiIf(t.thread_id != '', cityHash64(t.source, t.thread_id), t.kind = 'message', cityHash64(x.base, t.via, t.digits, t.email), 0) AS thread,
      in_turn AND t.direction = 'in' AND ${asksSomething('t.subject')} AS asks
    FROM (SELECT *, if(phone = '', '', ${phoneDigits('phone')}) AS digits FROM ${records(context, scope, 'touches', columns)}) AS t
    INNER JOIN ${links(context, scope, 'touches')} AS x ON x.k = t.k
    LEFT ANY JOIN ${contactsByAddress(context, scope)} AS a ON a.base = x.base AND a.address = multiIf(t.contact_id != 0, '', t.digits != '', t.digits, lowerUTF8(t.email))
  )`
}

/**
 * Touches of several sources that are one: same kind, direction and client, 60 s apart at most. Columns k, head (the row that stays) and
 * the links of the group.
 */
function twins(context: FactContext, scope: Scope): string {
  const columns = 'k, source, kind, direction, at, person, contact, lead_id, deal_id, client, wait_s, duration_s'
  const joins = `x.1 - acc.1 <= 60000 AND NOT has(acc.2, x.2) AND (x.3 = acc.3 OR x.3 = 0 OR acc.3 = 0)`
  const start = "CAST((-1000000000000000, [], 0, 0, []), 'Tuple(Int64, Array(UInt64), UInt64, UInt64, Array(UInt64))')"
  return `(
    SELECT arrayJoin(members) AS k, head, lead_id, deal_id, contact, person FROM (
      SELECT groupArray(e.4) AS members, argMin(e.4, (e.5 != 0 OR e.6 != 0, NOT e.8, e.4)) AS head,
        argMinIf(e.5, e.4, e.5 != 0) AS lead_id, argMinIf(e.6, e.4, e.6 != 0) AS deal_id, argMinIf(e.3, e.4, e.3 != 0) AS contact, argMinIf(e.7, e.4, e.7 != 0) AS person
      FROM (
        SELECT arrayFold((acc, x) -> if(${joins},
              (acc.1, arrayPushBack(acc.2, x.2), if(acc.3 = 0, x.3, acc.3), acc.4, arrayPushBack(acc.5, acc.4)),
              (x.1, [x.2], x.3, x.4, arrayPushBack(acc.5, x.4))), list, ${start}).5 AS groups,
          arraySort(groupArray((toUnixTimestamp64Milli(at), cityHash64(source), contact, k, lead_id, deal_id, person, wait_s IS NOT NULL OR duration_s IS NOT NULL))) AS list
        FROM (SELECT ${columns} FROM ${known(context, scope)}) GROUP BY client, kind, direction HAVING uniq(source) > 1
      ) ARRAY JOIN list AS e, groups AS grouped
      GROUP BY grouped HAVING count() > 1)
  )`
}

/** Each touch once, whatever number of sources sent it. */
function single(context: FactContext, scope: Scope): string {
  if (context.sourcesWith.touches.length < 2) return known(context, scope)
  const links = ['lead_id', 'deal_id', 'contact', 'person']
  return `(
    SELECT t.* EXCEPT (${links.join(', ')}), ${links.map((name) => `if(w_head = 0 OR t.${name} != 0, t.${name}, w_${name}) AS ${name}`).join(', ')}
    FROM ${known(context, scope)} AS t LEFT ANY JOIN ${side('w', twins(context, scope), 'k, head, lead_id, deal_id, contact, person')} ON w_k = t.k WHERE w_head IN (0, t.k)
  )`
}

/** Leads of every client that a touch without lead or deal can be meant for, in the order of their creation: columns client, leads. */
function leadsOfClients(context: FactContext, scope: Scope): string {
  const all = ofRun(context, scope, 'cases', 'k, client, contact, company, head, created_at, open_to', "entity_kind = 'leads'")
  return `(
    SELECT r.client AS client, arraySort(groupArray((h.created_at, ${orNever('h.open_to')}, r.contact, r.head, r.company))) AS leads
    FROM ${all} AS r INNER JOIN ${all} AS h ON h.k = r.head GROUP BY r.client)`
}

/**
 * Joins lead and deal to a left side with columns client, contact, at, lead_id, deal_id. What names neither belongs to the latest
 * created of its contact's leads that are open then.
 */
export function caseJoin(context: FactContext, scope: Scope, left: string): { join: string; lead: string; deal: string; named: string } {
  const meant = `x.1 <= ${left}.at AND x.2 > ${left}.at AND (x.3 = ${left}.contact OR x.3 = 0 OR ${left}.contact = 0 OR x.5 = 0)`
  return {
    join: `LEFT ANY JOIN ${side('cl', ofRun(context, scope, 'cases', 'k, head', "entity_kind = 'leads'"), 'k, head')} ON cl_k = ${left}.lead_id
      LEFT ANY JOIN ${side('cd', ofRun(context, scope, 'cases', 'k, head, lead', "entity_kind = 'deals'"), 'k, head, lead')} ON cd_k = ${left}.deal_id
      LEFT ANY JOIN ${side('own', leadsOfClients(context, scope), 'client, leads')} ON own_client = if(${left}.lead_id = 0 AND ${left}.deal_id = 0, ${left}.client, 0)`,
    lead: `multiIf(${left}.lead_id != 0, if(cl_head != 0, cl_head, ${left}.lead_id), ${left}.deal_id != 0, cd_lead, arrayLast(x -> ${meant}, own_leads).4)`,
    deal: `if(cd_head != 0, cd_head, ${left}.deal_id)`,
    named: `${left}.lead_id != 0 OR ${left}.deal_id != 0`,
  }
}

/** One row per touch with lead and deal. */
export function touchRecords(context: FactContext, scope: Scope): string {
  const found = caseJoin(context, scope, 't')
  return `(
    SELECT t.* EXCEPT (lead_id, deal_id), ${found.lead} AS lead, ${found.deal} AS deal, ${found.named} AS named
    FROM ${single(context, scope)} AS t ${found.join}
  )`
}
