-- The last answer of a contact in the period, of each kind.
SELECT toString(f.kind) AS kind, if(f.contact_id != 0, f.contact_id, f.k) AS who, argMax(f.score, f.at) AS score, argMax(nullIf(concat(toString(p.source), ':', p.id), ''), f.at) AS person
FROM @feedback AS f LEFT JOIN @people AS p ON p.k = f.person_id WHERE f.at >= @from AND f.at < @until GROUP BY kind, who
