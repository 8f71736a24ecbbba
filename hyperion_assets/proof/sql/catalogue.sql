-- One row a film, whatever keys its records have: the record under the film's own key, else the newest.
select *
from current_films
qualify row_number() over (
    partition by film_id order by key <> film_id, generation desc, "offset" desc, "partition" desc
) = 1
