// The touch facts: what was done or came in, whose it was, what it is about, and what it counts for by itself. What follows from
// several of them (contacts, attempts, replies, first responses) is derived from these facts.
import { calendarJoin, isBusinessTime } from './business-clock.ts'
import { casesByKey, firstPurchases, ofRun } from './cases.ts'
import { type FactContext, history, isMet, never, orNever, ownerAt, records, type Scope, sideWhere, unlessNever } from './context.ts'
import { touchRecords } from './touch-records.ts'
import { isDecisionMaker } from './words.ts'

/** A phone that rang so long was heard. */
const rangS = 10

/** Contacts with their company, their owners in time and whether they decide. */
function contactCards(context: FactContext, scope: Scope): string {
  const changes = history(context, scope, 'owner_changes', ['contacts'], 'entity_id', 'entity_id, at, owner_id', "entity = 'contact'")
  const start = "toDateTime64(0, 3, 'UTC')"
  return `(
    SELECT c.k AS k, c.company_id AS company, toBool(${isDecisionMaker('c.decision_maker', 'c.position')}) AS decides,
      co.region AS region, co.industry AS industry, co.company_size AS size, co.segment AS segment, ifNull(co.customer_since, c.customer_since) AS customer_since,
      arraySort(o.list) AS sent,
      multiIf(empty(sent), [(${start}, c.owner_id)], c.owner_id != 0 AND c.owner_id != sent[-1].2, arrayConcat([(${start}, c.owner_id)], sent), sent) AS steps,
      arrayMap(x -> x.1, steps) AS owner_at, arrayMap(x -> x.2, steps) AS owner_k
    FROM ${records(context, scope, 'contacts', 'k, company_id, decision_maker, position, owner_id, customer_since')} AS c
    LEFT ANY JOIN (SELECT entity_id, groupArray((at, owner_id)) AS list FROM ${changes} GROUP BY entity_id) AS o ON o.entity_id = c.k
    LEFT ANY JOIN ${records(context, scope, 'companies', 'k, region, industry, `size` AS company_size, segment, customer_since')} AS co ON co.k = c.company_id
  )`
}

/** Leads of every client that a touch without lead or deal can be meant for, in the order of their creation: columns client, leads. */
export const leadsOfClients = (context: FactContext, scope: Scope) => `(
  SELECT client, arraySort(groupArray((created_at, open_to, contact, head, company))) AS leads
  FROM ${ofRun(context, scope, 'work_cases', 'client, contact, company, head, created_at, open_to', "entity_kind = 'leads'")} GROUP BY client)`

const leadList = "Array(Tuple(DateTime64(3, 'UTC'), DateTime64(3, 'UTC'), UInt64, UInt64, UInt64))"
const typed = (names: readonly string[], type: string) => Object.fromEntries(names.map((name) => [name, type]))

/** Of a client's `leads` the latest created that is open at `at`, of this contact where that is known; 0 = none. */
export const openLead = (leads: string, at: string, contact: string) =>
  `arrayLast(x -> x.1 <= ${at} AND x.2 > ${at} AND (x.3 = ${contact} OR x.3 = 0 OR ${contact} = 0 OR x.5 = 0), ${leads}).4`

