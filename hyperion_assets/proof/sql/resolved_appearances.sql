-- The same media beside what the entry is.
select
    a.key,
    e.kind as entry_kind,
    e.character_id,
    e.file_franchise_id,
    e.file_franchise_name,
    e.role,
    concat_ws('#', e.source, e.place) as at,
    a.kind,
    a.title,
    a.year,
    a.media_id,
    a.match_key,
    a.loose_key,
    case when a.candidates > 0 then a.candidates::integer end as candidates,
    a.match_rule,
    a.film_id
from appearances as a
inner join resolved_entries as e on a.key = e.key
