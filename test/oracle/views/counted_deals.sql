-- Deals as they count: what continues another is that other one; a card of the source without leads is a deal from the moment it
-- qualified; hiring is none. With their lead (the survivor of merged ones), the sale or the loss.
SELECT d.k AS k, toString(d.source) AS source, d.id AS id, toString(p.kind) AS pipeline_kind, d.source = 'amo' AND p.kind != 'repeat' AS is_card,
  if(is_card, q.at, d.created_at) AS created_at, if(is_card, d.k, coalesce(nullIf(l.root, 0), nullIf(o.root, 0), 0)) AS lead,
  s.sold_at AS sold_at, s.amount AS amount, if(d.outcome = 'lost' AND s.sold_at IS NULL, d.closed_at, NULL) AS lost_at, d.contact_id AS contact_id, d.company_id AS company_id
FROM @deals AS d
JOIN @pipelines AS p ON p.k = d.pipeline_id
LEFT JOIN (SELECT k, min(at) AS at FROM @ways WHERE what = 'deal' AND qualifies GROUP BY k) AS q ON q.k = d.k
LEFT JOIN (SELECT k, if(merged_into = 0, k, merged_into) AS root FROM @leads) AS l ON l.k = d.lead_id
LEFT JOIN (SELECT deal_id, any(if(merged_into = 0, k, merged_into)) AS root FROM @leads WHERE deal_id != 0 GROUP BY deal_id) AS o ON o.deal_id = d.k
LEFT JOIN @sales AS s ON s.root = d.k
WHERE p.kind IN ('qualification', 'sales', 'repeat') AND d.continues_deal_id = 0 AND (NOT is_card OR q.at IS NOT NULL)
