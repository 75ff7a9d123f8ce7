-- Leads received: lead records, and cards of the source that has none. Of merged ones the survivor has the earliest date, channel and
-- first selling owner. When it qualified, when it was closed without (disqualified: or refused), and what was sold of it.
WITH
  received AS (
    SELECT 'lead' AS what, k, toString(source) AS source, id, created_at, if(merged_into = 0, k, merged_into) AS root, toString(origin) AS origin, channel, lost_reason,
      multiIf(merged_into != 0 OR status = 'duplicate', 'duplicate', status = 'spam', 'spam', '') AS population,
      qualified OR status IN ('qualified', 'converted') AS said, qualified_at AS said_at, status = 'disqualified' AS refused,
      if(status IN ('disqualified', 'lost', 'converted') OR closed_at IS NOT NULL, closed_at, NULL) AS closed_at
    FROM @leads
    UNION ALL
    SELECT 'deal', d.k, toString(d.source), d.id, least(d.created_at, ifNull(w.at, d.created_at)), d.k, '', d.channel, d.lost_reason, '', 0, NULL,
      d.outcome = 'lost' AND r.group IN ('junk', 'not_target'), if(d.outcome = 'lost', d.closed_at, NULL)
    FROM @deals AS d JOIN @pipelines AS p ON p.k = d.pipeline_id LEFT JOIN (SELECT k, min(at) AS at FROM @ways GROUP BY k) AS w ON w.k = d.k
    LEFT JOIN @lost_reasons AS r ON r.source = d.source AND r.id = d.lost_reason
    WHERE d.source = 'amo' AND d.continues_deal_id = 0 AND p.kind IN ('qualification', 'sales')
  ),
  merged AS (
    SELECT r.root AS root, min(r.created_at) AS created_at, argMin(r.channel, r.created_at) AS channel, argMinIf(o.person, o.at, o.sells) AS person, minIf(o.at, o.sells) AS owned_at, countIf(o.sells) > 0 AS is_owned
    FROM received AS r LEFT JOIN @owned AS o ON o.k = r.k AND o.what = r.what GROUP BY r.root
  ),
  own AS (SELECT r.k AS k, argMinIf(o.person, o.at, o.sells) AS person, countIf(o.sells) > 0 AS is_owned FROM received AS r LEFT JOIN @owned AS o ON o.k = r.k AND o.what = r.what GROUP BY r.k),
  done AS (
    SELECT lead, min(sold_at) AS won_at, max(lost_at) AS all_lost_at, countIf(sold_at IS NULL AND lost_at IS NULL) AS open, countIf(sold_at IS NOT NULL) AS sold, count() AS deals,
      sum(toFloat64(amount)) AS revenue, countIf(sold_at IS NOT NULL AND amount IS NULL) AS unpriced
    FROM @counted_deals WHERE lead != 0 GROUP BY lead
  )
SELECT r.what AS what, r.k AS k, r.root AS root, r.source AS source, r.id AS id, r.population AS population, r.origin AS origin, r.lost_reason AS lost_reason,
  if(r.k = r.root, m.created_at, r.created_at) AS created_at, if(r.k = r.root, m.channel, r.channel) AS channel, if(r.k = r.root, if(m.is_owned, m.person, NULL), if(w.is_owned, w.person, NULL)) AS person,
  if(r.k = r.root AND m.is_owned, m.owned_at, NULL) AS owned_at,
  r.said OR q.at IS NOT NULL AS is_qualified, least(ifNull(r.said_at, q.at), ifNull(q.at, r.said_at)) AS qualified_at, r.refused AS refused, r.closed_at AS closed_at,
  r.origin IN ('', 'form', 'call', 'message', 'walk_in') AS inbound,
  d.won_at AS won_at, ifNull(d.deals, 0) AS deals, ifNull(d.open, 0) AS open_deals, ifNull(d.revenue, 0) AS revenue, ifNull(d.unpriced, 0) AS unpriced,
  multiIf(won_at IS NOT NULL, NULL, r.refused, r.closed_at, deals > 0, if(open_deals > 0, NULL, d.all_lost_at), r.closed_at) AS unsold_at
FROM received AS r
JOIN merged AS m ON m.root = r.root
JOIN own AS w ON w.k = r.k
LEFT JOIN (SELECT k, what, min(at) AS at FROM @ways WHERE qualifies GROUP BY k, what) AS q ON q.k = r.k AND q.what = r.what
LEFT JOIN done AS d ON d.lead = r.k
