select
    t.talent_id,
    t.name as talent_name,
    f.film_id,
    f.title,
    f.release_year,
    count(distinct c.character_id)::integer as characters,
    string_agg(distinct c.name, '; ' order by c.name) as character_names
from character_talent as p
inner join talent as t on p.talent_id = t.talent_id
inner join films as f on p.film_id = f.film_id
inner join characters as c on p.character_id = c.character_id
group by t.talent_id, t.name, f.film_id, f.title, f.release_year
