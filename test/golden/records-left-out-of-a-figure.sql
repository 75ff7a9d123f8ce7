SELECT
    concat(toString(source), ':', id) AS case_id,
    toString(entity_kind) AS case_kind,
    toUnixTimestamp64Milli(created_at) AS case_at,
    toFloat64(NULL) AS case_amount,
    multiIf((population != ''), if((population != ''), toString(population), 'excluded'), 0, 'pending', 0, 'amount', NULL) AS case_reason,
    company AS case_company,
    contact AS case_contact,
    created_at,
    k
FROM
(
    SELECT
        *,
        first_owner AS credited_person,
        1 AS weight,
        created_at AS axis_moment,
        assumeNotNull(ifNull(created_at, frame_until)) AS person_moment
    FROM
    (
        SELECT
            *,
            tupleElement(frame, 1) AS frame_no,
            tupleElement(frame, 2) AS frame_from,
            tupleElement(frame, 3) AS frame_until,
            tupleElement(frame, 5) AS frame_as_of,
            tupleElement(frame, 4) AS frame_asked
        FROM
        (
            SELECT
                *,
                arrayJoin(arrayFilter(f -> (ifNull((created_at >= tupleElement(f, 2)), 0) AND ifNull((created_at < tupleElement(f, 3)), 0)), [tuple(toUInt16(0), toDateTime64('2026-08-31 21:00:00', 3, 'UTC'), toDateTime64('2026-09-30 21:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'), toDateTime64('2026-10-15 12:00:00', 3, 'UTC'))])) AS frame
            FROM fact_leads
            FINAL
            WHERE (ws = 7) AND ifNull((created_at >= toDateTime64('2026-08-31 21:00:00', 3, 'UTC')), 0) AND ifNull((created_at < toDateTime64('2026-09-30 21:00:00', 3, 'UTC')), 0) AND ifNull((open_until >= toDateTime64('2026-08-31 21:00:00.000', 3, 'UTC')), 0)
        )
    )
)
WHERE (in(toString(channel_group), tuple('seo')) OR (toString(channel_group) = '')) AND (population != '')
ORDER BY
    case_at DESC,
    case_id ASC,
    created_at ASC,
    k ASC
LIMIT 100;
