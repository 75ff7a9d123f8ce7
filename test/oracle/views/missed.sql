-- Missed calls: inbound ones nobody answered, of a number the first and then the first that comes half an hour after the last such one.
-- With our next call to the client, and the next talk because the client called again.
WITH
  unanswered AS (SELECT * FROM @minded WHERE what = 'call' AND way = 'in' AND NOT was_answered AND NOT is_automated),
  /* Nobody here calls more than twice in half an hour. */
  firsts AS (
    SELECT *, leadInFrame(toNullable(happened_at)) OVER (PARTITION BY phone ORDER BY happened_at ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING) AS again_at
    FROM (SELECT *, lagInFrame(toNullable(happened_at)) OVER (PARTITION BY phone ORDER BY happened_at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before_at FROM unanswered)
    WHERE before_at IS NULL OR happened_at >= before_at + INTERVAL 30 MINUTE
  ),
  clients AS (SELECT k, client FROM @met WHERE what = 'call'),
  back AS (
    SELECT f.k AS k, min(m.at) AS at FROM firsts AS f JOIN clients AS c ON c.k = f.k JOIN @met AS m ON m.client = c.client
    WHERE m.what = 'call' AND m.way = 'out' AND m.result != 'failed' AND m.at > f.happened_at GROUP BY f.k
  ),
  got AS (
    SELECT f.k AS k, min(m.at) AS at FROM firsts AS f JOIN clients AS c ON c.k = f.k JOIN @met AS m ON m.client = c.client
    WHERE m.what = 'call' AND m.way = 'in' AND m.result = 'answered' AND m.at > f.happened_at GROUP BY f.k
  )
SELECT f.k AS k, f.* EXCEPT (k), b.at AS back_at, g.at AS talk_at, ifNull(talk_at <= ifNull(back_at, talk_at), false) AS got_through
FROM firsts AS f LEFT JOIN back AS b ON b.k = f.k LEFT JOIN got AS g ON g.k = f.k
