select
    r.studio_id,
    r.studio_name,
    r.year,
    r.films,
    r.domestic_gross_cents,
    r.worldwide_gross_cents,
    r.box_office_cents,
    (
        select avg(f.runtime_min) from films as f where f.studio_id = r.studio_id and f.release_year = r.year
    ) as average_runtime_min,
    case when r.films > 0 then (
        select count(distinct c.character_id)
        from films as f
        inner join character_films as c on f.film_id = c.film_id
        where f.studio_id = r.studio_id and f.release_year = r.year
    )::integer end as characters
from revenue_by_studio_year as r
order by r.studio_id, r.year
