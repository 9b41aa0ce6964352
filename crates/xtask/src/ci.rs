//! What the integration machine does: the tests, with Cargo.lock held fast.

use crate::house::House;
use crate::test;
use anyhow::Result;

/// Runs everything on a fresh clone.
///
/// # Errors
/// As [`test::run`]; also when Cargo.lock is not up to date.
pub fn run(house: House) -> Result<()> {
    test::run(&House { locked: true, ..house })
}
