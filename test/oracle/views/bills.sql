-- Invoices with the rate of the day of issue and what was paid of them by the end of the period and by the moment asked, in their own currency.
SELECT i.k AS k, toString(i.source) AS source, i.id AS id, i.issued_at AS issued_at, assumeNotNull(i.due_at) AS due_at, i.amount AS own, if(i.currency = 'USD', u.rate, 1) AS rate,
  ifNull(c.paid_until, 0) AS paid_until, ifNull(c.paid_by_now, 0) AS paid_by_now, ifNull(c.paid_by_due, 0) AS paid_by_due
FROM @invoices AS i
LEFT JOIN (
  SELECT p.invoice AS k, sumIf(p.own, p.at < @until) AS paid_until, sumIf(p.own, p.at <= @as_of) AS paid_by_now, sumIf(p.own, p.at <= j.due_at) AS paid_by_due
  FROM @cash AS p JOIN @invoices AS j ON j.k = p.invoice GROUP BY p.invoice
) AS c ON c.k = i.k
LEFT JOIN (
  SELECT i.k AS k, argMax(x.rate, x.day) AS rate FROM @invoices AS i JOIN @rates AS x ON x.currency = i.currency
  WHERE x.day <= toDate(i.issued_at, @zone) AND x.day >= toDate(i.issued_at, @zone) - 7 GROUP BY i.k
) AS u ON u.k = i.k
