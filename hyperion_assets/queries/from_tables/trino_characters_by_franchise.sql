select franchise_id, franchise_name, films, characters, leading_characters, talent
from character_counts_by_franchise
