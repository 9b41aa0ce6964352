//! Runs named steps, counts them, and says at the end what passed and what failed.

use anyhow::{Result, anyhow};
use std::error::Error;
use std::fmt;
use std::time::{Duration, Instant};

/// The reader has been told already: the program only ends with failure.
#[derive(Debug)]
pub struct AlreadySaid;

impl Error for AlreadySaid {}

impl fmt::Display for AlreadySaid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("some steps failed")
    }
}

/// The steps that were taken so far.
#[derive(Debug, Default)]
pub struct Tally {
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    outcome: Result<()>,
    took: Duration,
}

impl Tally {
    /// Takes a step, unless one of those that it `needs` did not pass: then it counts as failed.
    pub fn step(&mut self, name: &'static str, needs: &[&str], act: impl FnOnce() -> Result<()>) {
        println!("\n=== {name}");
        let started = Instant::now();
        let lacking = needs.iter().find(|need| !self.passed(need));
        let outcome =
            lacking.map_or_else(act, |need| Err(anyhow!("not tried, because '{need}' did not pass")));
        if let Err(trouble) = &outcome {
            println!("{name}: {trouble:#}");
        }
        self.steps.push(Step { name, outcome, took: started.elapsed() });
    }

    fn passed(&self, name: &str) -> bool {
        self.steps.iter().any(|step| step.name == name && step.outcome.is_ok())
    }

    fn count(&self) -> (usize, usize) {
        let passed = self.steps.iter().filter(|step| step.outcome.is_ok()).count();
        (passed, self.steps.len() - passed)
    }

    /// Prints all steps and, as the last line, `N passed, N failed`.
    ///
    /// # Errors
    /// [`AlreadySaid`] when a step failed.
    pub fn close(self) -> Result<()> {
        println!();
        for step in &self.steps {
            let mark = if step.outcome.is_ok() { "passed" } else { "FAILED" };
            println!("{mark} {:>6.1} s  {}", step.took.as_secs_f64(), step.name);
        }
        let (passed, failed) = self.count();
        println!("{passed} passed, {failed} failed");
        if failed == 0 { Ok(()) } else { Err(AlreadySaid.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn a_step_whose_need_failed_is_not_tried_and_counts_as_failed() {
        let mut tally = Tally::default();
        tally.step("lay", &[], || Ok(()));
        tally.step("build", &["lay"], || bail!("no bricks"));
        let mut tried = false;
        tally.step("live", &["build"], || {
            tried = true;
            Ok(())
        });
        assert!(!tried);
        assert_eq!(tally.count(), (1, 2));
        assert!(tally.close().is_err());
    }
}
