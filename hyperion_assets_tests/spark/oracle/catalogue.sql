-- One row a film, whatever keys its records have.
select *
from current_films
qualify row_number() over (partition by film_id order by generation desc, "offset" desc, "partition" desc) = 1
