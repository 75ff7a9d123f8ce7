-- For every purchase the first day on which it lay further back than the activity window of that day, if nothing was bought before it:
-- Kaplan-Meier by hand for every day, over the gaps of each customer, each segment and the company as known when the day began.
WITH
  purchases AS (SELECT client, day, row_number() OVER (PARTITION BY client ORDER BY day) AS nth, leadInFrame(toNullable(day)) OVER (PARTITION BY client ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS next FROM (SELECT DISTINCT client, day FROM @bought WHERE at < @until)),
  segments AS (SELECT concat('company ', toString(k)) AS client, toString(segment) AS segment FROM @companies),
  days AS (SELECT toDate(@until, @zone) - number AS d FROM numbers(230)),
  gaps AS (
    SELECT d.d AS d, p.client AS client, ifNull(m.segment, '') AS segment, if(ifNull(p.next < d.d, false), assumeNotNull(p.next) - p.day, d.d - p.day) AS gap, ifNull(p.next < d.d, false) AS ended
    FROM days AS d CROSS JOIN purchases AS p LEFT JOIN segments AS m ON m.client = p.client WHERE p.day < d.d
  ),
  groups AS (
    SELECT d, concat('own ', client) AS part, gap, ended FROM gaps
    UNION ALL SELECT d, concat('segment ', segment) AS part, gap, ended FROM gaps WHERE segment != ''
    UNION ALL SELECT d, 'company' AS part, gap, ended FROM gaps
  ),
  windows AS (
    SELECT d, part, least(365, greatest(30, 2 * ifNull(minOrNull(if(left <= 0.5 + 1e-9, gap, NULL)), 1000))) AS days, sum(ended_here) AS ended FROM (
      SELECT d, part, gap, ended_here, exp(sum(log(1 - ended_here / at_risk)) OVER (PARTITION BY d, part ORDER BY gap)) AS left FROM (
        SELECT d, part, gap, countIf(ended) AS ended_here, sum(count()) OVER (PARTITION BY d, part ORDER BY gap ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS at_risk
        FROM groups GROUP BY d, part, gap)
    ) GROUP BY d, part
  )
SELECT p.client AS client, p.day AS day, any(p.next) AS next, min(d.d) AS left_on
FROM purchases AS p CROSS JOIN days AS d
LEFT JOIN segments AS m ON m.client = p.client
LEFT JOIN windows AS own ON own.part = concat('own ', p.client) AND own.d = d.d
LEFT JOIN windows AS seg ON seg.part = concat('segment ', m.segment) AND seg.d = d.d AND seg.ended >= 20
LEFT JOIN windows AS whole ON whole.part = 'company' AND whole.d = d.d
WHERE d.d > p.day AND (p.next IS NULL OR d.d <= p.next) AND d.d - p.day > multiIf(p.nth >= 4, own.days, seg.days IS NOT NULL, seg.days, whole.days)
GROUP BY p.client, p.day
