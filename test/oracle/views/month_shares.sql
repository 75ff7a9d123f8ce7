-- October's working days before the 20th, as a share of all; and of five earlier months what had been sold when as many had passed.
WITH
  passed AS (SELECT countIf(day < '2026-10-20') / count() AS share FROM @company_days WHERE day >= '2026-10-01' AND day < '2026-11-01'),
  days AS (SELECT toStartOfMonth(day) AS month, arraySort(groupArray(day)) AS list, toUInt32(floor((SELECT share FROM passed) * length(list) + 1e-9)) AS gone FROM @company_days GROUP BY month),
  sold AS (SELECT toDate(sold_at, @zone) AS day, toStartOfMonth(day) AS month, amount FROM @sales WHERE amount IS NOT NULL)
SELECT s.month AS month, ifNull(sumIf(s.amount, s.day < d.list[d.gone + 1]), 0) / sum(s.amount) AS share
FROM sold AS s JOIN days AS d ON d.month = s.month WHERE s.month >= '2026-02-01' AND s.month < '2026-10-01' GROUP BY s.month HAVING sum(s.amount) > 0
