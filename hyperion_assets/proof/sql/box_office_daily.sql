select film_id, date, state, gross_cents, basis, year
from current_boxoffice
where film_id in (select film_id from films)
