-- Finds what a session wrote without reading every batch: what lies aside is of few.
CREATE INDEX batch_of_actor ON batch (actor);
