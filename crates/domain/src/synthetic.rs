//! Invented people for practice, tests and measurements.
