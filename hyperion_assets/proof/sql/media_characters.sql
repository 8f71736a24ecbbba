select e.character_id, a.media_id, e.role
from resolved_entries as e
inner join appearances as a on e.key = a.key
left join role_order as o on e.role = o.role
where e.kind = 'character' and e.character_id is not null and a.kind <> 'film' and a.media_id is not null
qualify row_number() over (
    partition by e.character_id, a.media_id
    order by case when e.role is null then 99 else coalesce(o.place, 50) end, e.role
) = 1
