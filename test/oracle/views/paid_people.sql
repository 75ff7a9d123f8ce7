-- Who is with the company in October, with what they sold, won and lost in it so far, their plans, known reasons of refusals, calls.
WITH
  here AS (SELECT k, toString(role) AS role, concat(toString(source), ':', id) AS person FROM @people WHERE (hired_at IS NULL OR hired_at < @to) AND (left_at IS NULL OR left_at > @from)),
  closed AS (
    SELECT d.k AS k, any(d.sold_at) AS sold_at, argMax(if(o.sells, o.person, NULL), o.at) AS person
    FROM @counted_deals AS d LEFT JOIN @owned AS o ON o.what = 'deal' AND o.k = d.k AND o.at <= ifNull(d.sold_at, d.lost_at)
    WHERE (d.sold_at >= @from AND d.sold_at < @until) OR (d.lost_at >= @from AND d.lost_at < @until) GROUP BY d.k
  ),
  shares AS (
    SELECT c.person AS person, countIf(c.sold_at IS NOT NULL) / count() AS rate,
      countIf(c.sold_at IS NULL AND d.lost_reason != '' AND ifNull(r.group, '') != 'other' AND lowerUTF8(ifNull(r.name, d.lost_reason)) NOT IN ('другое', 'інше', 'other')) / nullIf(countIf(c.sold_at IS NULL), 0) AS known
    FROM closed AS c JOIN @deals AS d ON d.k = c.k LEFT JOIN @lost_reasons AS r ON r.source = d.source AND r.id = d.lost_reason GROUP BY c.person
  )
SELECT h.k AS k, h.role AS role, h.person AS person, ifNull(s.revenue, 0) AS revenue, ifNull(s.deals, 0) AS deals, p.rate AS rate, p.known AS known, ifNull(c.calls, 0) AS calls, t.target AS revenue_target
FROM here AS h
LEFT JOIN (SELECT person, sum(toFloat64(amount)) AS revenue, count() AS deals FROM @period_sales GROUP BY person) AS s ON s.person = h.person
LEFT JOIN shares AS p ON p.person = h.person
LEFT JOIN (SELECT person, count() AS calls FROM @acts WHERE what = 'call' AND way = 'out' AND at >= @from AND at < @until GROUP BY person) AS c ON c.person = h.person
LEFT JOIN (SELECT person_id, toFloat64(target) AS target FROM @plans WHERE metric = 'revenue' AND `from` = '2026-10-01' AND person_id != 0) AS t ON t.person_id = h.k
