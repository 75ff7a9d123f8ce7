-- Calls, e-mails, meetings and turns of people and clients, with the client: of the lead, deal or contact named, else of the number.
SELECT t.k AS k, t.source AS source, t.what AS what, t.way AS way, t.at AS at, t.person AS person, t.result AS result, t.talked AS talked,
  coalesce(l.client, d.client, c.client, n.client, if(t.phone != '', concat('number ', t.phone), concat('touch ', toString(t.k)))) AS client
FROM (
  SELECT k, toString(source) AS source, what, way, at, person, result, was_answered AND ifNull(duration_s, 30) >= 30 AS talked, lead_id, deal_id, contact_id, phone FROM @acts
  UNION ALL SELECT k, toString(source), 'message', way, at, person, '', 0, lead_id, deal_id, contact_id, phone FROM @turns
) AS t
LEFT JOIN (SELECT k, client FROM @clients WHERE what = 'lead') AS l ON l.k = t.lead_id
LEFT JOIN (SELECT k, client FROM @clients WHERE what = 'deal') AS d ON d.k = t.deal_id
LEFT JOIN (SELECT k, client FROM @clients WHERE what = 'contact') AS c ON c.k = t.contact_id
LEFT JOIN (
  SELECT number, argMin(w.client, x.k) AS client FROM (SELECT k, arrayJoin(phone) AS number FROM @contacts) AS x
  JOIN (SELECT k, client FROM @clients WHERE what = 'contact') AS w ON w.k = x.k GROUP BY number
) AS n ON n.number = t.phone AND t.phone != ''
