-- Calls, e-mails and meetings of people, with who did them.
SELECT t.*, toString(t.kind) AS what, toString(t.direction) AS way, toString(t.outcome) AS result, nullIf(concat(toString(p.source), ':', p.id), '') AS person,
  result = 'answered' OR (result = '' AND t.duration_s > 0) AS was_answered
FROM @touches AS t LEFT JOIN @people AS p ON p.k = t.person_id
WHERE t.kind != 'message' AND ifNull(t.automated, false) = false
