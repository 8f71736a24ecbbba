with described as (
    select media_id, kind, title, release_year
    from named_media
    group by media_id, kind, title, release_year
    qualify row_number() over (
        partition by media_id order by count(*) desc, kind, title, release_year nulls last
    ) = 1
),

franchise as (
    select media_id, franchise_id, franchise_name
    from named_media
    group by media_id, franchise_id, franchise_name
    qualify row_number() over (
        partition by media_id order by count(*) desc, franchise_id, franchise_name nulls last
    ) = 1
)

select d.media_id, d.kind, d.title, d.release_year, f.franchise_id
from described as d
inner join franchise as f on d.media_id = f.media_id
