-- Clients who had bought before our data begins.
SELECT b.client AS client, min(y.bought_at) AS since FROM @bought AS b JOIN @buyers AS y ON y.client = b.client
GROUP BY b.client HAVING toDate(since, @zone) < min(b.day)
