-- Media that are not films, and all franchises that files give them.
select
    a.media_id,
    a.kind,
    a.title,
    a.year as release_year,
    case
        when e.file_franchise_id is not null then e.file_franchise_id
        when a.year is null then a.media_id
        else left(a.media_id, -1 - len(a.year::varchar))
    end as franchise_id,
    case when e.file_franchise_id is not null then e.file_franchise_name else a.title end as franchise_name
from appearances as a
inner join resolved_entries as e on a.key = e.key
where a.kind <> 'film'
