//! Finds records of one human: blocking, comparison, match weights, decisions.
