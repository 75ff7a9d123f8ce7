-- The sales of the period.
SELECT * FROM @sales WHERE sold_at >= @from AND sold_at < @until
