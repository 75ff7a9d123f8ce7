-- Every sale with its client, the local day and the number of the purchase it belongs to: sales of one local day are one purchase.
SELECT c.client AS client, s.root AS root, s.sold_at AS at, toDate(s.sold_at, @zone) AS day, s.amount AS amount, s.person AS person,
  dense_rank() OVER (PARTITION BY c.client ORDER BY toDate(s.sold_at, @zone)) AS nth
FROM @sales AS s JOIN @clients AS c ON c.what = 'deal' AND c.k = s.root
