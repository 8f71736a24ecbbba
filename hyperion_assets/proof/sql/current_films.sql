select * exclude (place_in_time)
from (
    select
        *,
        row_number() over (partition by key order by generation desc, "offset" desc, "partition" desc) as place_in_time
    from staged_films
    where outcome in ('staged', 'tombstone')
)
where place_in_time = 1 and outcome = 'staged'
