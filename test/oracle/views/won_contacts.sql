-- Sales with the contacts from the inquiry, where there is one, to the sale: one per client, day and kind.
SELECT d.source AS source, d.k AS k, d.sold_at AS sold_at, uniqExactIf((t.what, toDate(t.at, @zone)), t.at >= ifNull(i.created_at, d.created_at) AND t.at <= d.sold_at) AS contacts
FROM @counted_deals AS d LEFT JOIN @inquiries AS i ON i.k = d.lead
JOIN @clients AS c ON c.what = 'deal' AND c.k = d.k LEFT JOIN @talks AS t ON t.client = c.client
WHERE d.sold_at IS NOT NULL GROUP BY d.source, d.k, d.sold_at
