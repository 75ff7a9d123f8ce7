-- First purchase of every client, before our data begins too.
SELECT client, min(bought_at) AS bought_at FROM (
  SELECT c.client AS client, s.sold_at AS bought_at FROM @sales AS s JOIN @clients AS c ON c.what = 'deal' AND c.k = s.root
  UNION ALL SELECT concat('company ', toString(k)), customer_since FROM @companies WHERE customer_since IS NOT NULL
  UNION ALL SELECT c.client, x.customer_since FROM @contacts AS x JOIN @clients AS c ON c.what = 'contact' AND c.k = x.k WHERE x.customer_since IS NOT NULL
) GROUP BY client
