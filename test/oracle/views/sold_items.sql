-- Positions of the sales, in hryvnias; `later` = added on a later local day than the first position of the deal.
SELECT s.source AS source, s.person AS person, s.sold_at AS sold_at, s.rate AS rate, i.product AS product, i.category AS category, i.addon AS addon, i.price AS price, ifNull(i.quantity, 1) AS quantity, i.cost AS cost, i.list_price AS list_price,
  toDate(i.added_at, @zone) > toDate(f.first_at, @zone) AS later
FROM @deal_items AS i
JOIN @sales AS s ON s.k = i.deal_id
JOIN (SELECT deal_id, min(added_at) AS first_at FROM @deal_items GROUP BY deal_id) AS f ON f.deal_id = i.deal_id
