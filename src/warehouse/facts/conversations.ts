// What clients wrote and when we answered: replies to their turns, conversations by day, and inquiries that never got a lead, deal
// or contact. The touch facts come first.
import { businessClock, clockMoment, dayEnd, dayOf, nextWorkingDay } from './business-clock.ts'
import { ofRun } from './cases.ts'
import { type FactContext, links, never, records, type Scope, unlessNever } from './context.ts'

export const caseAbout = [
  'channel',
  'channel_group',
  'origin',
  'campaign',
  'product',
  'customer_kind',
  'language',
  'region',
  'industry',
  'size',
  'segment',
]
const first = ['k', 'source', 'id', 'party', 'client', 'company', 'contact', 'lead', 'deal', 'via', ...caseAbout]
const epoch = "toDateTime64(0, 3, 'UTC')"

/** A wait may last so many business seconds. */
export const waitS = 900

/** Over a left side `w` with calendar, start_business_s and target (the end of the wait allowed): its clock and its real end. */
export function waited(context: FactContext, end: string, name: string): { columns: string; join: string } {
  const due = clockMoment(context, 'w', 'target', 'due')
  const elapsed = `greatest(0, ${businessClock('w.calendar', `assumeNotNull(${end})`)} - w.start_business_s)`
  return {
    columns: `w.start_business_s AS start_business_s, ${due.moment} AS due_15m_at, if(${end} IS NULL, NULL, ${elapsed}) AS ${name}`,
    join: due.join,
  }
}

/** SELECT of the replies: clients' turns that ask something. */
export function replyFacts(context: FactContext, scope: Scope): string {
  const columns = [...first, 'at', 'thread', 'case_owner', 'calendar']
  const turns = ofRun(context, scope, 'fact_touches', `${columns.join(', ')}, owner, direction, asks`, "kind = 'message' AND NOT automated")
  const clock = waited(context, 'w.reply_at', 'reply_business_s')
  return `
    SELECT ${columns.map((name) => `w.${name} AS ${name}`).join(', ')}, w.reply_at AS reply_at, w.next_at AS next_at, if(w.reply_at IS NULL, w.case_owner, w.reply_by) AS owner,
      ${clock.columns}
    FROM (
      SELECT *, ${businessClock('calendar', 'at')} AS start_business_s, start_business_s + ${waitS} AS target
      FROM (
        SELECT *, nullIf(minIf(at, direction = 'out') OVER later, ${epoch}) AS reply_at, argMinIf(owner, at, direction = 'out') OVER later AS reply_by, nullIf(min(at) OVER later, ${epoch}) AS next_at
        FROM ${turns} WINDOW later AS (PARTITION BY thread ORDER BY at DESC, k DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      ) WHERE direction = 'in' AND asks
    ) AS w ${clock.join}`
}

/** SELECT of the conversations by local day with turns of both sides; whose most of our turns were, the earlier writer at a tie. */
export function dialogFacts(context: FactContext, scope: Scope): string {
  const turns = ofRun(
    context,
    scope,
    'fact_touches',
    `${first.join(', ')}, at, thread, owner, direction`,
    "kind = 'message' AND NOT automated",
  )
  return `
    SELECT thread, ${first.map((name, i) => `speaks.${i + 1} AS ${name}`).join(', ')}, at, owner, turns_in, turns_out
    FROM (
      SELECT thread, argMin(head, begins) AS speaks, greatest(minIf(begins.1, direction = 'in'), minIf(begins.1, direction = 'out')) AS at,
        argMaxIf(writer, (turns, -toUnixTimestamp64Milli(begins.1)), direction = 'out') AS owner,
        toInt64(sumIf(turns, direction = 'in')) AS turns_in, toInt64(sumIf(turns, direction = 'out')) AS turns_out
      FROM (
        SELECT thread, direction, if(direction = 'out', owner, 0) AS writer, ${dayOf(context, 'at')} AS day, min((at, k)) AS begins, toInt64(count()) AS turns, argMin(tuple(${first.join(', ')}), (at, k)) AS head
        FROM ${turns} GROUP BY thread, direction, writer, day
      ) GROUP BY thread, day HAVING turns_in > 0 AND turns_out > 0
    )`
}

/** When a client was first entered anywhere: columns client, registered_at (1970: known, nobody knows since when). */
function registered(context: FactContext, scope: Scope): string {
  const cases = ofRun(context, scope, 'work_cases', 'client, created_at AS at, false AS undated')
  const contacts = `SELECT x.base AS client, ifNull(c.created_at, ${never}) AS at, c.created_at IS NULL AS undated
    FROM ${records(context, scope, 'contacts', 'k, created_at')} AS c INNER JOIN ${links(context, scope, 'contacts')} AS x ON x.k = c.k`
  return `(SELECT client, if(min(at) = ${never}, ${epoch}, min(at)) AS registered_at FROM (SELECT client, at, undated FROM ${cases} UNION ALL ${contacts}) GROUP BY client)`
}

/** SELECT of the inquiries of unknown numbers and conversations. */
export function inquiryFacts(context: FactContext, scope: Scope): string {
  const columns = [...first, 'at', 'kind', 'line', 'owner']
  const given = ofRun(
    context,
    scope,
    'fact_touches',
    `${columns.join(', ')}, calendar, thread, number`,
    "direction = 'in' AND (effective OR kind = 'message' AND NOT automated)",
  )
  const later = nextWorkingDay(context, 'w', 'day', 'later')
  return `
    SELECT ${columns.map((name) => `w.${name} AS ${name}`).join(', ')}, w.registered_at AS registered_at, if(${later.day} IS NULL, NULL, ${dayEnd(context, `assumeNotNull(${later.day})`)}) AS due_at
    FROM (
      SELECT t.*, ${unlessNever(`if(r_client = 0, ${never}, r_registered_at)`)} AS registered_at, ${dayOf(context, 't.at')} AS day
      FROM (SELECT * FROM ${given} ORDER BY at, k LIMIT 1 BY if(kind = 'message', thread, number)) AS t
      LEFT ANY JOIN (SELECT client AS r_client, registered_at AS r_registered_at FROM ${registered(context, scope)}) AS r ON r_client = t.client
      WHERE r_client = 0 OR r_registered_at > t.at
    ) AS w ${later.join}`
}
