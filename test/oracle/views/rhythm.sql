-- The customers at the end of the period: days since the last purchase, the activity window and the limit beyond which they are late.
-- Kaplan-Meier by hand over the gaps of each customer, each segment and the company, the running gap of every customer censored.
WITH
  purchases AS (SELECT DISTINCT client, day FROM @bought WHERE at < @until),
  segments AS (SELECT concat('company ', toString(k)) AS client, toString(segment) AS segment FROM @companies),
  gaps AS (
    SELECT p.client AS client, ifNull(m.segment, '') AS segment, if(next = toDate('1970-01-01'), toDate(@until, @zone), next) - day AS gap, next != toDate('1970-01-01') AS ended
    FROM (SELECT client, day, leadInFrame(day) OVER (PARTITION BY client ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS next FROM purchases) AS p
    LEFT JOIN segments AS m ON m.client = p.client
  ),
  groups AS (
    SELECT concat('own ', client) AS part, gap, ended FROM gaps
    UNION ALL SELECT concat('segment ', segment) AS part, gap, ended FROM gaps WHERE segment != ''
    UNION ALL SELECT 'company' AS part, gap, ended FROM gaps
  ),
  limits AS (
    SELECT part, least(365, greatest(30, 2 * ifNull(minOrNull(if(left <= 0.5 + 1e-9, gap, NULL)), 1000))) AS days, minOrNull(if(left <= 0.2 + 1e-9, gap, NULL)) AS late, sum(ended_here) AS ended FROM (
      SELECT part, gap, ended_here, exp(sum(log(1 - ended_here / at_risk)) OVER (PARTITION BY part ORDER BY gap)) AS left FROM (
        SELECT part, gap, countIf(ended) AS ended_here, sum(count()) OVER (PARTITION BY part ORDER BY gap ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS at_risk
        FROM groups GROUP BY part, gap)
    ) GROUP BY part
  ),
  customers AS (
    SELECT p.client AS client, ifNull(any(m.segment), '') AS segment, count() AS times, max(day) AS last FROM purchases AS p LEFT JOIN segments AS m ON m.client = p.client GROUP BY p.client
  )
SELECT c.client AS client, c.segment AS segment, toDate(@until, @zone) - c.last AS since, multiIf(c.times >= 4, own.days, seg.days IS NOT NULL, seg.days, whole.days) AS days,
  coalesce(if(c.times >= 4, own.late, NULL), if(seg.days IS NOT NULL, seg.late, whole.late)) AS late
FROM customers AS c
LEFT JOIN limits AS own ON own.part = concat('own ', c.client)
LEFT JOIN limits AS seg ON seg.part = concat('segment ', c.segment) AND seg.ended >= 20
CROSS JOIN (SELECT days, late FROM limits WHERE part = 'company') AS whole
