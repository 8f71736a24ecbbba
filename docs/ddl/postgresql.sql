-- Generated from `hyperion_assets/model` by `python -m hyperion_assets.model`; do not edit.

CREATE SCHEMA hyperion;

CREATE TABLE hyperion.studios (
  studio_id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  parent_company TEXT,
  active_from INTEGER,
  active_to INTEGER,
  CONSTRAINT pk_studios PRIMARY KEY (studio_id)
);

COMMENT ON TABLE hyperion.studios IS 'Animation studios of the catalogue.';

COMMENT ON COLUMN hyperion.studios.studio_id IS 'Slug of the studio''s name.';

COMMENT ON COLUMN hyperion.studios.name IS 'The studio''s name as the catalogue writes it.';

COMMENT ON COLUMN hyperion.studios.parent_company IS 'Company that owns the studio, or owned it last.';

COMMENT ON COLUMN hyperion.studios.active_from IS 'First year of work.';

COMMENT ON COLUMN hyperion.studios.active_to IS 'Last year of work; null while active or unknown.';

CREATE TABLE hyperion.franchises (
  franchise_id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT pk_franchises PRIMARY KEY (franchise_id)
);

COMMENT ON TABLE hyperion.franchises IS 'Franchises; a film that stands alone has one of its own.';

COMMENT ON COLUMN hyperion.franchises.franchise_id IS 'Slug of the franchise''s name.';

COMMENT ON COLUMN hyperion.franchises.name IS 'The franchise''s name.';

