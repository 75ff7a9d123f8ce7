-- Touches with the lead they are about: the one named, that of the deal named, else the latest of the contact's that is open then.
-- `at` of a meeting is when it was agreed; `answers` = would answer a lead, `tries` = an attempt.
WITH
  touched AS (
    SELECT t.k AS k, toString(t.source) AS source, toString(t.kind) AS what, toString(t.direction) AS way, t.at AS happened_at, if(t.kind = 'meeting', t.booked_at, t.at) AS at, t.person_id AS person_id,
      toString(t.outcome) AS result, ifNull(t.automated, false) AS is_automated, result = 'answered' OR (result = '' AND t.duration_s > 0) AS was_answered,
      multiIf(what = 'call', was_answered OR ifNull(t.wait_s, 10) >= 10, what = 'meeting', t.booked_at IS NOT NULL, result NOT IN ('bounced', 'failed')) AS counts,
      t.lead_id AS lead_id, t.deal_id AS deal_id, t.phone AS phone, t.thread_id AS thread_id, if(t.contact_id != 0, t.contact_id, ifNull(n.contact, 0)) AS contact
    FROM @touches AS t
    LEFT JOIN (SELECT number, min(k) AS contact FROM (SELECT k, arrayJoin(phone) AS number FROM @contacts) GROUP BY number) AS n ON n.number = t.phone AND t.phone != ''
  ),
  roots AS (SELECT k, if(merged_into = 0, k, merged_into) AS root, contact_id AS contact FROM @leads),
  of_contact AS (SELECT l.k AS k, l.contact_id AS contact FROM @leads AS l UNION ALL SELECT k, contact_id FROM @deals WHERE source = 'amo'),
  latest AS (
    SELECT t.k AS k, argMax(i.k, i.created_at) AS lead FROM touched AS t JOIN of_contact AS c ON c.contact = t.contact JOIN @inquiries AS i ON i.k = c.k
    WHERE t.contact != 0 AND t.lead_id = 0 AND t.deal_id = 0 AND i.population = '' AND i.created_at <= t.happened_at
      AND NOT ifNull(i.won_at <= t.happened_at, false) AND NOT ifNull(i.unsold_at <= t.happened_at, false) GROUP BY t.k
  )
SELECT t.k AS k, t.source AS source, t.what AS what, t.way AS way, t.at AS at, t.happened_at AS happened_at, t.person_id AS person_id, t.result AS result, t.is_automated AS is_automated, t.was_answered AS was_answered,
  t.lead_id != 0 OR t.deal_id != 0 AS named, multiIf(t.lead_id != 0, r.root, t.deal_id != 0, multiIf(d.source = 'amo', ifNull(e.k, 0), ifNull(s.lead, 0)), ifNull(l.lead, 0)) AS lead,
  t.way = 'out' AND NOT t.is_automated AND t.counts AS answers, ifNull(d.root, 0) AS deal, t.phone AS phone, t.thread_id AS thread_id,
  multiIf(t.contact != 0, t.contact, t.lead_id != 0, r.contact, t.deal_id != 0, d.contact, 0) AS contact
FROM touched AS t
LEFT JOIN roots AS r ON r.k = t.lead_id
LEFT JOIN (SELECT k, toString(source) AS source, if(continues_deal_id = 0, k, continues_deal_id) AS root, contact_id AS contact FROM @deals) AS d ON d.k = t.deal_id
LEFT JOIN @counted_deals AS s ON s.k = d.root
LEFT JOIN (SELECT k FROM @inquiries WHERE what = 'deal') AS e ON e.k = d.root
LEFT JOIN latest AS l ON l.k = t.k
