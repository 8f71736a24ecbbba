select studio_id, studio_name, year, films, domestic_gross_cents, worldwide_gross_cents, box_office_cents
from revenue_by_studio_year