CREATE TABLE hyperion.films (
  film_id TEXT COLLATE "C" NOT NULL,
  title TEXT NOT NULL,
  release_year INTEGER NOT NULL,
  release_date DATE,
  release_type TEXT,
  animation_type TEXT,
  runtime_min INTEGER,
  mpaa_rating TEXT,
  budget_cents BIGINT,
  domestic_gross_cents BIGINT,
  domestic_original_run_cents BIGINT,
  worldwide_gross_cents BIGINT,
  studio_id TEXT COLLATE "C" NOT NULL,
  franchise_id TEXT COLLATE "C" NOT NULL,
  release_date_confidence TEXT,
  runtime_confidence TEXT,
  mpaa_confidence TEXT,
  budget_confidence TEXT,
  domestic_gross_confidence TEXT,
  worldwide_gross_confidence TEXT,
  animation_type_confidence TEXT,
  release_type_confidence TEXT,
  CONSTRAINT pk_films PRIMARY KEY (film_id),
  CONSTRAINT ck_films_release_year_range CHECK ("release_year" >= 1900),
  CONSTRAINT ck_films_release_type_allowed CHECK ("release_type" IN ('theatrical', 'direct_to_video', 'streaming', 'limited')),
  CONSTRAINT ck_films_animation_type_allowed CHECK ("animation_type" IN ('animated', 'hybrid')),
  CONSTRAINT ck_films_runtime_min_range CHECK ("runtime_min" >= 1),
  CONSTRAINT ck_films_mpaa_rating_allowed CHECK ("mpaa_rating" IN ('G', 'PG', 'PG-13', 'R', 'NC-17', 'NR')),
  CONSTRAINT ck_films_budget_cents_range CHECK ("budget_cents" >= 0),
  CONSTRAINT ck_films_domestic_gross_cents_range CHECK ("domestic_gross_cents" >= 0),
  CONSTRAINT ck_films_domestic_original_run_cents_range CHECK ("domestic_original_run_cents" >= 0),
  CONSTRAINT ck_films_worldwide_gross_cents_range CHECK ("worldwide_gross_cents" >= 0),
  CONSTRAINT ck_films_release_date_confidence_allowed CHECK ("release_date_confidence" IN ('two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing')),
  CONSTRAINT ck_films_runtime_confidence_allowed CHECK ("runtime_confidence" IN ('two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing')),
  CONSTRAINT ck_films_mpaa_confidence_allowed CHECK ("mpaa_confidence" IN ('two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing')),
  CONSTRAINT ck_films_budget_confidence_allowed CHECK ("budget_confidence" IN ('two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing')),
  CONSTRAINT ck_films_domestic_gross_confidence_allowed CHECK ("domestic_gross_confidence" IN ('two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing')),
  CONSTRAINT ck_films_worldwide_gross_confidence_allowed CHECK ("worldwide_gross_confidence" IN ('two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing')),
  CONSTRAINT ck_films_animation_type_confidence_allowed CHECK ("animation_type_confidence" IN ('two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing')),
  CONSTRAINT ck_films_release_type_confidence_allowed CHECK ("release_type_confidence" IN ('two_sources_agree', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing'))
);

COMMENT ON TABLE hyperion.films IS 'Animated and hybrid features. Amounts are nominal; domestic is the United States and Canada together.';

COMMENT ON COLUMN hyperion.films.film_id IS 'Slug of title and release year.';

COMMENT ON COLUMN hyperion.films.title IS 'Title as the catalogue writes it.';

COMMENT ON COLUMN hyperion.films.release_year IS 'Year that identifies the film beside its title.';

COMMENT ON COLUMN hyperion.films.release_date IS 'First wide release; up to 13 months after the year''s start for premieres.';

COMMENT ON COLUMN hyperion.films.release_type IS 'How the film came out.';

COMMENT ON COLUMN hyperion.films.animation_type IS 'Wholly animated, or mixed with live action.';

COMMENT ON COLUMN hyperion.films.runtime_min IS 'Running time, minutes.';

COMMENT ON COLUMN hyperion.films.mpaa_rating IS 'Rating of the Motion Picture Association; NR is not rated.';

COMMENT ON COLUMN hyperion.films.budget_cents IS 'Production budget, US cents.';

COMMENT ON COLUMN hyperion.films.domestic_gross_cents IS 'Domestic gross of all releases, US cents.';

COMMENT ON COLUMN hyperion.films.domestic_original_run_cents IS 'Domestic gross of the original run, US cents.';

COMMENT ON COLUMN hyperion.films.worldwide_gross_cents IS 'Worldwide gross of all releases, US cents.';

COMMENT ON COLUMN hyperion.films.studio_id IS 'Studio that made the film.';

COMMENT ON COLUMN hyperion.films.franchise_id IS 'Franchise that the film belongs to.';

COMMENT ON COLUMN hyperion.films.release_date_confidence IS 'How well the release date is sourced.';

COMMENT ON COLUMN hyperion.films.runtime_confidence IS 'How well the running time is sourced.';

COMMENT ON COLUMN hyperion.films.mpaa_confidence IS 'How well the rating is sourced.';

COMMENT ON COLUMN hyperion.films.budget_confidence IS 'How well the budget is sourced.';

COMMENT ON COLUMN hyperion.films.domestic_gross_confidence IS 'How well the domestic gross is sourced.';

COMMENT ON COLUMN hyperion.films.worldwide_gross_confidence IS 'How well the worldwide gross is sourced.';

COMMENT ON COLUMN hyperion.films.animation_type_confidence IS 'How well the animation type is sourced.';

COMMENT ON COLUMN hyperion.films.release_type_confidence IS 'How well the release type is sourced.';

ALTER TABLE hyperion.films ADD CONSTRAINT fk_films_studio_id FOREIGN KEY(studio_id) REFERENCES hyperion.studios (studio_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE hyperion.films ADD CONSTRAINT fk_films_franchise_id FOREIGN KEY(franchise_id) REFERENCES hyperion.franchises (franchise_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.characters (
  character_id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  role TEXT,
  species TEXT,
  species_group TEXT,
  gender TEXT,
  role_source TEXT,
  species_source TEXT,
  gender_source TEXT,
  franchise_id TEXT COLLATE "C" NOT NULL,
  CONSTRAINT pk_characters PRIMARY KEY (character_id),
  CONSTRAINT ck_characters_role_allowed CHECK ("role" IN ('protagonist', 'hero', 'antihero', 'deuteragonist', 'antagonist', 'villain', 'tritagonist', 'love_interest', 'mentor', 'sidekick', 'ally', 'comic_relief', 'henchman', 'supporting', 'narrator', 'minor', 'cameo')),
  CONSTRAINT ck_characters_species_group_allowed CHECK ("species_group" IN ('human', 'mammal', 'bird', 'reptile', 'amphibian', 'fish', 'invertebrate', 'animal', 'fantasy', 'spirit', 'monster', 'alien', 'robot', 'toy', 'vehicle', 'plant', 'object', 'other')),
  CONSTRAINT ck_characters_gender_allowed CHECK ("gender" IN ('female', 'male', 'non_binary'))
);

COMMENT ON TABLE hyperion.characters IS 'Characters, one row within a franchise; of films and of other media.';

COMMENT ON COLUMN hyperion.characters.character_id IS 'Franchise and slug of the name: `toy-story--woody`.';

COMMENT ON COLUMN hyperion.characters.name IS 'The character''s name.';

COMMENT ON COLUMN hyperion.characters.role IS 'Part in the story; null if the source''s word is not in the vocabulary.';

COMMENT ON COLUMN hyperion.characters.species IS 'Species: the vocabulary''s word, else the source''s in small letters.';

COMMENT ON COLUMN hyperion.characters.species_group IS 'Group of the species; null if none is known.';

COMMENT ON COLUMN hyperion.characters.gender IS 'Gender; null if the source''s word is not in the vocabulary.';

COMMENT ON COLUMN hyperion.characters.role_source IS 'The source''s word for the role.';

COMMENT ON COLUMN hyperion.characters.species_source IS 'The source''s word for the species.';

COMMENT ON COLUMN hyperion.characters.gender_source IS 'The source''s word for the gender.';

COMMENT ON COLUMN hyperion.characters.franchise_id IS 'Franchise that the character comes from.';

ALTER TABLE hyperion.characters ADD CONSTRAINT fk_characters_franchise_id FOREIGN KEY(franchise_id) REFERENCES hyperion.franchises (franchise_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.talent (
  talent_id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT pk_talent PRIMARY KEY (talent_id)
);

COMMENT ON TABLE hyperion.talent IS 'People who voice, sing, speak or model for characters.';

COMMENT ON COLUMN hyperion.talent.talent_id IS 'Slug of the name.';

COMMENT ON COLUMN hyperion.talent.name IS 'Name as most often credited.';

CREATE TABLE hyperion.character_films (
  character_id TEXT COLLATE "C" NOT NULL,
  film_id TEXT COLLATE "C" NOT NULL,
  role TEXT,
  CONSTRAINT pk_character_films PRIMARY KEY (character_id, film_id),
  CONSTRAINT ck_character_films_role_allowed CHECK ("role" IN ('protagonist', 'hero', 'antihero', 'deuteragonist', 'antagonist', 'villain', 'tritagonist', 'love_interest', 'mentor', 'sidekick', 'ally', 'comic_relief', 'henchman', 'supporting', 'narrator', 'minor', 'cameo'))
);

COMMENT ON TABLE hyperion.character_films IS 'Which character is in which film.';

COMMENT ON COLUMN hyperion.character_films.character_id IS 'The character.';

COMMENT ON COLUMN hyperion.character_films.film_id IS 'The film.';

COMMENT ON COLUMN hyperion.character_films.role IS 'Part in this film.';

ALTER TABLE hyperion.character_films ADD CONSTRAINT fk_character_films_character_id FOREIGN KEY(character_id) REFERENCES hyperion.characters (character_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE hyperion.character_films ADD CONSTRAINT fk_character_films_film_id FOREIGN KEY(film_id) REFERENCES hyperion.films (film_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.character_talent (
  character_id TEXT COLLATE "C" NOT NULL,
  talent_id TEXT COLLATE "C" NOT NULL,
  film_id TEXT COLLATE "C" NOT NULL,
  variant TEXT NOT NULL,
  credit TEXT NOT NULL,
  is_credited BOOLEAN NOT NULL,
  confidence TEXT,
  source_text TEXT,
  CONSTRAINT pk_character_talent PRIMARY KEY (character_id, talent_id, film_id, variant, credit),
  CONSTRAINT ck_character_talent_credit_allowed CHECK ("credit" IN ('voice', 'singing', 'speaking', 'archive', 'likeness', 'model')),
  CONSTRAINT ck_character_talent_confidence_allowed CHECK ("confidence" IN ('two_sources_agree', 'two_sources_agree_actor_spelling_differs', 'actor_in_film_confirmed_character_label_differs', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing'))
);

COMMENT ON TABLE hyperion.character_talent IS 'Who performed which character in which film, one row a version and kind of performance.';

COMMENT ON COLUMN hyperion.character_talent.character_id IS 'The character.';

COMMENT ON COLUMN hyperion.character_talent.talent_id IS 'The person.';

COMMENT ON COLUMN hyperion.character_talent.film_id IS 'The film.';

COMMENT ON COLUMN hyperion.character_talent.variant IS 'Version of the character (young, adult, …); '''' for the plain one.';

COMMENT ON COLUMN hyperion.character_talent.credit IS 'Kind of performance.';

COMMENT ON COLUMN hyperion.character_talent.is_credited IS 'False where the source says uncredited.';

COMMENT ON COLUMN hyperion.character_talent.confidence IS 'How well the credit is sourced; null if the source does not say.';

COMMENT ON COLUMN hyperion.character_talent.source_text IS 'The credit as the source writes it.';

ALTER TABLE hyperion.character_talent ADD CONSTRAINT fk_character_talent_character_id_film_id FOREIGN KEY(character_id, film_id) REFERENCES hyperion.character_films (character_id, film_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE hyperion.character_talent ADD CONSTRAINT fk_character_talent_talent_id FOREIGN KEY(talent_id) REFERENCES hyperion.talent (talent_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.box_office_daily (
  film_id TEXT COLLATE "C" NOT NULL,
  date DATE NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  gross_cents BIGINT NOT NULL,
  basis TEXT NOT NULL,
  year INTEGER NOT NULL,
  CONSTRAINT pk_box_office_daily PRIMARY KEY (film_id, date, state),
  CONSTRAINT ck_box_office_daily_year_of_date CHECK ("year" = extract(year FROM "date")),
  CONSTRAINT ck_box_office_daily_state_allowed CHECK ("state" IN ('AK', 'AL', 'AR', 'AZ', 'CA', 'CO', 'CT', 'DC', 'DE', 'FL', 'GA', 'HI', 'IA', 'ID', 'IL', 'IN', 'KS', 'KY', 'LA', 'MA', 'MD', 'ME', 'MI', 'MN', 'MO', 'MS', 'MT', 'NC', 'ND', 'NE', 'NH', 'NJ', 'NM', 'NV', 'NY', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VA', 'VT', 'WA', 'WI', 'WV', 'WY')),
  CONSTRAINT ck_box_office_daily_gross_cents_range CHECK ("gross_cents" >= 0),
  CONSTRAINT ck_box_office_daily_basis_allowed CHECK ("basis" IN ('modelled', 'modelled_extrapolated'))
);

COMMENT ON TABLE hyperion.box_office_daily IS 'Daily box office of a film''s original run by state. Days and states are modelled; only their sum is a fact.';

COMMENT ON COLUMN hyperion.box_office_daily.film_id IS 'The film.';

COMMENT ON COLUMN hyperion.box_office_daily.date IS 'Day of the run.';

COMMENT ON COLUMN hyperion.box_office_daily.state IS 'Postal code of the state; the 51 carry the whole domestic figure.';

COMMENT ON COLUMN hyperion.box_office_daily.gross_cents IS 'Gross of the day in the state, US cents.';

COMMENT ON COLUMN hyperion.box_office_daily.basis IS 'Modelled on curves of the film''s period, or extrapolated before 2000.';

COMMENT ON COLUMN hyperion.box_office_daily.year IS 'Year of the date; parts the files.';

ALTER TABLE hyperion.box_office_daily ADD CONSTRAINT fk_box_office_daily_film_id FOREIGN KEY(film_id) REFERENCES hyperion.films (film_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.media (
  media_id TEXT COLLATE "C" NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  release_year INTEGER,
  franchise_id TEXT COLLATE "C",
  CONSTRAINT pk_media PRIMARY KEY (media_id),
  CONSTRAINT ck_media_kind_allowed CHECK ("kind" IN ('game', 'series', 'short')),
  CONSTRAINT ck_media_release_year_range CHECK ("release_year" >= 1900)
);

COMMENT ON TABLE hyperion.media IS 'Games, series and shorts that characters stand in; films are in films.';

COMMENT ON COLUMN hyperion.media.media_id IS 'Slug of title and release year; of the title alone where no year is known.';

COMMENT ON COLUMN hyperion.media.kind IS 'What it is.';

COMMENT ON COLUMN hyperion.media.title IS 'Title as the source writes it.';

COMMENT ON COLUMN hyperion.media.release_year IS 'Year of release.';

COMMENT ON COLUMN hyperion.media.franchise_id IS 'Franchise that it belongs to.';

ALTER TABLE hyperion.media ADD CONSTRAINT fk_media_franchise_id FOREIGN KEY(franchise_id) REFERENCES hyperion.franchises (franchise_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.media_characters (
  character_id TEXT COLLATE "C" NOT NULL,
  media_id TEXT COLLATE "C" NOT NULL,
  role TEXT,
  CONSTRAINT pk_media_characters PRIMARY KEY (character_id, media_id),
  CONSTRAINT ck_media_characters_role_allowed CHECK ("role" IN ('protagonist', 'hero', 'antihero', 'deuteragonist', 'antagonist', 'villain', 'tritagonist', 'love_interest', 'mentor', 'sidekick', 'ally', 'comic_relief', 'henchman', 'supporting', 'narrator', 'minor', 'cameo'))
);

COMMENT ON TABLE hyperion.media_characters IS 'Which character is in which game, series or short.';

COMMENT ON COLUMN hyperion.media_characters.character_id IS 'The character.';

COMMENT ON COLUMN hyperion.media_characters.media_id IS 'The game, series or short.';

COMMENT ON COLUMN hyperion.media_characters.role IS 'Part in it.';

ALTER TABLE hyperion.media_characters ADD CONSTRAINT fk_media_characters_character_id FOREIGN KEY(character_id) REFERENCES hyperion.characters (character_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE hyperion.media_characters ADD CONSTRAINT fk_media_characters_media_id FOREIGN KEY(media_id) REFERENCES hyperion.media (media_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.media_character_talent (
  character_id TEXT COLLATE "C" NOT NULL,
  talent_id TEXT COLLATE "C" NOT NULL,
  media_id TEXT COLLATE "C" NOT NULL,
  variant TEXT NOT NULL,
  credit TEXT NOT NULL,
  is_credited BOOLEAN NOT NULL,
  confidence TEXT,
  source_text TEXT,
  CONSTRAINT pk_media_character_talent PRIMARY KEY (character_id, talent_id, media_id, variant, credit),
  CONSTRAINT ck_media_character_talent_credit_allowed CHECK ("credit" IN ('voice', 'singing', 'speaking', 'archive', 'likeness', 'model')),
  CONSTRAINT ck_media_character_talent_confidence_allowed CHECK ("confidence" IN ('two_sources_agree', 'two_sources_agree_actor_spelling_differs', 'actor_in_film_confirmed_character_label_differs', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing'))
);

COMMENT ON TABLE hyperion.media_character_talent IS 'Who performed which character in which game, series or short.';

COMMENT ON COLUMN hyperion.media_character_talent.character_id IS 'The character.';

COMMENT ON COLUMN hyperion.media_character_talent.talent_id IS 'The person.';

COMMENT ON COLUMN hyperion.media_character_talent.media_id IS 'The game, series or short.';

COMMENT ON COLUMN hyperion.media_character_talent.variant IS 'Version of the character (young, adult, …); '''' for the plain one.';

COMMENT ON COLUMN hyperion.media_character_talent.credit IS 'Kind of performance.';

COMMENT ON COLUMN hyperion.media_character_talent.is_credited IS 'False where the source says uncredited.';

COMMENT ON COLUMN hyperion.media_character_talent.confidence IS 'How well the credit is sourced; null if the source does not say.';

COMMENT ON COLUMN hyperion.media_character_talent.source_text IS 'The credit as the source writes it.';

ALTER TABLE hyperion.media_character_talent ADD CONSTRAINT fk_media_character_talent_character_id_media_id FOREIGN KEY(character_id, media_id) REFERENCES hyperion.media_characters (character_id, media_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE hyperion.media_character_talent ADD CONSTRAINT fk_media_character_talent_talent_id FOREIGN KEY(talent_id) REFERENCES hyperion.talent (talent_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.ensemble_credits (
  ensemble_credit_id TEXT COLLATE "C" NOT NULL,
  film_id TEXT COLLATE "C" NOT NULL,
  talent_id TEXT COLLATE "C",
  label TEXT NOT NULL,
  is_credited BOOLEAN NOT NULL,
  confidence TEXT,
  source_text TEXT,
  CONSTRAINT pk_ensemble_credits PRIMARY KEY (ensemble_credit_id),
  CONSTRAINT ck_ensemble_credits_confidence_allowed CHECK ("confidence" IN ('two_sources_agree', 'two_sources_agree_actor_spelling_differs', 'actor_in_film_confirmed_character_label_differs', 'one_source', 'sources_conflict', 'own_knowledge_unverified', 'not_applicable', 'missing'))
);

COMMENT ON TABLE hyperion.ensemble_credits IS 'Credits in a film that name no character: additional voices, various, a person without a part.';

COMMENT ON COLUMN hyperion.ensemble_credits.ensemble_credit_id IS 'Film, person (or `unnamed`) and slug of the label.';

COMMENT ON COLUMN hyperion.ensemble_credits.film_id IS 'The film.';

COMMENT ON COLUMN hyperion.ensemble_credits.talent_id IS 'The person; null where the source names nobody.';

COMMENT ON COLUMN hyperion.ensemble_credits.label IS 'What the source writes in the character''s place.';

COMMENT ON COLUMN hyperion.ensemble_credits.is_credited IS 'False where the source says uncredited.';

COMMENT ON COLUMN hyperion.ensemble_credits.confidence IS 'How well the credit is sourced; null if the source does not say.';

COMMENT ON COLUMN hyperion.ensemble_credits.source_text IS 'The credit as the source writes it.';

ALTER TABLE hyperion.ensemble_credits ADD CONSTRAINT fk_ensemble_credits_film_id FOREIGN KEY(film_id) REFERENCES hyperion.films (film_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE hyperion.ensemble_credits ADD CONSTRAINT fk_ensemble_credits_talent_id FOREIGN KEY(talent_id) REFERENCES hyperion.talent (talent_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.resolutions (
  resolution_id TEXT COLLATE "C" NOT NULL,
  decision TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id TEXT COLLATE "C" NOT NULL,
  other TEXT NOT NULL,
  rule TEXT NOT NULL,
  evidence TEXT NOT NULL,
  entries INTEGER NOT NULL,
  CONSTRAINT pk_resolutions PRIMARY KEY (resolution_id),
  CONSTRAINT ck_resolutions_decision_allowed CHECK ("decision" IN ('joined', 'parted', 'candidate')),
  CONSTRAINT ck_resolutions_entity_allowed CHECK ("entity" IN ('studio', 'franchise', 'film', 'character', 'talent')),
  CONSTRAINT ck_resolutions_rule_allowed CHECK ("rule" IN ('same_title', 'title_variant', 'year_off_by_one', 'loose_title', 'same_key', 'alias', 'identity', 'source_variant', 'origin_franchise', 'same_film', 'other_year', 'other_franchise', 'similar_title', 'few_letters_apart', 'part_of_name', 'same_voice')),
  CONSTRAINT ck_resolutions_entries_range CHECK ("entries" >= 0)
);

COMMENT ON TABLE hyperion.resolutions IS 'Why two spellings are one entity, two names are two, and which pairs are only alike (candidates, not joined).';

COMMENT ON COLUMN hyperion.resolutions.resolution_id IS 'MD5 (hex) of decision, entity, entity_id, other and rule joined by `|`.';

COMMENT ON COLUMN hyperion.resolutions.decision IS 'joined: `other` is this entity; parted: it is not; candidate: it may be, nothing was done.';

COMMENT ON COLUMN hyperion.resolutions.entity IS 'What kind of thing.';

COMMENT ON COLUMN hyperion.resolutions.entity_id IS 'Key of the entity that the decision is about.';

COMMENT ON COLUMN hyperion.resolutions.other IS 'The spelling as the source writes it, or the key of the other entity.';

COMMENT ON COLUMN hyperion.resolutions.rule IS 'The rule that decided.';

COMMENT ON COLUMN hyperion.resolutions.evidence IS 'What speaks for it, in words.';

COMMENT ON COLUMN hyperion.resolutions.entries IS 'Records that bear it.';

CREATE TABLE hyperion.conflicts (
  conflict_id TEXT COLLATE "C" NOT NULL,
  entity TEXT NOT NULL,
  entity_id TEXT COLLATE "C" NOT NULL,
  context TEXT COLLATE "C" NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  source TEXT,
  other_value TEXT NOT NULL,
  other_source TEXT,
  rule TEXT NOT NULL,
  CONSTRAINT pk_conflicts PRIMARY KEY (conflict_id),
  CONSTRAINT ck_conflicts_entity_allowed CHECK ("entity" IN ('studio', 'franchise', 'film', 'character', 'talent')),
  CONSTRAINT ck_conflicts_rule_allowed CHECK ("rule" IN ('better_confidence', 'own_key', 'newest', 'most_frequent', 'most_prominent', 'fewer_media'))
);

COMMENT ON TABLE hyperion.conflicts IS 'Where two records disagree: the value that stands, the one that gave way, the source of both, and why.';

COMMENT ON COLUMN hyperion.conflicts.conflict_id IS 'MD5 (hex) of entity, entity_id, context, field and other_value joined by `|`.';

COMMENT ON COLUMN hyperion.conflicts.entity IS 'What kind of thing.';

COMMENT ON COLUMN hyperion.conflicts.entity_id IS 'Key of the entity.';

COMMENT ON COLUMN hyperion.conflicts.context IS 'The film that the value is for; '''' where it is for all.';

COMMENT ON COLUMN hyperion.conflicts.field IS 'The column, or for a cast the kind of performance and the variant.';

COMMENT ON COLUMN hyperion.conflicts.value IS 'The value that stands, as text; several talents joined by ''; ''.';

COMMENT ON COLUMN hyperion.conflicts.source IS 'A record that gives it: source file and place.';

COMMENT ON COLUMN hyperion.conflicts.other_value IS 'The value that gave way.';

COMMENT ON COLUMN hyperion.conflicts.other_source IS 'A record that gives that one.';

COMMENT ON COLUMN hyperion.conflicts.rule IS 'The rule of precedence that decided.';

CREATE TABLE hyperion.provenance (
  table_name TEXT COLLATE "C" NOT NULL,
  row_key TEXT COLLATE "C" NOT NULL,
  topic TEXT COLLATE "C" NOT NULL,
  generation INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  "offset" BIGINT NOT NULL,
  source TEXT,
  place TEXT,
  key TEXT NOT NULL,
  CONSTRAINT pk_provenance PRIMARY KEY (table_name, row_key, topic, generation, partition, "offset")
);

COMMENT ON TABLE hyperion.provenance IS 'The current records that each row was made of; sorted by table and row, so that a look-up reads little.';

COMMENT ON COLUMN hyperion.provenance.table_name IS 'Table of the row.';

COMMENT ON COLUMN hyperion.provenance.row_key IS 'Primary key of the row, its columns joined by `|`.';

COMMENT ON COLUMN hyperion.provenance.topic IS 'Kafka topic of the record.';

COMMENT ON COLUMN hyperion.provenance.generation IS 'How many times the topic had been made anew when the record was read.';

COMMENT ON COLUMN hyperion.provenance.partition IS 'Kafka partition of the record.';

COMMENT ON COLUMN hyperion.provenance."offset" IS 'Offset of the record in its partition.';

COMMENT ON COLUMN hyperion.provenance.source IS 'Source file, relative to the source folder.';

COMMENT ON COLUMN hyperion.provenance.place IS 'Where in the source: a JSON pointer.';

COMMENT ON COLUMN hyperion.provenance.key IS 'Key of the record.';

CREATE TABLE hyperion.quarantine (
  quarantine_id TEXT COLLATE "C" NOT NULL,
  scope TEXT NOT NULL,
  topic TEXT,
  partition INTEGER,
  "offset" BIGINT,
  generation INTEGER,
  source TEXT,
  place TEXT,
  key TEXT,
  field TEXT,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  original BYTEA,
  status TEXT NOT NULL,
  resolved_at TEXT,
  resolved_by TEXT,
  why TEXT,
  CONSTRAINT pk_quarantine PRIMARY KEY (quarantine_id),
  CONSTRAINT ck_quarantine_scope_allowed CHECK ("scope" IN ('file', 'record', 'field')),
  CONSTRAINT ck_quarantine_status_allowed CHECK ("status" IN ('open', 'replayed', 'resolved', 'dropped'))
);

COMMENT ON TABLE hyperion.quarantine IS 'Files, records and fields that could not be used. A file or unpublished entry has no offset.';

COMMENT ON COLUMN hyperion.quarantine.quarantine_id IS 'MD5 (hex) of scope, topic, partition, offset, generation, source, place, key, field and code joined by `|`, '''' for null.';

COMMENT ON COLUMN hyperion.quarantine.scope IS 'What is unusable: the file, the record, or one field of a record in use.';

COMMENT ON COLUMN hyperion.quarantine.topic IS 'Kafka topic of the record.';

COMMENT ON COLUMN hyperion.quarantine.partition IS 'Kafka partition of the record.';

COMMENT ON COLUMN hyperion.quarantine."offset" IS 'Offset of the record in its partition.';

COMMENT ON COLUMN hyperion.quarantine.generation IS 'How many times the topic had been made anew when the record was read.';

COMMENT ON COLUMN hyperion.quarantine.source IS 'Source file, relative to the source folder, or the provider.';

COMMENT ON COLUMN hyperion.quarantine.place IS 'Where in the source: a JSON pointer, or the index of the row.';

COMMENT ON COLUMN hyperion.quarantine.key IS 'Key of the record.';

COMMENT ON COLUMN hyperion.quarantine.field IS 'The field, where the scope is one.';

COMMENT ON COLUMN hyperion.quarantine.code IS 'The reason as a code.';

COMMENT ON COLUMN hyperion.quarantine.reason IS 'The reason in words.';

COMMENT ON COLUMN hyperion.quarantine.original IS 'The original bytes; of an unreadable file the first 64 KiB.';

COMMENT ON COLUMN hyperion.quarantine.status IS 'What became of it: open; replayed, and quarantined again; resolved, by an accepted record; dropped, by a person.';

COMMENT ON COLUMN hyperion.quarantine.resolved_at IS 'When the record that replayed or resolved it was sent, or a person dropped it: ISO 8601, UTC.';

COMMENT ON COLUMN hyperion.quarantine.resolved_by IS 'The record that replayed or resolved it: topic/partition/offset.';

COMMENT ON COLUMN hyperion.quarantine.why IS 'Why it was dropped, or how it is resolved where no replay did so.';

CREATE TABLE hyperion.revenue_by_studio_year (
  studio_id TEXT COLLATE "C" NOT NULL,
  studio_name TEXT NOT NULL,
  year INTEGER NOT NULL,
  films INTEGER NOT NULL,
  domestic_gross_cents BIGINT,
  worldwide_gross_cents BIGINT,
  box_office_cents BIGINT,
  CONSTRAINT pk_revenue_by_studio_year PRIMARY KEY (studio_id, year),
  CONSTRAINT ck_revenue_by_studio_year_films_range CHECK ("films" >= 0),
  CONSTRAINT ck_revenue_by_studio_year_domestic_gross_cents_range CHECK ("domestic_gross_cents" >= 0),
  CONSTRAINT ck_revenue_by_studio_year_worldwide_gross_cents_range CHECK ("worldwide_gross_cents" >= 0),
  CONSTRAINT ck_revenue_by_studio_year_box_office_cents_range CHECK ("box_office_cents" >= 0)
);

COMMENT ON TABLE hyperion.revenue_by_studio_year IS 'Films and their gross by studio and year of release, with the box office that fell into the year.';

COMMENT ON COLUMN hyperion.revenue_by_studio_year.studio_id IS 'The studio.';

COMMENT ON COLUMN hyperion.revenue_by_studio_year.studio_name IS 'The studio''s name.';

COMMENT ON COLUMN hyperion.revenue_by_studio_year.year IS 'Calendar year.';

COMMENT ON COLUMN hyperion.revenue_by_studio_year.films IS 'Films released in the year.';

COMMENT ON COLUMN hyperion.revenue_by_studio_year.domestic_gross_cents IS 'Domestic gross, all releases, of the year''s films, US cents.';

COMMENT ON COLUMN hyperion.revenue_by_studio_year.worldwide_gross_cents IS 'Worldwide gross, all releases, of the year''s films, US cents.';

COMMENT ON COLUMN hyperion.revenue_by_studio_year.box_office_cents IS 'Daily box office dated in the year, of any of the studio''s films, US cents.';

ALTER TABLE hyperion.revenue_by_studio_year ADD CONSTRAINT fk_revenue_by_studio_year_studio_id FOREIGN KEY(studio_id) REFERENCES hyperion.studios (studio_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.character_counts_by_franchise (
  franchise_id TEXT COLLATE "C" NOT NULL,
  franchise_name TEXT NOT NULL,
  films INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  leading_characters INTEGER NOT NULL,
  talent INTEGER NOT NULL,
  CONSTRAINT pk_character_counts_by_franchise PRIMARY KEY (franchise_id),
  CONSTRAINT ck_character_counts_by_franchise_films_range CHECK ("films" >= 0),
  CONSTRAINT ck_character_counts_by_franchise_characters_range CHECK ("characters" >= 0),
  CONSTRAINT ck_character_counts_by_franchise_leading_characters_range CHECK ("leading_characters" >= 0),
  CONSTRAINT ck_character_counts_by_franchise_talent_range CHECK ("talent" >= 0)
);

COMMENT ON TABLE hyperion.character_counts_by_franchise IS 'How many films, characters and people a franchise has.';

COMMENT ON COLUMN hyperion.character_counts_by_franchise.franchise_id IS 'The franchise.';

COMMENT ON COLUMN hyperion.character_counts_by_franchise.franchise_name IS 'The franchise''s name.';

COMMENT ON COLUMN hyperion.character_counts_by_franchise.films IS 'Films of the franchise.';

COMMENT ON COLUMN hyperion.character_counts_by_franchise.characters IS 'Characters of the franchise.';

COMMENT ON COLUMN hyperion.character_counts_by_franchise.leading_characters IS 'Characters whose role is a leading one.';

COMMENT ON COLUMN hyperion.character_counts_by_franchise.talent IS 'People who performed a character of the franchise.';

ALTER TABLE hyperion.character_counts_by_franchise ADD CONSTRAINT fk_character_counts_by_franchise_franchise_id FOREIGN KEY(franchise_id) REFERENCES hyperion.franchises (franchise_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.voice_actor_filmography (
  talent_id TEXT COLLATE "C" NOT NULL,
  talent_name TEXT NOT NULL,
  film_id TEXT COLLATE "C" NOT NULL,
  title TEXT NOT NULL,
  release_year INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  character_names TEXT,
  CONSTRAINT pk_voice_actor_filmography PRIMARY KEY (talent_id, film_id),
  CONSTRAINT ck_voice_actor_filmography_characters_range CHECK ("characters" >= 0)
);

COMMENT ON TABLE hyperion.voice_actor_filmography IS 'The films of each person and the characters performed there.';

COMMENT ON COLUMN hyperion.voice_actor_filmography.talent_id IS 'The person.';

COMMENT ON COLUMN hyperion.voice_actor_filmography.talent_name IS 'The person''s name.';

COMMENT ON COLUMN hyperion.voice_actor_filmography.film_id IS 'The film.';

COMMENT ON COLUMN hyperion.voice_actor_filmography.title IS 'The film''s title.';

COMMENT ON COLUMN hyperion.voice_actor_filmography.release_year IS 'The film''s year.';

COMMENT ON COLUMN hyperion.voice_actor_filmography.characters IS 'Characters performed in the film.';

COMMENT ON COLUMN hyperion.voice_actor_filmography.character_names IS 'Their names, sorted, joined by ''; ''.';

ALTER TABLE hyperion.voice_actor_filmography ADD CONSTRAINT fk_voice_actor_filmography_talent_id FOREIGN KEY(talent_id) REFERENCES hyperion.talent (talent_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE hyperion.voice_actor_filmography ADD CONSTRAINT fk_voice_actor_filmography_film_id FOREIGN KEY(film_id) REFERENCES hyperion.films (film_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE hyperion.box_office_trends (
  year INTEGER NOT NULL,
  month INTEGER NOT NULL,
  films INTEGER NOT NULL,
  gross_cents BIGINT NOT NULL,
  top_film_id TEXT COLLATE "C",
  basis TEXT,
  CONSTRAINT pk_box_office_trends PRIMARY KEY (year, month),
  CONSTRAINT ck_box_office_trends_month_of_year CHECK ("month" BETWEEN 1 AND 12),
  CONSTRAINT ck_box_office_trends_films_range CHECK ("films" >= 1),
  CONSTRAINT ck_box_office_trends_gross_cents_range CHECK ("gross_cents" >= 0),
  CONSTRAINT ck_box_office_trends_basis_allowed CHECK ("basis" IN ('modelled', 'modelled_extrapolated'))
);

COMMENT ON TABLE hyperion.box_office_trends IS 'Daily box office summed by month.';

COMMENT ON COLUMN hyperion.box_office_trends.year IS 'Calendar year.';

COMMENT ON COLUMN hyperion.box_office_trends.month IS 'Calendar month, 1 to 12.';

COMMENT ON COLUMN hyperion.box_office_trends.films IS 'Films with a row in the month.';

COMMENT ON COLUMN hyperion.box_office_trends.gross_cents IS 'Box office of the month, US cents.';

COMMENT ON COLUMN hyperion.box_office_trends.top_film_id IS 'Film with the highest box office of the month.';

COMMENT ON COLUMN hyperion.box_office_trends.basis IS 'Extrapolated if any of the month''s rows is.';

ALTER TABLE hyperion.box_office_trends ADD CONSTRAINT fk_box_office_trends_top_film_id FOREIGN KEY(top_film_id) REFERENCES hyperion.films (film_id) DEFERRABLE INITIALLY DEFERRED;
