-- Steps that led to each sale, in order, equal neighbours merged: `place` of `places`, with the day of the step on the local clock. Visits
-- of everybody ever known as the contact of the lead in the 90 days before it, then the channel of the lead; of a deal without a lead
-- its own. Of who had bought before only what came after that.
WITH
  bought AS (
    SELECT client, toDate(sold_at, @zone) AS day, min(sold_at) AS at FROM (
      SELECT c.client AS client, s.sold_at AS sold_at FROM @sales AS s JOIN @clients AS c ON c.what = 'deal' AND c.k = s.root
    ) GROUP BY client, day
    UNION ALL SELECT concat('company ', toString(k)), toDate(customer_since, @zone), customer_since FROM @companies WHERE customer_since IS NOT NULL
    UNION ALL SELECT x.client, toDate(n.customer_since, @zone), n.customer_since FROM @contacts AS n JOIN @clients AS x ON x.what = 'contact' AND x.k = n.k WHERE n.customer_since IS NOT NULL
  ),
  sold AS (
    SELECT d.k AS deal, d.lead AS lead, d.created_at AS created_at, ifNull(i.created_at, d.created_at) AS came_at, ifNull(i.channel, r.channel) AS channel,
      multiIf(i.what = 'lead', l.contact_id, i.what = 'deal', r.contact_id, 0) AS contact, c.client AS client
    FROM @counted_deals AS d JOIN @deals AS r ON r.k = d.k
    LEFT JOIN @inquiries AS i ON i.k = d.lead AND d.lead != 0 LEFT JOIN @leads AS l ON l.k = d.lead JOIN @clients AS c ON c.what = 'deal' AND c.k = d.k
    WHERE d.sold_at IS NOT NULL
  ),
  since AS (SELECT s.deal AS deal, max(b.at) AS at FROM sold AS s JOIN bought AS b ON b.client = s.client WHERE b.at < s.created_at GROUP BY s.deal),
  known AS (
    SELECT DISTINCT s.deal AS deal, v.source AS source, v.visitor_id AS visitor FROM @visits AS v
    LEFT JOIN (SELECT k, if(merged_into = 0, k, merged_into) AS root, contact_id FROM @leads) AS l ON l.k = v.lead_id
    LEFT JOIN (SELECT k, contact_id FROM @leads) AS h ON h.k = l.root
    JOIN sold AS s ON s.contact != 0 AND (s.contact = v.contact_id OR s.contact = h.contact_id)
  ),
  seen AS (
    SELECT s.deal AS deal, v.at AS at, v.id AS id, v.channel AS channel FROM sold AS s JOIN known AS n ON n.deal = s.deal JOIN @visits AS v ON v.source = n.source AND v.visitor_id = n.visitor
    LEFT JOIN since AS b ON b.deal = s.deal
    WHERE s.lead != 0 AND v.at <= s.came_at AND @wall(s.came_at) - @wall(v.at) <= 90 * 86400 AND v.at > ifNull(b.at, toDateTime64(0, 3, 'UTC'))
  ),
  whole AS (
    SELECT deal, at, id, channel FROM seen
    UNION ALL
    SELECT s.deal, s.came_at, '~', s.channel FROM sold AS s LEFT JOIN (SELECT deal, argMax(channel, (at, id)) AS channel FROM seen GROUP BY deal) AS t ON t.deal = s.deal LEFT JOIN since AS b ON b.deal = s.deal
    WHERE s.channel != '' AND ifNull(t.channel, '') != s.channel AND s.came_at > ifNull(b.at, toDateTime64(0, 3, 'UTC'))
  ),
  marked AS (SELECT deal, at, id, channel, leadInFrame(channel) OVER (PARTITION BY deal ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS next FROM whole)
SELECT deal, channel, @wall(at) / 86400 AS day, row_number() OVER (PARTITION BY deal ORDER BY at, id) AS place, count() OVER (PARTITION BY deal) AS places
FROM marked WHERE channel != next
