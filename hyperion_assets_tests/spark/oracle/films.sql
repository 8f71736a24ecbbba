select
    film_id, title, release_year, release_date, release_type, animation_type, runtime_min, mpaa_rating,
    budget_cents, domestic_gross_cents, domestic_original_run_cents, worldwide_gross_cents,
    studio_id, franchise_id,
    release_date_confidence, runtime_confidence, mpaa_confidence, budget_confidence,
    domestic_gross_confidence, worldwide_gross_confidence, animation_type_confidence, release_type_confidence
from catalogue
