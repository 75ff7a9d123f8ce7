-- Materials that people sent to clients: one row for each touch and material; of messages one for each turn.
SELECT t.k AS k, t.source AS source, t.at AS at, arrayJoin(m.materials) AS material, t.person AS person
FROM @acts AS t JOIN @touches AS m ON m.k = t.k WHERE t.way = 'out' AND t.result NOT IN ('failed', 'bounced') AND notEmpty(m.materials)
UNION ALL
SELECT t.k, t.source, t.at, x.material, t.person FROM @turns AS t JOIN (
  SELECT source, thread_id, person_id, at, arrayJoin(materials) AS material FROM @touches WHERE kind = 'message' AND direction = 'out' AND notEmpty(materials)
) AS x ON x.source = t.source AND x.thread_id = t.thread_id AND x.at = t.at WHERE t.way = 'out'
