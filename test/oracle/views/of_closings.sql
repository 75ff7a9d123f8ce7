-- Touches of the deals closed in the period: those that name one, or its lead and no other deal, or nothing but its client since the lead.
SELECT c.k AS deal, t.k AS k, t.happened_at AS at FROM @closings AS c JOIN @linked AS t ON t.deal = c.k
UNION ALL SELECT c.k, t.k, t.happened_at FROM @closings AS c JOIN @linked AS t ON t.lead = c.lead WHERE t.deal = 0 AND c.lead != 0
UNION ALL SELECT c.k, t.k, t.happened_at FROM @closings AS c JOIN @clients AS w ON w.what = 'deal' AND w.k = c.k JOIN @clients AS n ON n.what = 'contact' AND n.client = w.client
  JOIN @linked AS t ON t.contact = n.k LEFT JOIN @inquiries AS i ON i.k = c.lead
  WHERE t.deal = 0 AND t.lead = 0 AND t.happened_at >= ifNull(i.created_at, c.created_at)
