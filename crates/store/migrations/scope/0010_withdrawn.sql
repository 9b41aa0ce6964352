-- A participant who was written down by mistake is in no count. Rows are made again, also those of what two wrote apart of
-- trainings, plans, meetings and commitments, which were not noted before.

ALTER TABLE participant ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));
