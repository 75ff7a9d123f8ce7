-- What counts for a contact: calls of 30 seconds and more, held meetings, and what clients wrote within 14 days of our writing to them.
SELECT m.* FROM @met AS m
LEFT JOIN (
  SELECT i.k AS k, max(o.at) AS wrote_at FROM @met AS i JOIN @met AS o ON o.client = i.client
  WHERE i.way = 'in' AND i.what IN ('email', 'message') AND o.way = 'out' AND o.what IN ('email', 'message') AND o.result NOT IN ('failed', 'bounced') AND o.at < i.at GROUP BY i.k
) AS w ON w.k = m.k
WHERE (m.what = 'call' AND m.talked) OR (m.what = 'meeting' AND m.result = 'held') OR (m.way = 'in' AND m.what IN ('email', 'message') AND ifNull(w.wrote_at >= m.at - INTERVAL 14 DAY, false))
