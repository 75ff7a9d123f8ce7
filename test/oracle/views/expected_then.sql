-- Deals that were open when the period began and expected in it then; `is_open` = neither sold nor lost in it.
SELECT d.source AS source, NOT (ifNull(d.sold_at < @until, false) OR ifNull(d.lost_at < @until, false)) AS is_open FROM @counted_deals AS d
JOIN @deals AS r ON r.k = d.k
LEFT JOIN (SELECT entity_id, argMin(old, at) AS was FROM @value_changes WHERE entity = 'deal' AND field = 'expected_close_at' AND at > @from GROUP BY entity_id) AS c ON c.entity_id = d.k
WHERE d.created_at <= @from AND NOT ifNull(d.sold_at < @from, false) AND NOT ifNull(d.lost_at < @from, false)
  AND if(c.entity_id IS NULL, r.expected_close_at, parseDateTime64BestEffortOrNull(c.was, 3, @zone)) >= @from AND if(c.entity_id IS NULL, r.expected_close_at, parseDateTime64BestEffortOrNull(c.was, 3, @zone)) < @to
