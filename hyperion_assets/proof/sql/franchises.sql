with media_franchises as (
    select media_id, franchise_id, franchise_name
    from named_media
    group by media_id, franchise_id, franchise_name
    qualify row_number() over (
        partition by media_id order by count(*) desc, franchise_id, franchise_name nulls last
    ) = 1
),

spellings as (
    select 0 as rank, franchise_id, franchise_name from catalogue
    union all
    select 1, franchise_id, franchise_name from resolved_entries where kind = 'character' and character_id is not null
    union all
    select 2, franchise_id, franchise_name from media_franchises
)

select franchise_id, franchise_name as name
from spellings
group by franchise_id, franchise_name, rank
qualify row_number() over (partition by franchise_id order by rank, count(*) desc, name) = 1
