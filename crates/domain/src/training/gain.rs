//! What a training changed: the mean of each participant's own difference, with its uncertainty.
//!
//! Everybody is their own comparison (paired design): for each participant the share of right answers after minus the
//! share before. The interval is the two-sided 95 % one of the mean of those differences,
//! `mean ± t(0.975, n − 1) · s / √n`, by Student's t; NIST/SEMATECH e-Handbook of Statistical Methods, sections 1.3.5.2
//! and 7.3.1.1. It says how far chance may have moved the mean; it does not say that the training was the cause, because
//! nobody was compared who had none.

/// The gain of a group, in percentage points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// Participants with both evaluations.
    pub n: u32,
    /// Mean share of right answers before. Percent.
    pub entry: f64,
    /// Mean share of right answers after. Percent.
    pub exit: f64,
    /// Mean difference. Percentage points.
    pub gain: f64,
    /// 95 % interval of the difference, kept within −100 and 100; none of fewer than two participants.
    pub interval: Option<(f64, f64)>,
}

/// The gain of participants, each given as shares of right answers before and after, from 0 to 1; none of nobody.
pub fn gain_of(pairs: &[(f64, f64)]) -> Option<Gain> {
    let count = u32::try_from(pairs.len()).ok().filter(|count| *count > 0)?;
    let n = f64::from(count);
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| 100.0 * pairs.iter().map(of).sum::<f64>() / n;
    let gain = mean(&|(entry, exit)| exit - entry);
    let interval = (count > 1).then(|| {
        let squares: f64 = pairs.iter().map(|(entry, exit)| (100.0 * (exit - entry) - gain).powi(2)).sum();
        let half = student_t(count - 1) * (squares / (n - 1.0)).sqrt() / n.sqrt();
        ((gain - half).max(-100.0), (gain + half).min(100.0))
    });
    Some(Gain { n: count, entry: mean(&|(entry, _)| *entry), exit: mean(&|(_, exit)| *exit), gain, interval })
}

/// Quantiles of Student's t at 0.975 for 1 to 30 degrees of freedom: NIST/SEMATECH e-Handbook, table 1.3.6.7.2.
const QUANTILES: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// The quantile of the normal distribution at 0.975.
const NORMAL: f64 = 1.959_964;

/// The quantile of Student's t at 0.975. Above 30 degrees of freedom by the expansion of Abramowitz and Stegun, 26.7.5,
/// which is right there to three decimals; no degree of freedom counts as one.
pub fn student_t(freedom: u32) -> f64 {
    let place = usize::try_from(freedom.saturating_sub(1)).unwrap_or(usize::MAX);
    QUANTILES.get(place).copied().unwrap_or_else(|| {
        let (x, v) = (NORMAL, f64::from(freedom));
        let first = (x.powi(3) + x) / (4.0 * v);
        let second = (5.0 * x.powi(5) + 16.0 * x.powi(3) + 3.0 * x) / (96.0 * v * v);
        x + first + second
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_quantiles_are_those_of_the_tables() {
        for (freedom, expected) in
            [(1, 12.706), (10, 2.228), (30, 2.042), (31, 2.0395), (40, 2.0211), (60, 2.0003), (120, 1.9799)]
        {
            assert!((student_t(freedom) - expected).abs() < 0.0006, "{freedom}: {}", student_t(freedom));
        }
        assert!((student_t(1_000_000) - 1.95997).abs() < 0.0001);
        assert!((1..500).all(|freedom| student_t(freedom + 1) < student_t(freedom)));
    }

    #[test]
    fn a_gain_is_the_mean_of_the_differences_with_the_interval_of_a_paired_t() {
        // Differences 50, 25, 25, 0, 50: mean 30, standard deviation 20.9165, t(4) 2.776, half 25.967.
        let pairs = [(0.25, 0.75), (0.5, 0.75), (0.25, 0.5), (0.75, 0.75), (0.5, 1.0)];
        let gain = gain_of(&pairs).unwrap();
        assert_eq!(gain.n, 5);
        assert!((gain.entry - 45.0).abs() < 1e-9 && (gain.exit - 75.0).abs() < 1e-9);
        assert!((gain.gain - 30.0).abs() < 1e-9);
        let (low, high) = gain.interval.unwrap();
        assert!((low - 4.033).abs() < 0.01 && (high - 55.967).abs() < 0.01, "{low} {high}");
    }

    #[test]
    fn of_one_participant_there_is_no_interval_and_of_nobody_no_gain() {
        let gain = gain_of(&[(0.5, 0.75)]).unwrap();
        assert!((gain.gain - 25.0).abs() < 1e-9);
        assert_eq!(gain.interval, None);
        assert_eq!(gain_of(&[]), None);
    }

    #[test]
    fn an_interval_stays_within_what_a_difference_can_be() {
        let (low, high) = gain_of(&[(0.0, 1.0), (1.0, 0.0)]).unwrap().interval.unwrap();
        assert_eq!((low, high), (-100.0, 100.0));
    }
}
