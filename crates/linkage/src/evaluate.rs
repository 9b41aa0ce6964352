//! How well pairs fit what is true.

use std::collections::HashSet;

use crate::decision::Decision;
use crate::index::Index;
use crate::pair::Pair;

/// Of how many pairs how many are true.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    pub precision: f64,
    pub recall: f64,
    pub pairs: usize,
}

/// A bin of the reliability table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Mean probability of the bin.
    pub predicted: f64,
    /// Share that is true.
    pub truth: f64,
    pub n: usize,
}

/// All figures of one register.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    pub records: usize,
    pub true_pairs: usize,
    /// True pairs that name a record which the register has not. They count as missed.
    pub unknown_pairs: usize,
    /// Share of the true pairs that blocking lets be compared.
    pub pair_completeness: f64,
    pub certain: Share,
    pub certain_or_possible: Share,
    pub best_f1: f64,
    /// Weight at which it is reached.
    pub best_f1_weight: f64,
    pub recall_at_precision_99: f64,
    pub reliability: Vec<Bin>,
}

/// Upper ends of the bins of probability.
const ENDS: [f64; 12] = [0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 1.01];

/// Compares pairs, the likeliest first, with the true ones.
pub fn evaluate(index: &Index, pairs: &[Pair], truth: &[(String, String)]) -> Evaluation {
    let set: HashSet<(&str, &str)> = truth.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let is_true = |pair: &Pair| set.contains(&(pair.id_a.as_str(), pair.id_b.as_str()));
    let all = truth.len().max(1) as f64;
    let share = |least: Decision| {
        let of = pairs.iter().filter(|pair| pair.decision >= least);
        let (n, right) = of.fold((0, 0), |(n, right), pair| (n + 1, right + usize::from(is_true(pair))));
        Share { precision: right as f64 / (n.max(1)) as f64, recall: right as f64 / all, pairs: n }
    };
    let mut figures = Evaluation {
        records: index.len(),
        true_pairs: truth.len(),
        unknown_pairs: truth
            .iter()
            .filter(|(a, b)| index.slot(a).is_none() || index.slot(b).is_none())
            .count(),
        pair_completeness: truth.iter().filter(|(a, b)| index.is_compared(a, b)).count() as f64 / all,
        certain: share(Decision::Certain),
        certain_or_possible: share(Decision::Possible),
        ..Evaluation::default()
    };
    let mut bins = [(0.0, 0, 0); ENDS.len()];
    let mut right = 0;
    for (at, pair) in pairs.iter().enumerate() {
        let hit = is_true(pair);
        right += usize::from(hit);
        if let Some(bin) = bins.get_mut(ENDS.partition_point(|end| *end <= pair.probability)) {
            *bin = (bin.0 + pair.probability, bin.1 + usize::from(hit), bin.2 + 1);
        }
        // A threshold lies between two weights, not among equal ones.
        if pairs.get(at + 1).is_some_and(|next| next.weight == pair.weight) {
            continue;
        }
        let (precision, recall) = (right as f64 / (at + 1) as f64, right as f64 / all);
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        if f1 > figures.best_f1 {
            (figures.best_f1, figures.best_f1_weight) = (f1, pair.weight);
        }
        if precision >= 0.99 {
            figures.recall_at_precision_99 = figures.recall_at_precision_99.max(recall);
        }
    }
    figures.reliability = bins
        .iter()
        .filter(|(_, _, n)| *n > 0)
        .map(|(sum, hits, n)| Bin { predicted: sum / *n as f64, truth: *hits as f64 / *n as f64, n: *n })
        .collect();
    figures
}
