-- Calendar of a person since when; nobody and who is in no team work as the company does.
SELECT m.person_id AS person, m.from AS since, m.to AS until, concat(toString(t.source), ':', t.id) AS calendar FROM @memberships AS m JOIN @teams AS t ON t.k = m.team_id
