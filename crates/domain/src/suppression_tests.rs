//! An attacker who subtracts: every way to fill the tables that keeps what is shown.

use proptest::prelude::*;

use super::*;

/// Tables of posts by values; all of them have the same totals of posts.
struct Tables {
    posts: usize,
    /// Values of each table.
    values: Vec<usize>,
    numbers: Vec<u64>,
    grids: Vec<Grid>,
    /// Each number as the sum of these cells, which are the numbers `0..cells`.
    sums: Vec<Vec<usize>>,
    cells: usize,
}

/// Lays out `cells` (table by table, post by post) with all totals.
fn tables(posts: usize, values: &[usize], of: &[u64]) -> Tables {
    let cells: usize = values.iter().map(|width| posts * width).sum();
    let mut numbers = of[..cells].to_vec();
    let mut sums: Vec<Vec<usize>> = (0..cells).map(|cell| vec![cell]).collect();
    let mut add = |sum: Vec<usize>| {
        numbers.push(sum.iter().map(|cell| of[*cell]).sum());
        sums.push(sum);
        numbers.len() - 1
    };
    // Totals of posts and of all, by the first table.
    let first = values[0];
    let post_totals: Vec<usize> =
        (0..posts).map(|post| add((post * first..(post + 1) * first).collect())).collect();
    let all = add((0..posts * first).collect());
    let mut grids = Vec::new();
    let mut start = 0;
    for width in values {
        let cell = |post: usize, value: usize| start + post * width + value;
        let mut rows: Vec<Vec<usize>> = (0..posts)
            .map(|post| (0..*width).map(|value| cell(post, value)).chain([post_totals[post]]).collect())
            .collect();
        let totals = (0..*width).map(|value| add((0..posts).map(|post| cell(post, value)).collect()));
        let mut last: Vec<usize> = totals.collect();
        last.push(all);
        rows.push(last);
        grids.push(Grid { rows, has_total_column: true, has_total_row: true });
        start += posts * width;
    }
    Tables { posts, values: values.to_vec(), numbers, grids, sums, cells }
}

impl Tables {
    /// The least and the most that each number can be, to whoever sees what is not hidden. `most` bounds each cell.
    fn attack(&self, hidden: &[bool], most: u64) -> Vec<(u64, u64)> {
        let mut ranges = vec![(u64::MAX, 0); self.numbers.len()];
        let mut filled = Vec::with_capacity(self.cells);
        self.fill(hidden, most, &mut filled, &mut ranges);
        ranges
    }

    fn fill(&self, hidden: &[bool], most: u64, filled: &mut Vec<u64>, ranges: &mut [(u64, u64)]) {
        let sum = |cells: &[usize], filled: &[u64]| cells.iter().map(|cell| filled[*cell]).sum::<u64>();
        // Sums that are told by now, each once: when their last cell came.
        let now = filled.len();
        let told = |cells: &Vec<usize>| cells.iter().max().is_some_and(|last| last + 1 == now);
        for (place, cells) in self.sums.iter().enumerate() {
            if told(cells) && !hidden[place] && sum(cells, filled) != self.numbers[place] {
                return;
            }
        }
        if now == self.cells {
            // All tables are of the same people.
            let mut start = 0;
            let mut totals: Option<Vec<u64>> = None;
            for width in &self.values {
                let row = |post: usize| filled[start + post * width..start + (post + 1) * width].iter().sum();
                let these: Vec<u64> = (0..self.posts).map(row).collect();
                if totals.get_or_insert_with(|| these.clone()) != &these {
                    return;
                }
                start += self.posts * width;
            }
            for (range, cells) in ranges.iter_mut().zip(&self.sums) {
                let value = sum(cells, filled);
                *range = (range.0.min(value), range.1.max(value));
            }
            return;
        }
        for value in 0..=most {
            filled.push(value);
            self.fill(hidden, most, filled, ranges);
            filled.pop();
        }
    }

    fn is_safe(&self, below: u64) -> Result<(), TestCaseError> {
        let hidden = suppress(&self.numbers, &self.grids, below);
        let most = self.numbers.iter().take(self.cells).max().copied().unwrap_or(0) + below;
        let ranges = self.attack(&hidden, most);
        for (place, (least, largest)) in ranges.iter().enumerate() {
            let n = self.numbers[place];
            if (1..below).contains(&n) {
                prop_assert!(hidden[place]);
                prop_assert!(*largest >= below && least < largest, "{n} at {place} is {least} to {largest}");
            } else if hidden[place] {
                prop_assert!(least < largest, "{n} at {place} was hidden in vain");
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whoever_subtracts_within_a_table_learns_no_small_number(of in prop::collection::vec(0u64..5, 6)) {
        tables(2, &[3], &of).is_safe(3)?;
        tables(3, &[2], &of).is_safe(3)?;
    }

    #[test]
    fn whoever_subtracts_between_tables_of_the_same_people_learns_no_small_number(
        a in prop::collection::vec(0u64..4, 4), parts in prop::collection::vec(0u64..100, 2)
    ) {
        // Another table of the same people: each post's total in other parts.
        let other = |post: usize| {
            let total = a[2 * post] + a[2 * post + 1];
            let first = total * parts[post] / 100;
            [first, total - first]
        };
        let mut of = a.clone();
        of.extend(other(0));
        of.extend(other(1));
        tables(2, &[2, 2], &of).is_safe(2)?;
    }
}

#[test]
fn a_single_small_number_takes_another_with_it_and_large_tables_stay_as_they_are() {
    // Women, men and all of one post.
    let line = Grid { rows: vec![vec![0, 1, 2]], has_total_column: true, has_total_row: false };
    assert_eq!(suppress(&[3, 40, 43], std::slice::from_ref(&line), 5), [true, true, false]);
    assert_eq!(suppress(&[30, 40, 70], std::slice::from_ref(&line), 5), [false, false, false]);
    assert_eq!(suppress(&[0, 40, 40], &[line], 5), [false, false, false], "nobody is nobody's secret");
}

#[test]
fn in_a_table_of_posts_the_smallest_square_that_keeps_all_sums_goes() {
    // Two posts, three values, totals.
    let numbers = [2, 20, 9, 31, 30, 40, 8, 78, 32, 60, 17, 109];
    let rows = vec![vec![0, 1, 2, 3], vec![4, 5, 6, 7], vec![8, 9, 10, 11]];
    let grid = Grid { rows, has_total_column: true, has_total_row: true };
    let hidden = suppress(&numbers, &[grid], 5);
    let gone: Vec<u64> = numbers.iter().zip(&hidden).filter(|(_, gone)| **gone).map(|(n, _)| *n).collect();
    assert_eq!(gone, [2, 9, 30, 8], "no total");
}
