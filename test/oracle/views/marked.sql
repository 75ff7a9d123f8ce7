-- Checked calls with their marks.
SELECT t.k AS k, toString(any(t.source)) AS source, any(t.at) AS at, any(t.deal_id) AS deal, any(nullIf(concat(toString(p.source), ':', p.id), '')) AS person,
  any(concat(toString(r.source), ':', r.id)) AS script, sum(s.weight * ifNull(h.present, 0)) / sum(s.weight) AS coverage, max(s.critical AND ifNull(h.present, 0) = 0) AS failed, if(failed, 0, coverage) AS score,
  coverage >= any(s.threshold) - 1e-9 AS followed, any(t.outcome = 'answered' AND t.duration_s >= 30) AS effective
FROM (SELECT * FROM @touches WHERE kind = 'call' AND (transcript != '' OR k IN (SELECT touch_id FROM @script_checks))) AS t
JOIN @script_parts AS s ON s.script = t.script_id JOIN @scripts AS r ON r.k = t.script_id
LEFT JOIN @said AS h ON h.k = t.k AND h.step = s.step LEFT JOIN @people AS p ON p.k = t.person_id
GROUP BY t.k