/** Touches with everything joined that they are judged by. */
function joined(context: FactContext, scope: Scope): string {
  const about = ['channel', 'channel_group', 'origin', 'campaign', 'product', 'language']
  const company = ['region', 'industry', 'size', 'segment']
  const instant = "DateTime64(3, 'UTC')"
  const ofCompany = typed(company, 'LowCardinality(String)')
  const owned = { owner_at: `Array(${instant})`, owner_k: 'Array(UInt64)', customer_since: `Nullable(${instant})` }
  const { leads, deals } = context.has
  const own = sideWhere(
    leads,
    'own',
    { client: 'UInt64', leads: leadList },
    () => leadsOfClients(context, scope),
    'if(t.lead_id = 0 AND t.deal_id = 0, t.client, 0)',
  )
  const caseTypes = {
    ...typed(['k', 'head', 'lead', 'contact', 'company'], 'UInt64'),
    ...owned,
    ...typed(about, 'LowCardinality(String)'),
    ...ofCompany,
  }
  const meant = `multiIf(t.deal_id != 0, t.deal_id, t.lead_id != 0, t.lead_id, ${leads ? openLead('own_leads', 't.at', 't.contact') : '0'})`
  const cases = sideWhere(leads || deals, 'c', caseTypes, () => casesByKey(context, scope, Object.keys(caseTypes).join(', ')), meant)
  const cardTypes = { k: 'UInt64', company: 'UInt64', decides: 'Bool', ...owned, ...ofCompany }
  const cards = sideWhere(
    isMet(scope, 'contacts'),
    'ct',
    cardTypes,
    () => contactCards(context, scope),
    `if(t.contact != 0, t.contact, ${leads || deals ? 'c_contact' : '0'})`,
  )
  const isBought = context.purchases === 'deals' ? deals : context.has.payments
  const bought = sideWhere(isBought, 'p', { client: 'UInt64', first_at: instant }, () => firstPurchases(context, scope), 't.client')
  const plain =
    'k source id party client kind direction via at ended_at messages person automated outcome asks wait_s duration_s talk_person_s booked_at cancelled_at thread script materials line extra'
  return `(
    SELECT ${own.none} ${cases.none} ${cards.none} ${bought.none} ${plain
      .split(' ')
      .map((name) => `t.${name} AS ${name}`)
      .join(', ')}, if(t.number != 0, t.number, t.client) AS number, t.lead_id != 0 OR t.deal_id != 0 AS named,
      multiIf(t.deal_id != 0, if(c_lead != 0, c_lead, t.lead_id), c_k != 0, c_head, t.lead_id) AS lead, multiIf(t.deal_id = 0, 0, c_k != 0, c_head, t.deal_id) AS deal,
      if(t.contact != 0, t.contact, c_contact) AS contact, if(c_company != 0, c_company, ct_company) AS company,
      ${about.map((name) => `c_${name} AS ${name}`).join(', ')}, ${company.map((name) => `if(c_company != 0, c_${name}, ct_${name}) AS ${name}`).join(', ')}, ct_decides AS decision_maker,
      least(if(p_client = 0, ${never}, p_first_at), ${orNever('c_customer_since')}, ${orNever('ct_customer_since')}) AS bought_at,
      ${ownerAt('t.at', 'ct_owner_at', 'ct_owner_k')} AS contact_owner, ${ownerAt('t.at', 'c_owner_at', 'c_owner_k')} AS case_owner_then
    FROM ${touchRecords(context, scope)} AS t
    ${own.join} ${cases.join} ${cards.join} ${bought.join}
  )`
}

/**
 * What a touch counts for by itself, and whose it is. One level of columns after the other: the engine copies an expression wherever its
 * alias is named, and plans for longer than it runs.
 */
function judged(context: FactContext, scope: Scope): string {
  const sent = "direction = 'out' AND NOT automated AND outcome NOT IN ('failed', 'bounced')"
  return `(
    SELECT *, if(case_owner != 0, case_owner, owner) AS clock_owner FROM (
      SELECT *, answered AND NOT automated AND ifNull(duration_s, ${context.effectiveCallS}) >= ${context.effectiveCallS} AS effective, is_sent AND kind != 'meeting' AS attempt,
        multiIf(NOT is_sent, NULL, kind = 'call', if(answered OR ifNull(wait_s, ${rangS}) >= ${rangS}, at, NULL), kind = 'meeting', ifNull(booked_at, at), at) AS answers_at,
        multiIf(is_call_in AND NOT answered AND case_owner != 0, case_owner, person != 0, person, case_owner) AS owner
      FROM (
        SELECT *, if(contact_owner != 0 AND (is_call_in OR case_owner_then = 0), contact_owner, case_owner_then) AS case_owner
        FROM (SELECT *, kind = 'call' AND outcome = 'answered' AS answered, kind = 'call' AND direction = 'in' AS is_call_in, ${sent} AS is_sent FROM ${joined(context, scope)})
      )
    )
  )`
}

/** SELECT of the touch facts; the cases of the run come first. */
export function touchFacts(context: FactContext, scope: Scope): string {
  const calendar = calendarJoin(context, 'm', 'clock_owner', 'at', 'span')
  const inner = ['clock_owner', 'contact_owner', 'case_owner_then', 'is_call_in', 'is_sent', 'bought_at']
  return `
    SELECT * EXCEPT (is_call_in), is_call_in AND ${isBusinessTime('calendar', 'at')} AS business_time
    FROM (
      SELECT m.* EXCEPT (${inner.filter((name) => name !== 'is_call_in').join(', ')}), ${unlessNever('m.bought_at')} AS first_purchase_at,
        if(m.bought_at < m.at, 'repeat', 'new') AS customer_kind, ${calendar.calendar} AS calendar
      FROM ${judged(context, scope)} AS m ${calendar.join}
    )`
}
