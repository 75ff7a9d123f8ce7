-- Touches with who minds the client then: of inbound calls the owner of the contact, else of the lead or deal; of the rest the other way
-- round. And with the hours of that person's team, of who did it where nobody minds the client.
WITH
  contact_owners AS (
    SELECT entity_id AS k, at, owner_id AS owner FROM @owner_changes WHERE entity = 'contact'
    UNION ALL SELECT k, toDateTime64(0, 3, 'UTC'), owner_id FROM @contacts WHERE k NOT IN (SELECT entity_id FROM @owner_changes WHERE entity = 'contact')
  ),
  by_contact AS (SELECT l.k AS k, argMax(o.owner, o.at) AS owner FROM @linked AS l JOIN contact_owners AS o ON o.k = l.contact WHERE o.at <= l.happened_at GROUP BY l.k),
  by_case AS (
    SELECT l.k AS k, argMax(o.owner, o.at) AS owner FROM @linked AS l LEFT JOIN @inquiries AS i ON i.k = l.lead
    JOIN @owned AS o ON o.k = if(l.deal != 0, l.deal, l.lead) AND o.what = if(l.deal != 0, 'deal', i.what) WHERE o.at <= l.happened_at GROUP BY l.k
  ),
  minds AS (
    SELECT l.k AS k, l.* EXCEPT (k), ifNull(c.owner, 0) AS contact_owner, ifNull(a.owner, 0) AS case_owner,
      if(l.what = 'call' AND l.way = 'in', if(contact_owner != 0, contact_owner, case_owner), if(case_owner != 0, case_owner, contact_owner)) AS owner
    FROM @linked AS l LEFT JOIN by_contact AS c ON c.k = l.k LEFT JOIN by_case AS a ON a.k = l.k
  )
SELECT m.k AS k, m.* EXCEPT (k), h.opens AS opens, h.closes AS closes, arrayExists((o, c) -> o <= toUnixTimestamp64Milli(m.happened_at) / 1000 AND c > toUnixTimestamp64Milli(m.happened_at) / 1000, h.opens, h.closes) AS in_hours
FROM minds AS m LEFT JOIN @shifts AS s ON s.person = if(m.owner != 0, m.owner, m.person_id) JOIN @hours AS h ON h.calendar = ifNull(s.calendar, '')
