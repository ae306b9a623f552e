-- Erasure. erased_at stands beside the name it took away, so that what names her says so without another look-up; the
-- other indexes find what is hers without walking a table that grows.
ALTER TABLE person ADD COLUMN erased_at BIGINT;
CREATE INDEX person_erased ON person (erased_at) WHERE erased_at IS NOT NULL;
CREATE INDEX reaction_person ON reaction (person);
CREATE INDEX outbox_address ON outbox (address);
