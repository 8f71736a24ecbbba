select
    m.year,
    m.month,
    m.films,
    m.gross_cents,
    m.top_film_id,
    m.basis,
    b.gross_cents as gross_cents_year_before
from box_office_trends as m
left join box_office_trends as b on m.month = b.month and m.year = b.year + 1
