-- First sale of every client who had not bought before our data begins, credited to its channel, with the day of the lead; `goes_along`
-- = another sale of the same client and day.
SELECT *, toFloat64(ifNull(toFloat64(own_profit), profit) * toFloat64(rate)) AS gross FROM (
  SELECT c.root AS root, c.sold_at AS sold_at, c.amount AS amount, c.rate AS rate, c.own_profit AS own_profit, c.channel AS channel, i.profit AS profit, d.lead AS lead, q.created_at AS came_at, rank() OVER (PARTITION BY x.client ORDER BY toDate(c.sold_at, @zone)) AS purchase,
    row_number() OVER (PARTITION BY x.client ORDER BY c.sold_at, c.root) > 1 AS goes_along, b.bought_at AS bought_at
  FROM @credited AS c JOIN @clients AS x ON x.what = 'deal' AND x.k = c.root JOIN @counted_deals AS d ON d.k = c.root LEFT JOIN @inquiries AS q ON q.k = d.lead AND d.lead != 0
  JOIN @buyers AS b ON b.client = x.client
  LEFT JOIN (SELECT deal_id, sum(toFloat64((price - cost) * quantity)) AS profit FROM @deal_items GROUP BY deal_id) AS i ON i.deal_id = c.k
) WHERE purchase = 1 AND toDate(bought_at, @zone) >= toDate(sold_at, @zone)
