-- Generated from `hyperion_assets/model` by `python -m hyperion_assets.model`; do not edit.
-- {films} stands for the folder of one version's files of films, `films/data/<version>` in hyperion-processed, which
-- the version's manifest in `films/_commits` names; so for every table. The files of a partition lie in a folder
-- `part=<value>` of that version or of an earlier one, and are added with its address:
-- CALL hive.system.register_partition(…)

CREATE SCHEMA IF NOT EXISTS hive.hyperion;

CREATE TABLE IF NOT EXISTS hive.hyperion."studios" (
  "studio_id" VARCHAR COMMENT 'Slug of the studio''s name.',
  "name" VARCHAR COMMENT 'The studio''s name as the catalogue writes it.',
  "parent_company" VARCHAR COMMENT 'Company that owns the studio, or owned it last.',
  "active_from" INTEGER COMMENT 'First year of work.',
  "active_to" INTEGER COMMENT 'Last year of work; null while active or unknown.'
)
COMMENT 'Animation studios of the catalogue.'
WITH (
  format = 'PARQUET',
  external_location = '{studios}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."franchises" (
  "franchise_id" VARCHAR COMMENT 'Slug of the franchise''s name.',
  "name" VARCHAR COMMENT 'The franchise''s name.'
)
COMMENT 'Franchises; a film that stands alone has one of its own.'
WITH (
  format = 'PARQUET',
  external_location = '{franchises}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."films" (
  "film_id" VARCHAR COMMENT 'Slug of title and release year.',
  "title" VARCHAR COMMENT 'Title as the catalogue writes it.',
  "release_year" INTEGER COMMENT 'Year that identifies the film beside its title.',
  "release_date" DATE COMMENT 'First wide release; up to 13 months after the year''s start for premieres.',
  "release_type" VARCHAR COMMENT 'How the film came out.',
  "animation_type" VARCHAR COMMENT 'Wholly animated, or mixed with live action.',
  "runtime_min" INTEGER COMMENT 'Running time, minutes.',
  "mpaa_rating" VARCHAR COMMENT 'Rating of the Motion Picture Association; NR is not rated.',
  "budget_cents" BIGINT COMMENT 'Production budget, US cents.',
  "domestic_gross_cents" BIGINT COMMENT 'Domestic gross of all releases, US cents.',
  "domestic_original_run_cents" BIGINT COMMENT 'Domestic gross of the original run, US cents.',
  "worldwide_gross_cents" BIGINT COMMENT 'Worldwide gross of all releases, US cents.',
  "studio_id" VARCHAR COMMENT 'Studio that made the film.',
  "franchise_id" VARCHAR COMMENT 'Franchise that the film belongs to.',
  "release_date_confidence" VARCHAR COMMENT 'How well the release date is sourced.',
  "runtime_confidence" VARCHAR COMMENT 'How well the running time is sourced.',
  "mpaa_confidence" VARCHAR COMMENT 'How well the rating is sourced.',
  "budget_confidence" VARCHAR COMMENT 'How well the budget is sourced.',
  "domestic_gross_confidence" VARCHAR COMMENT 'How well the domestic gross is sourced.',
  "worldwide_gross_confidence" VARCHAR COMMENT 'How well the worldwide gross is sourced.',
  "animation_type_confidence" VARCHAR COMMENT 'How well the animation type is sourced.',
  "release_type_confidence" VARCHAR COMMENT 'How well the release type is sourced.'
)
COMMENT 'Animated and hybrid features. Amounts are nominal; domestic is the United States and Canada together.'
WITH (
  format = 'PARQUET',
  external_location = '{films}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."characters" (
  "character_id" VARCHAR COMMENT 'Franchise and slug of the name: `toy-story--woody`.',
  "name" VARCHAR COMMENT 'The character''s name.',
  "role" VARCHAR COMMENT 'Part in the story; null if the source''s word is not in the vocabulary.',
  "species" VARCHAR COMMENT 'Species: the vocabulary''s word, else the source''s in small letters.',
  "species_group" VARCHAR COMMENT 'Group of the species; null if none is known.',
  "gender" VARCHAR COMMENT 'Gender; null if the source''s word is not in the vocabulary.',
  "role_source" VARCHAR COMMENT 'The source''s word for the role.',
  "species_source" VARCHAR COMMENT 'The source''s word for the species.',
  "gender_source" VARCHAR COMMENT 'The source''s word for the gender.',
  "franchise_id" VARCHAR COMMENT 'Franchise that the character comes from.'
)
COMMENT 'Characters, one row within a franchise; of films and of other media.'
WITH (
  format = 'PARQUET',
  external_location = '{characters}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."talent" (
  "talent_id" VARCHAR COMMENT 'Slug of the name.',
  "name" VARCHAR COMMENT 'Name as most often credited.'
)
COMMENT 'People who voice, sing, speak or model for characters.'
WITH (
  format = 'PARQUET',
  external_location = '{talent}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."character_films" (
  "character_id" VARCHAR COMMENT 'The character.',
  "film_id" VARCHAR COMMENT 'The film.',
  "role" VARCHAR COMMENT 'Part in this film.'
)
COMMENT 'Which character is in which film.'
WITH (
  format = 'PARQUET',
  external_location = '{character_films}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."character_talent" (
  "character_id" VARCHAR COMMENT 'The character.',
  "talent_id" VARCHAR COMMENT 'The person.',
  "film_id" VARCHAR COMMENT 'The film.',
  "variant" VARCHAR COMMENT 'Version of the character (young, adult, …); '''' for the plain one.',
  "credit" VARCHAR COMMENT 'Kind of performance.',
  "is_credited" BOOLEAN COMMENT 'False where the source says uncredited.',
  "confidence" VARCHAR COMMENT 'How well the credit is sourced; null if the source does not say.',
  "source_text" VARCHAR COMMENT 'The credit as the source writes it.'
)
COMMENT 'Who performed which character in which film, one row a version and kind of performance.'
WITH (
  format = 'PARQUET',
  external_location = '{character_talent}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."box_office_daily" (
  "film_id" VARCHAR COMMENT 'The film.',
  "date" DATE COMMENT 'Day of the run.',
  "state" VARCHAR COMMENT 'Postal code of the state; the 51 carry the whole domestic figure.',
  "gross_cents" BIGINT COMMENT 'Gross of the day in the state, US cents.',
  "basis" VARCHAR COMMENT 'Modelled on curves of the film''s period, or extrapolated before 2000.',
  "year" INTEGER COMMENT 'Year of the date; parts the files.'
)
COMMENT 'Daily box office of a film''s original run by state. Days and states are modelled; only their sum is a fact.'
WITH (
  format = 'PARQUET',
  external_location = '{box_office_daily}',
  partitioned_by = ARRAY['year']
);

CREATE TABLE IF NOT EXISTS hive.hyperion."media" (
  "media_id" VARCHAR COMMENT 'Slug of title and release year; of the title alone where no year is known.',
  "kind" VARCHAR COMMENT 'What it is.',
  "title" VARCHAR COMMENT 'Title as the source writes it.',
  "release_year" INTEGER COMMENT 'Year of release.',
  "franchise_id" VARCHAR COMMENT 'Franchise that it belongs to.'
)
COMMENT 'Games, series and shorts that characters stand in; films are in films.'
WITH (
  format = 'PARQUET',
  external_location = '{media}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."media_characters" (
  "character_id" VARCHAR COMMENT 'The character.',
  "media_id" VARCHAR COMMENT 'The game, series or short.',
  "role" VARCHAR COMMENT 'Part in it.'
)
COMMENT 'Which character is in which game, series or short.'
WITH (
  format = 'PARQUET',
  external_location = '{media_characters}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."media_character_talent" (
  "character_id" VARCHAR COMMENT 'The character.',
  "talent_id" VARCHAR COMMENT 'The person.',
  "media_id" VARCHAR COMMENT 'The game, series or short.',
  "variant" VARCHAR COMMENT 'Version of the character (young, adult, …); '''' for the plain one.',
  "credit" VARCHAR COMMENT 'Kind of performance.',
  "is_credited" BOOLEAN COMMENT 'False where the source says uncredited.',
  "confidence" VARCHAR COMMENT 'How well the credit is sourced; null if the source does not say.',
  "source_text" VARCHAR COMMENT 'The credit as the source writes it.'
)
COMMENT 'Who performed which character in which game, series or short.'
WITH (
  format = 'PARQUET',
  external_location = '{media_character_talent}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."ensemble_credits" (
  "ensemble_credit_id" VARCHAR COMMENT 'Film, person (or `unnamed`) and slug of the label.',
  "film_id" VARCHAR COMMENT 'The film.',
  "talent_id" VARCHAR COMMENT 'The person; null where the source names nobody.',
  "label" VARCHAR COMMENT 'What the source writes in the character''s place.',
  "is_credited" BOOLEAN COMMENT 'False where the source says uncredited.',
  "confidence" VARCHAR COMMENT 'How well the credit is sourced; null if the source does not say.',
  "source_text" VARCHAR COMMENT 'The credit as the source writes it.'
)
COMMENT 'Credits in a film that name no character: additional voices, various, a person without a part.'
WITH (
  format = 'PARQUET',
  external_location = '{ensemble_credits}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."resolutions" (
  "resolution_id" VARCHAR COMMENT 'MD5 (hex) of decision, entity, entity_id, other and rule joined by `|`.',
  "decision" VARCHAR COMMENT 'joined: `other` is this entity; parted: it is not; candidate: it may be, nothing was done.',
  "entity" VARCHAR COMMENT 'What kind of thing.',
  "entity_id" VARCHAR COMMENT 'Key of the entity that the decision is about.',
  "other" VARCHAR COMMENT 'The spelling as the source writes it, or the key of the other entity.',
  "rule" VARCHAR COMMENT 'The rule that decided.',
  "evidence" VARCHAR COMMENT 'What speaks for it, in words.',
  "entries" INTEGER COMMENT 'Records that bear it.'
)
COMMENT 'Why two spellings are one entity, two names are two, and which pairs are only alike (candidates, not joined).'
WITH (
  format = 'PARQUET',
  external_location = '{resolutions}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."conflicts" (
  "conflict_id" VARCHAR COMMENT 'MD5 (hex) of entity, entity_id, context, field and other_value joined by `|`.',
  "entity" VARCHAR COMMENT 'What kind of thing.',
  "entity_id" VARCHAR COMMENT 'Key of the entity.',
  "context" VARCHAR COMMENT 'The film that the value is for; '''' where it is for all.',
  "field" VARCHAR COMMENT 'The column, or for a cast the kind of performance and the variant.',
  "value" VARCHAR COMMENT 'The value that stands, as text; several talents joined by ''; ''.',
  "source" VARCHAR COMMENT 'A record that gives it: source file and place.',
  "other_value" VARCHAR COMMENT 'The value that gave way.',
  "other_source" VARCHAR COMMENT 'A record that gives that one.',
  "rule" VARCHAR COMMENT 'The rule of precedence that decided.'
)
COMMENT 'Where two records disagree: the value that stands, the one that gave way, the source of both, and why.'
WITH (
  format = 'PARQUET',
  external_location = '{conflicts}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."provenance" (
  "table_name" VARCHAR COMMENT 'Table of the row.',
  "row_key" VARCHAR COMMENT 'Primary key of the row, its columns joined by `|`.',
  "topic" VARCHAR COMMENT 'Kafka topic of the record.',
  "generation" INTEGER COMMENT 'How many times the topic had been made anew when the record was read.',
  "partition" INTEGER COMMENT 'Kafka partition of the record.',
  "offset" BIGINT COMMENT 'Offset of the record in its partition.',
  "source" VARCHAR COMMENT 'Source file, relative to the source folder.',
  "place" VARCHAR COMMENT 'Where in the source: a JSON pointer.',
  "key" VARCHAR COMMENT 'Key of the record.'
)
COMMENT 'The current records that each row was made of; sorted by table and row, so that a look-up reads little.'
WITH (
  format = 'PARQUET',
  external_location = '{provenance}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."quarantine" (
  "quarantine_id" VARCHAR COMMENT 'MD5 (hex) of scope, topic, partition, offset, generation, source, place, key, field and code joined by `|`, '''' for null.',
  "scope" VARCHAR COMMENT 'What is unusable: the file, the record, or one field of a record in use.',
  "topic" VARCHAR COMMENT 'Kafka topic of the record.',
  "partition" INTEGER COMMENT 'Kafka partition of the record.',
  "offset" BIGINT COMMENT 'Offset of the record in its partition.',
  "generation" INTEGER COMMENT 'How many times the topic had been made anew when the record was read.',
  "source" VARCHAR COMMENT 'Source file, relative to the source folder, or the provider.',
  "place" VARCHAR COMMENT 'Where in the source: a JSON pointer, or the index of the row.',
  "key" VARCHAR COMMENT 'Key of the record.',
  "field" VARCHAR COMMENT 'The field, where the scope is one.',
  "code" VARCHAR COMMENT 'The reason as a code.',
  "reason" VARCHAR COMMENT 'The reason in words.',
  "original" VARBINARY COMMENT 'The original bytes; of an unreadable file the first 64 KiB.',
  "status" VARCHAR COMMENT 'What became of it: open; replayed, and quarantined again; resolved, by an accepted record; dropped, by a person.',
  "resolved_at" VARCHAR COMMENT 'When the record that replayed or resolved it was sent, or a person dropped it: ISO 8601, UTC.',
  "resolved_by" VARCHAR COMMENT 'The record that replayed or resolved it: topic/partition/offset.',
  "why" VARCHAR COMMENT 'Why it was dropped, or how it is resolved where no replay did so.'
)
COMMENT 'Files, records and fields that could not be used. A file or unpublished entry has no offset.'
WITH (
  format = 'PARQUET',
  external_location = '{quarantine}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."revenue_by_studio_year" (
  "studio_id" VARCHAR COMMENT 'The studio.',
  "studio_name" VARCHAR COMMENT 'The studio''s name.',
  "year" INTEGER COMMENT 'Calendar year.',
  "films" INTEGER COMMENT 'Films released in the year.',
  "domestic_gross_cents" BIGINT COMMENT 'Domestic gross, all releases, of the year''s films, US cents.',
  "worldwide_gross_cents" BIGINT COMMENT 'Worldwide gross, all releases, of the year''s films, US cents.',
  "box_office_cents" BIGINT COMMENT 'Daily box office dated in the year, of any of the studio''s films, US cents.'
)
COMMENT 'Films and their gross by studio and year of release, with the box office that fell into the year.'
WITH (
  format = 'PARQUET',
  external_location = '{revenue_by_studio_year}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."character_counts_by_franchise" (
  "franchise_id" VARCHAR COMMENT 'The franchise.',
  "franchise_name" VARCHAR COMMENT 'The franchise''s name.',
  "films" INTEGER COMMENT 'Films of the franchise.',
  "characters" INTEGER COMMENT 'Characters of the franchise.',
  "leading_characters" INTEGER COMMENT 'Characters whose role is a leading one.',
  "talent" INTEGER COMMENT 'People who performed a character of the franchise.'
)
COMMENT 'How many films, characters and people a franchise has.'
WITH (
  format = 'PARQUET',
  external_location = '{character_counts_by_franchise}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."voice_actor_filmography" (
  "talent_id" VARCHAR COMMENT 'The person.',
  "talent_name" VARCHAR COMMENT 'The person''s name.',
  "film_id" VARCHAR COMMENT 'The film.',
  "title" VARCHAR COMMENT 'The film''s title.',
  "release_year" INTEGER COMMENT 'The film''s year.',
  "characters" INTEGER COMMENT 'Characters performed in the film.',
  "character_names" VARCHAR COMMENT 'Their names, sorted, joined by ''; ''.'
)
COMMENT 'The films of each person and the characters performed there.'
WITH (
  format = 'PARQUET',
  external_location = '{voice_actor_filmography}'
);

CREATE TABLE IF NOT EXISTS hive.hyperion."box_office_trends" (
  "year" INTEGER COMMENT 'Calendar year.',
  "month" INTEGER COMMENT 'Calendar month, 1 to 12.',
  "films" INTEGER COMMENT 'Films with a row in the month.',
  "gross_cents" BIGINT COMMENT 'Box office of the month, US cents.',
  "top_film_id" VARCHAR COMMENT 'Film with the highest box office of the month.',
  "basis" VARCHAR COMMENT 'Extrapolated if any of the month''s rows is.'
)
COMMENT 'Daily box office summed by month.'
WITH (
  format = 'PARQUET',
  external_location = '{box_office_trends}'
);
