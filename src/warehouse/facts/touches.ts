// The touch facts: what was done or came in, whose it was, what it is about, and what it counts for by itself. What follows from
// several of them (contacts, replies, first responses) is derived from these facts.
import { calendarJoin, isBusinessTime } from './business-clock.ts'
import { firstPurchases, ofRun } from './cases.ts'
import { type FactContext, history, ownerAt, quote, records, type Scope } from './context.ts'
import { turnRows } from './turns.ts'
import { isDecisionMaker } from './words.ts'

/** A phone that rang so long was heard. */
const rangS = 10

/** Contacts with their owners in time and whether they decide. */
function contactCards(context: FactContext, scope: Scope): string {
  const changes = history(context, scope, 'owner_changes', ['contacts'], 'entity_id', 'entity_id, at, owner_id', "entity = 'contact'")
  const start = "toDateTime64('1970-01-01 00:00:00', 3, 'UTC')"
  return `(
    SELECT c.k AS k, c.company_id AS company_id, toBool(${isDecisionMaker('c.decision_maker', 'c.position')}) AS decides,
      arraySort(o.list) AS sent,
      multiIf(empty(sent), [(${start}, c.owner_id)], c.owner_id != 0 AND c.owner_id != sent[-1].2, arrayConcat([(${start}, c.owner_id)], sent), sent) AS steps,
      arrayMap(x -> x.1, steps) AS owner_at, arrayMap(x -> x.2, steps) AS owner_k
    FROM ${records(context, scope, 'contacts', 'k, company_id, decision_maker, position, owner_id')} AS c
    LEFT ANY JOIN (SELECT entity_id, groupArray((at, owner_id)) AS list FROM ${changes} GROUP BY entity_id) AS o ON o.entity_id = c.k
  )`
}

/** What a touch counts for by itself, and beside the others of its client and lead. */
function marked(context: FactContext, scope: Scope): string {
  const before = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'
  const hour = `toStartOfHour(toTimeZone(at, ${quote(context.timezone)}))`
  const arrived = "outcome NOT IN ('failed', 'bounced')"
  return `(
    SELECT *, effective AND row_number() OVER same_hour = 1 AS effective_first,
      attempt AND lead != 0 AND count() OVER on_lead > 3 AND dateDiff('millisecond', lagInFrame(at, 3) OVER on_lead, at) <= 86400000 AS rushed
    FROM (
      SELECT *, kind = 'call' AND outcome = 'answered' AS answered,
        answered AND NOT automated AND ifNull(duration_s, ${context.effectiveCallS}) >= ${context.effectiveCallS} AS effective,
        direction = 'out' AND NOT automated AND kind != 'meeting' AND ${arrived} AS attempt,
        multiIf(direction != 'out' OR automated OR NOT ${arrived}, NULL, kind = 'call', if(answered OR ifNull(wait_s, ${rangS}) >= ${rangS}, at, NULL),
          kind = 'meeting', ifNull(booked_at, at), at) AS answers_at
      FROM ${turnRows(context, scope)}
    )
    WINDOW same_hour AS (PARTITION BY if(effective, cityHash64(client, ${hour}), k) ORDER BY at, k ${before}),
      on_lead AS (PARTITION BY if(attempt AND lead != 0, lead, k) ORDER BY at, k ${before})
  )`
}

/** SELECT of the touch facts; the case facts of the run come first. */
export function touchFacts(context: FactContext, scope: Scope): string {
  const cases = ofRun(
    context,
    scope,
    'cases',
    'k, company, contact, channel, channel_group, origin, campaign, product, language, owner_at, owner_k',
  )
  const companies = records(context, scope, 'companies', 'k, region, industry, `size` AS company_size, segment')
  const calendar = calendarJoin(context, 'm', 'clock_owner', 'at', 'span')
  const owned = {
    contact: ownerAt('t.at', 'ct.owner_at', 'ct.owner_k'),
    case: ownerAt('t.at', 'c.owner_at', 'c.owner_k'),
  }
  return `
    SELECT m.* EXCEPT (clock_owner), ${calendar.calendar} AS calendar, direction = 'in' AND kind = 'call' AND ${isBusinessTime('calendar', 'm.at')} AS business_time
    FROM (
      SELECT t.k AS k, t.source AS source, t.id AS id, t.party AS party, t.client AS client,
        if(c.company != 0, c.company, ct.company_id) AS company, if(t.contact != 0, t.contact, c.contact) AS contact, t.lead AS lead, t.deal AS deal, t.named AS named,
        c.channel AS channel, c.channel_group AS channel_group, c.origin AS origin, c.campaign AS campaign, c.product AS product, c.language AS language,
        co.region AS region, co.industry AS industry, co.company_size AS size, co.segment AS segment, t.extra AS extra,
        nullIf(p.first_purchase_at, toDateTime64(0, 3, 'UTC')) AS first_purchase_at, if(first_purchase_at < t.at, 'repeat', 'new') AS customer_kind,
        t.kind AS kind, t.direction AS direction, t.via AS via, t.at AS at, t.ended_at AS ended_at, t.person AS person,
        ${owned.contact} AS contact_owner, ${owned.case} AS lead_owner, t.kind = 'call' AND t.direction = 'in' AS call_in,
        if(call_in, if(contact_owner != 0, contact_owner, lead_owner), if(lead_owner != 0, lead_owner, contact_owner)) AS case_owner,
        multiIf(call_in AND NOT t.answered AND case_owner != 0, case_owner, t.person != 0, t.person, case_owner) AS owner,
        if(case_owner != 0, case_owner, owner) AS clock_owner,
        t.automated AS automated, t.outcome AS outcome, t.answered AS answered, t.effective AS effective, t.effective_first AS effective_first, t.attempt AS attempt,
        t.rushed AS rushed, t.asks AS asks, ct.decides AS decision_maker, t.wait_s AS wait_s, t.duration_s AS duration_s, t.talk_person_s AS talk_person_s,
        t.booked_at AS booked_at, t.cancelled_at AS cancelled_at, t.answers_at AS answers_at, t.thread AS thread, if(t.number != 0, t.number, t.client) AS number,
        t.messages AS messages, t.script AS script, t.materials AS materials, t.line AS line
      FROM ${marked(context, scope)} AS t
      LEFT ANY JOIN ${cases} AS c ON c.k = if(t.deal != 0, t.deal, t.lead)
      LEFT ANY JOIN ${contactCards(context, scope)} AS ct ON ct.k = if(t.contact != 0, t.contact, c.contact)
      LEFT ANY JOIN ${companies} AS co ON co.k = if(c.company != 0, c.company, ct.company_id)
      LEFT ANY JOIN ${firstPurchases(context, scope)} AS p ON p.client = t.client
    ) AS m
    ${calendar.join}`
}
