-- Deals open at the end of the period, with the amount, the stage and the owner of then.
SELECT d.k AS k, d.source AS source, d.created_at AS created_at, if(a.entity_id IS NULL, r.amount, toDecimal128OrNull(ifNull(a.amount_was, ''), 8)) * if(r.currency = 'USD', u.rate, 1) AS amount,
  s.stage AS stage, s.since AS since, o.person AS person
FROM @counted_deals AS d
JOIN @deals AS r ON r.k = d.k
LEFT JOIN (SELECT entity_id, argMin(old, at) AS amount_was FROM @value_changes WHERE entity = 'deal' AND field = 'amount' AND at >= @until GROUP BY entity_id) AS a ON a.entity_id = d.k
LEFT JOIN (SELECT k, argMax(stage, at) AS stage, max(at) AS since FROM @ways WHERE what = 'deal' AND at < @until GROUP BY k) AS s ON s.k = d.k
LEFT JOIN (SELECT k, argMax(if(sells, person, NULL), at) AS person FROM @owned WHERE what = 'deal' AND at < @until GROUP BY k) AS o ON o.k = d.k
CROSS JOIN (SELECT argMax(rate, day) AS rate FROM @rates WHERE currency = 'USD' AND day <= toDate(@until - INTERVAL 1 MILLISECOND, @zone) AND day >= toDate(@until - INTERVAL 1 MILLISECOND, @zone) - 7) AS u
WHERE d.created_at < @until AND NOT ifNull(d.sold_at < @until, false) AND NOT ifNull(d.lost_at < @until, false)
