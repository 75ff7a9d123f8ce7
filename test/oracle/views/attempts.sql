-- Attempts on leads: calls, e-mails and turns of people, not failed, not bounced.
SELECT lead, k, source, happened_at AS at, person_id FROM @linked
WHERE way = 'out' AND what IN ('call', 'email', 'message') AND NOT is_automated AND result NOT IN ('failed', 'bounced') AND lead != 0 AND (what != 'message' OR k IN (SELECT k FROM @turns))
