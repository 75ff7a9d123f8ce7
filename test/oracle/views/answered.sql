-- Leads with the owner, and so the hours, at their beginning, the first response and the first contact (of a merged one with the survivor).
WITH
  first AS (
    SELECT i.k AS k, countIf(t.way = 'in' AND t.what = 'call' AND t.was_answered AND t.named AND t.at <= i.created_at) > 0 AS brought,
      minIf(greatest(t.at, i.created_at), t.answers AND (t.named OR t.at >= i.created_at)) AS answered_at, countIf(t.answers AND (t.named OR t.at >= i.created_at)) > 0 AS is_answered
    FROM @inquiries AS i JOIN @linked AS t ON t.lead = i.k GROUP BY i.k
  ),
  talked AS (
    SELECT i.k AS k, min(greatest(c.at, i.created_at)) AS at FROM @inquiries AS i JOIN @linked AS t ON t.lead = i.root JOIN @talks AS c ON c.k = t.k
    WHERE t.named OR c.at >= i.created_at GROUP BY i.k
  ),
  began AS (
    SELECT i.k AS k, argMax(o.owner, o.at) AS owner FROM @inquiries AS i JOIN @owned AS o ON o.k = i.k AND o.what = i.what WHERE o.at <= i.created_at GROUP BY i.k
  )
SELECT i.k AS k, i.* EXCEPT (k), if(f.brought, i.created_at, if(f.is_answered, f.answered_at, NULL)) AS response_at, c.at AS contact_at, b.owner AS owner, h.opens AS opens, h.closes AS closes
FROM @inquiries AS i
LEFT JOIN first AS f ON f.k = i.k
LEFT JOIN talked AS c ON c.k = i.k
LEFT JOIN began AS b ON b.k = i.k
LEFT JOIN @shifts AS s ON s.person = b.owner
JOIN @hours AS h ON h.calendar = ifNull(s.calendar, '')
