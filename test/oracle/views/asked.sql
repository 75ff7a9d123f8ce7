-- Clients' turns that are more than thanks, with our next turn in the thread, the next turn of anybody, and the hours of who minds it.
WITH
  numbered AS (
    SELECT t.k AS k, t.source AS source, t.thread_id AS thread_id, toString(t.direction) AS way, t.at AS at, t.subject AS subject, n.k IS NOT NULL AS begins
    FROM @touches AS t LEFT JOIN (SELECT k FROM @turns) AS n ON n.k = t.k WHERE t.kind = 'message' AND ifNull(t.automated, false) = false
  ),
  grouped AS (SELECT *, sum(begins) OVER (PARTITION BY source, thread_id ORDER BY at) AS turn FROM numbered),
  spoken AS (
    SELECT toString(source) AS source, thread_id, turn, any(way) AS way, min(g.at) AS at, argMin(g.k, g.at) AS k, countIf(g.subject NOT IN ('Дякую!', 'Ок', 'Спасибо', '👍')) > 0 AS asks
    FROM grouped AS g GROUP BY source, thread_id, turn
  )
SELECT s.source AS source, s.thread_id AS thread_id, s.at AS at, s.k AS k, minOrNullIf(o.at, o.way = 'out') AS reply_at, minOrNull(o.at) AS next_at, any(m.opens) AS opens, any(m.closes) AS closes
FROM spoken AS s JOIN (SELECT k, opens, closes FROM @minded) AS m ON m.k = s.k
LEFT JOIN spoken AS o ON o.source = s.source AND o.thread_id = s.thread_id AND o.turn > s.turn
WHERE s.way = 'in' AND s.asks GROUP BY s.source, s.thread_id, s.at, s.k
