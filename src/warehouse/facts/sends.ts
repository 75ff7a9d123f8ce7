// Materials that reached a client, and whether they woke a silent or a refused one.
import { ofRun } from './cases.ts'
import { type FactContext, notSelling, type Scope } from './context.ts'

const silentDays = 14
const kept =
  'k source id party client company contact channel channel_group origin campaign product customer_kind region industry size segment language lead deal named kind via at owner materials'.split(
    ' ',
  )

/** What came from clients: their touches, and the inquiries they made themselves. */
function words(context: FactContext, scope: Scope, alias: string): string {
  const touches = ofRun(
    context,
    scope,
    'fact_touches',
    `client AS ${alias}_client, at AS ${alias}_at`,
    "direction = 'in' AND NOT automated",
  )
  const leads = ofRun(
    context,
    scope,
    'work_cases',
    `client AS ${alias}_client, created_at AS ${alias}_at`,
    "entity_kind = 'leads' AND head = k AND origin IN ('', 'form', 'call', 'message', 'walk_in')",
  )
  return `(SELECT * FROM ${touches} UNION ALL SELECT * FROM ${leads})`
}

/** Cases of each client: columns client, cases (created, open until, sold). */
const casesOfClients = (context: FactContext, scope: Scope) =>
  `(SELECT client, groupArray((created_at, open_to, sold_at IS NOT NULL)) AS cases FROM ${ofRun(context, scope, 'work_cases', 'client, created_at, open_to, sold_at', 'head = k')} GROUP BY client)`

/** SELECT of the sends; touches and cases of the run come first. */
export function sendFacts(context: FactContext, scope: Scope): string {
  const open = 'arrayExists(x -> x.1 <= t.at AND x.2 > t.at, cs.cases)'
  const lost = 'arrayExists(x -> x.2 <= t.at AND NOT x.3, cs.cases)'
  const where = "notEmpty(materials) AND direction = 'out' AND NOT automated AND outcome NOT IN ('failed', 'bounced')"
  return `
    SELECT ${kept.map((name) => `t.${name} AS ${name}`).join(', ')}, t.owner != 0 AND NOT ${notSelling(context, 't.owner')} AS selling,
      b.b_client = 0 OR b.b_at < t.at - toIntervalDay(${silentDays}) AS silent, ${lost} AND NOT ${open} AS refused, if(a.a_client = 0, NULL, a.a_at) AS answered_at
    FROM ${ofRun(context, scope, 'fact_touches', kept.join(', '), where)} AS t
    ASOF LEFT JOIN ${words(context, scope, 'b')} AS b ON b.b_client = t.client AND t.at >= b.b_at
    ASOF LEFT JOIN ${words(context, scope, 'a')} AS a ON a.a_client = t.client AND t.at < a.a_at
    LEFT ANY JOIN ${casesOfClients(context, scope)} AS cs ON cs.client = t.client`
}
