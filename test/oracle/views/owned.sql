-- Who had a lead or deal since when; selling people only where `sells`.
SELECT what, w.k AS k, w.at AS at, w.owner AS owner, ifNull(p.role IN ('', 'seller', 'caller', 'account'), false) AS sells, if(sells, concat(toString(p.source), ':', p.id), NULL) AS person
FROM (
  SELECT toString(entity) AS what, entity_id AS k, at, owner_id AS owner FROM @owner_changes WHERE entity IN ('lead', 'deal')
  UNION ALL SELECT 'lead', k, created_at, owner_id FROM @leads WHERE k NOT IN (SELECT entity_id FROM @owner_changes WHERE entity = 'lead')
  UNION ALL SELECT 'deal', k, created_at, owner_id FROM @deals WHERE k NOT IN (SELECT entity_id FROM @owner_changes WHERE entity = 'deal')
) AS w LEFT JOIN @people AS p ON p.k = w.owner
