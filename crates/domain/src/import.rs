//! One line of an import file (JSON Lines).
