-- Deals closed in the period, with their end, the product of the lead where they have none, and the channel of the lead.
SELECT d.k AS k, d.source AS source, d.lead AS lead, d.created_at AS created_at, d.sold_at IS NOT NULL AS won, ifNull(d.sold_at, d.lost_at) AS ended_at,
  if(r.product != '', r.product, ifNull(l.product, '')) AS product, if(i.k > 0, i.channel, r.channel) AS channel
FROM @counted_deals AS d JOIN @deals AS r ON r.k = d.k LEFT JOIN @leads AS l ON l.k = d.lead LEFT JOIN @inquiries AS i ON i.k = d.lead AND i.k = i.root
WHERE (d.sold_at >= @from AND d.sold_at < @until) OR (d.lost_at >= @from AND d.lost_at < @until)
