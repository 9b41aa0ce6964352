//! Work plans with institutions, meetings of tables and networks of allies, and what was committed to.

mod list;
mod save;
