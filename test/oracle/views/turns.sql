-- Messages of one side in a thread until the other writes or 30 minutes pass: one row per turn, its first message.
SELECT source, thread_id, way, person, at, k, lead_id, deal_id, contact_id, phone FROM (
  SELECT t.source AS source, t.thread_id AS thread_id, toString(t.direction) AS way, t.at AS at, t.k AS k, t.lead_id AS lead_id, t.deal_id AS deal_id, t.contact_id AS contact_id, t.phone AS phone,
    nullIf(concat(toString(p.source), ':', p.id), '') AS person, lagInFrame(toString(t.direction)) OVER before AS way_before, lagInFrame(t.at) OVER before AS at_before
  FROM @touches AS t LEFT JOIN @people AS p ON p.k = t.person_id
  WHERE t.kind = 'message' AND ifNull(t.automated, false) = false
  WINDOW before AS (PARTITION BY t.source, t.thread_id ORDER BY t.at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
) WHERE way != way_before OR at > at_before + INTERVAL 30 MINUTE
