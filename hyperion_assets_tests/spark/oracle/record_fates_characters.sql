with winners as (
    select *
    from staged_characters
    where outcome in ('staged', 'tombstone')
    qualify row_number() over (partition by key order by generation desc, "offset" desc, "partition" desc) = 1
)

select
    case
        when s.outcome <> 'staged' then s.outcome
        when w.outcome = 'tombstone' then 'deleted'
        when (w.generation, w."offset", w."partition") = (s.generation, s."offset", s."partition") then 'current'
        when w.content_hash = s.content_hash then 'duplicate'
        else 'superseded'
    end as fate,
    count(*) as records
from staged_characters as s
left join winners as w on s.key = w.key
group by 1
