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

const turnsOf = (context: FactContext, scope: Scope, columns: string) =>
  ofRun(context, scope, 'fact_touches', columns, "kind = 'message' AND NOT automated")

/** SELECT of the replies: clients' turns that ask something. Ordered as narrow rows, then given what they are about. */
export function replyFacts(context: FactContext, scope: Scope): string {
  const columns = [...first, 'at', 'thread', 'case_owner', 'calendar']
  const clock = waited(context, 'w.reply_at', 'reply_business_s')
  const later = 'PARTITION BY thread ORDER BY at DESC, k DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING'
  return `
    SELECT ${columns.map((name) => `w.${name} AS ${name}`).join(', ')}, w.reply_at AS reply_at, w.next_at AS next_at, if(w.reply_at IS NULL, w.case_owner, w.reply_by) AS owner,
      ${clock.columns}
    FROM (
      SELECT t.*, n.reply_at AS reply_at, n.reply_by AS reply_by, n.next_at AS next_at, ${businessClock('t.calendar', 't.at')} AS start_business_s, start_business_s + ${waitS} AS target
      FROM ${ofRun(context, scope, 'fact_touches', columns.join(', '), 'asks')} AS t
      INNER JOIN (
        SELECT k AS n_k, reply_at, reply_by, next_at FROM (
          SELECT k, asks, nullIf(minIf(at, is_ours) OVER later, ${epoch}) AS reply_at, argMinIf(owner, at, is_ours) OVER later AS reply_by, nullIf(min(at) OVER later, ${epoch}) AS next_at
          FROM ${turnsOf(context, scope, "k, thread, at, asks, owner, direction = 'out' AS is_ours")} WINDOW later AS (${later})
        ) WHERE asks
      ) AS n ON n_k = t.k
    ) AS w ${clock.join}`
}

/** SELECT of the conversations by local day with turns of both sides; whose most of our turns were, the earlier writer at a tie. */
export function dialogFacts(context: FactContext, scope: Scope): string {
  return `
    SELECT ${first.map((name) => `t.${name} AS ${name}`).join(', ')}, d.thread AS thread, d.joined_at AS at, d.owner AS owner, d.turns_in AS turns_in, d.turns_out AS turns_out
    FROM ${turnsOf(context, scope, first.join(', '))} AS t
    INNER JOIN (
      SELECT thread, d_k, joined_at, turns_in, turns_out, arraySort((x, i) -> (-arrayCount(y -> y.2 = x, ours), i), arrayDistinct(ours.2) AS writers, arrayEnumerate(writers))[1] AS owner
      FROM (
        SELECT thread, argMin(k, (at, k)) AS d_k, greatest(minIf(at, is_ours), minIf(at, NOT is_ours)) AS joined_at, toInt64(countIf(NOT is_ours)) AS turns_in,
          toInt64(countIf(is_ours)) AS turns_out, arraySort(groupArrayIf((at, owner), is_ours)) AS ours
        FROM ${turnsOf(context, scope, "k, thread, at, owner, direction = 'out' AS is_ours")} GROUP BY thread, ${dayOf(context, 'at')} HAVING turns_in > 0 AND turns_out > 0
      )
    ) AS d ON d_k = t.k`
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
  const columns = [...first, 'at', 'kind', 'line', 'owner', 'calendar']
  const given = "direction = 'in' AND (effective OR kind = 'message' AND NOT automated)"
  const later = nextWorkingDay(context, 'w', 'day', 'later')
  return `
    SELECT ${columns.map((name) => `w.${name} AS ${name}`).join(', ')}, w.registered_at AS registered_at, if(${later.day} IS NULL, NULL, ${dayEnd(context, `assumeNotNull(${later.day})`)}) AS due_at
    FROM (
      SELECT t.*, n.registered_at AS registered_at, ${dayOf(context, 't.at')} AS day
      FROM ${ofRun(context, scope, 'fact_touches', columns.join(', '), given)} AS t
      INNER JOIN (
        SELECT f_k AS n_k, ${unlessNever(`if(r_client = 0, ${never}, r_registered_at)`)} AS registered_at
        FROM (
          SELECT argMin(k, (at, k)) AS f_k, min(at) AS f_at, argMin(client, (at, k)) AS f_client
          FROM ${ofRun(context, scope, 'fact_touches', 'k, client, at, kind, thread, number', given)} GROUP BY if(kind = 'message', thread, number)
        ) AS f
        LEFT ANY JOIN (SELECT client AS r_client, registered_at AS r_registered_at FROM ${registered(context, scope)}) AS r ON r_client = f_client
        WHERE r_client = 0 OR r_registered_at > f_at
      ) AS n ON n_k = t.k
    ) AS w ${later.join}`
}
