-- One row per sale: the first sale of a deal and of what continues it, with its owner then and its amount in hryvnias.
WITH
  sold AS (
    SELECT d.*, if(d.outcome = 'won', d.closed_at, w.won_at) AS sold_at, if(d.continues_deal_id = 0, d.k, d.continues_deal_id) AS root
    FROM @deals AS d
    LEFT JOIN (
      SELECT entity_id, min(at) AS won_at FROM @stage_changes
      WHERE entity = 'deal' AND stage_id IN (SELECT k FROM @stages WHERE kind = 'won') GROUP BY entity_id
    ) AS w ON w.entity_id = d.k
    WHERE d.pipeline_id IN (SELECT k FROM @pipelines WHERE kind IN ('qualification', 'sales', 'repeat'))
  ),
  first AS (SELECT root, argMin(k, sold_at) AS k FROM sold WHERE sold_at IS NOT NULL GROUP BY root)
SELECT s.k AS k, s.root AS root, toString(r.source) AS source, r.id AS id, assumeNotNull(s.sold_at) AS sold_at, s.gross_profit AS gross_profit, s.lead_id AS lead_id,
  r.created_at AS created_at, r.lead_id AS root_lead_id, if(s.currency = 'USD', u.rate, 1) AS rate, s.amount * rate AS amount, s.amount AS own_amount, s.outcome AS outcome, s.closed_at AS closed_at,
  nullIf(if(p.role IN ('', 'seller', 'caller', 'account'), concat(p.source, ':', p.id), ''), '') AS person
FROM first AS f
JOIN sold AS s ON s.k = f.k
JOIN @deals AS r ON r.k = s.root
LEFT JOIN (
  SELECT s.k AS k, argMax(c.owner_id, c.at) AS owner FROM sold AS s JOIN @owner_changes AS c ON c.entity = 'deal' AND c.entity_id = s.k
  WHERE c.at <= s.sold_at GROUP BY s.k
) AS o ON o.k = s.k
LEFT JOIN @people AS p ON p.k = ifNull(o.owner, s.owner_id)
LEFT JOIN (
  SELECT s.k AS k, argMax(x.rate, x.day) AS rate FROM sold AS s JOIN @rates AS x ON x.currency = s.currency
  WHERE x.day <= toDate(s.sold_at, @zone) AND x.day >= toDate(s.sold_at, @zone) - 7 GROUP BY s.k
) AS u ON u.k = s.k
