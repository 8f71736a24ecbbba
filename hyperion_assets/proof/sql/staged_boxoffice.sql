with lines as (
    select
        value as line,
        value -> '$.headers' as headers,
        value ->> '$.encoding' as encoding,
        value ->> '$.key' as key,
        substr(value, strpos(value, '},"encoding":"json","value":') + 28) as rest
    from raw_boxoffice
),

read as (
    select
        *,
        case when encoding = 'json' then left(rest, -1) end as value,
        case
            when encoding = 'json' then encode(left(rest, -1))
            when encoding = 'base64' then from_base64(line ->> '$.value')
        end as bytes
    from lines
),

members as (
    select
        *,
        coalesce(value ->> '$.film_id', '') as film_id,
        coalesce(value ->> '$.date', '') as date,
        coalesce(value ->> '$.state', '') as state,
        coalesce(value ->> '$.gross_cents', '') as gross_cents,
        coalesce(value ->> '$.basis', '') as basis,
        json_type(value, '$.gross_cents') as gross_type
    from read
),

judged as (
    select
        *,
        case
            when encoding = 'base64' then ['not_json', 'the value is not JSON on one line']
            when key is null and json_exists(line, '$.key_base64') then ['key_not_utf8', 'the key is not UTF-8']
            when key is null then ['no_key', 'the record has no key']
            when coalesce(headers ->> '$.schema_version', '') <> '1' then [
                'wrong_schema_version',
                'the header schema_version is not 1, but ' || coalesce(headers ->> '$.schema_version', 'missing')
            ]
            when encoding = 'none' then null
            when json_type(value) <> 'OBJECT' then ['not_an_object', 'the value is not a JSON object']
            when film_id = '' then ['missing_field', 'film_id is missing']
            when date = '' then ['missing_field', 'date is missing']
            when state = '' then ['missing_field', 'state is missing']
            when gross_cents = '' then ['missing_field', 'gross_cents is missing']
            when basis = '' then ['missing_field', 'basis is missing']
            when json_type(value, '$.film_id') <> 'VARCHAR' then ['invalid_type', 'film_id is not text']
            when not regexp_full_match(date, '\d{4}-\d{2}-\d{2}') or try_cast(date as date) is null
                then ['invalid_date', 'date is not a day (YYYY-MM-DD)']
            when date not between '1930-01-01' and '2040-12-31' then ['invalid_date', 'date is not from 1930 to 2040']
            when state not in (select state from known_states)
                then ['unknown_state', 'state is not one of the 51']
            when not regexp_full_match(gross_cents, '-?\d+') or gross_type = 'VARCHAR'
                then ['invalid_type', 'gross_cents is not a whole number']
            when starts_with(gross_cents, '-')
                then ['negative_amount', 'gross_cents is negative: ' || left(gross_cents, 100)]
            when coalesce(try_cast(gross_cents as hugeint), 1e30) > 1000000000000
                then ['implausible_amount', 'gross_cents is over 1000000000000: ' || left(gross_cents, 100)]
            when basis not in ('modelled', 'modelled_extrapolated')
                then ['unknown_basis', 'basis is not known']
            when key <> film_id || '|' || date || '|' || state
                then ['key_mismatch', 'the key is not film_id|date|state: ' || left(key, 100)]
        end as refused
    from members
)

select
    line ->> '$.topic_id' as topic_id,
    (line ->> '$.generation')::integer as generation,
    (line ->> '$.partition')::integer as "partition",
    (line ->> '$.offset')::bigint as "offset",
    make_timestamptz((line ->> '$.timestamp')::bigint * 1000) as timestamp,
    key,
    headers ->> '$.content_hash' as content_hash,
    headers ->> '$.source' as source,
    headers ->> '$.place' as place,
    headers ->> '$.replay_of' as replay_of,
    case
        when refused is not null then 'quarantined'
        when encoding = 'none' then 'tombstone'
        else 'staged'
    end as outcome,
    refused[1] as reason_code,
    refused[2] as reason,
    case when refused is not null then bytes end as original,
    []::struct(field varchar, code varchar, reason varchar, text varchar)[] as problems,
    case when outcome = 'staged' then film_id end as film_id,
    case when outcome = 'staged' then date::date end as date,
    case when outcome = 'staged' then state end as state,
    case when outcome = 'staged' then gross_cents::bigint end as gross_cents,
    case when outcome = 'staged' then basis end as basis
from judged
