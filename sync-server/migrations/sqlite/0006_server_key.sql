-- Whose database this is: the public half of the key that signs receipts. A data folder with another key does not open it.
CREATE TABLE server (
    one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    public BLOB    NOT NULL CHECK (length(public) = 32)
) STRICT;
