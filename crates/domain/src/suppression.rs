//! Which numbers of tables are not shown, so that nobody learns of a few people by reading or by subtracting.
//!
//! Small numbers are hidden first. Whoever knows the totals could still find one by subtraction, so that others are hidden
//! with it (complementary suppression, as statistical offices do; Hundepool et al., *Handbook on Statistical Disclosure
//! Control*, 4.3): for every hidden number there is another way to fill the tables that keeps all that is shown, and in
//! which it is not small. Nothing that is shown is ever changed.

use std::collections::BTreeSet;

/// Under this, numbers are not shown inside a department.
pub const BELOW_INSIDE: u64 = 5;
/// Under this, numbers do not leave it.
pub const BELOW_OUTSIDE: u64 = 10;

/// A table of which rows and columns add up: places in a list of numbers that tables may share. The last place of every
/// row is its total where `has_total_column`, the last row holds the totals of the columns where `has_total_row`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Rows of places, all of one length.
    pub rows: Vec<Vec<usize>>,
    /// Whether the last place of each row is the sum of the others.
    pub has_total_column: bool,
    /// Whether the last row is the sum of the others.
    pub has_total_row: bool,
}

/// Hides what may not be shown. True in the answer: not shown. Grids may share numbers, for instance totals.
pub fn suppress(numbers: &[u64], grids: &[Grid], below: u64) -> Vec<bool> {
    let mut hidden: Vec<bool> = numbers.iter().map(|n| (1..below).contains(n)).collect();
    // What is hidden for one table is hidden in all; each round hides more, so that this ends.
    loop {
        let before = hidden.iter().filter(|one| **one).count();
        for grid in grids {
            protect(grid, numbers, &mut hidden, below);
        }
        if hidden.iter().filter(|one| **one).count() == before {
            return hidden;
        }
    }
}

/// A place in a grid.
type Place = (usize, usize);

fn protect(grid: &Grid, numbers: &[u64], hidden: &mut [bool], below: u64) {
    let width = grid.rows.first().map_or(0, Vec::len);
    let at = |(row, column): Place| grid.rows.get(row).and_then(|row| row.get(column)).copied();
    let number = |place: Place| at(place).and_then(|place| numbers.get(place)).copied().unwrap_or_default();
    for row in 0..grid.rows.len() {
        for column in 0..width {
            let Some(place) = at((row, column)) else { continue };
            if hidden.get(place) != Some(&true) {
                continue;
            }
            // So much it could be more: then it would not be small.
            let more = below.saturating_sub(number((row, column))).max(1);
            let is_hidden = |place: Place| at(place).and_then(|at| hidden.get(at)).copied().unwrap_or(false);
            for place in partners(grid, (row, column), more, &number, &is_hidden) {
                if let Some(one) = at(place).and_then(|at| hidden.get_mut(at)) {
                    *one = true;
                }
            }
        }
    }
}

/// What has to be hidden with a number so that it may be `more` larger and all sums stay: the least that is lost.
fn partners(
    grid: &Grid,
    (row, column): Place,
    more: u64,
    number: &impl Fn(Place) -> u64,
    is_hidden: &impl Fn(Place) -> bool,
) -> Vec<Place> {
    let height = grid.rows.len();
    let width = grid.rows.first().map_or(0, Vec::len);
    let (last_row, last_column) = (height.saturating_sub(1), width.saturating_sub(1));
    // Rows add up along columns only if there is a total of columns, and the other way round.
    let rows_add_up = grid.has_total_column;
    let columns_add_up = grid.has_total_row;
    let sign = |(row, column): Place| {
        let of_row = columns_add_up && row == last_row;
        let of_column = rows_add_up && column == last_column;
        of_row == of_column
    };
    // The first place grows; whether another one grows with it.
    let own = sign((row, column));
    let fits = |place: Place, turned: bool| {
        let grows = (sign(place) == own) != turned;
        grows || number(place) >= more
    };
    let cost = |place: Place| if is_hidden(place) { 0 } else { number(place).max(1) };
    let is_total =
        |place: Place| (columns_add_up && place.0 == last_row) || (rows_add_up && place.1 == last_column);
    let mut best: Option<((u64, u64), Vec<Place>)> = None;
    let mut propose = |places: Vec<Place>| {
        let total: u64 =
            places.iter().filter(|place| is_total(**place) && !is_hidden(**place)).count() as u64;
        let lost = (total, places.iter().map(|place| cost(*place)).sum());
        if best.as_ref().is_none_or(|(least, _)| lost < *least) {
            best = Some((lost, places));
        }
    };
    let other_rows = |want: bool| if want { 0..height } else { row..row + 1 };
    let other_columns = |want: bool| if want { 0..width } else { column..column + 1 };
    match (columns_add_up, rows_add_up) {
        (false, false) => {}
        (true, false) => {
            for other in other_rows(true).filter(|other| *other != row) {
                if fits((other, column), true) {
                    propose(vec![(other, column)]);
                }
            }
        }
        (false, true) => {
            for other in other_columns(true).filter(|other| *other != column) {
                if fits((row, other), true) {
                    propose(vec![(row, other)]);
                }
            }
        }
        (true, true) => {
            for r in other_rows(true).filter(|r| *r != row) {
                for c in other_columns(true).filter(|c| *c != column) {
                    let corner = (r, c);
                    if fits((r, column), true) && fits((row, c), true) && fits(corner, false) {
                        propose(vec![(r, column), (row, c), corner]);
                    }
                }
            }
        }
    }
    best.map(|(_, places)| places).unwrap_or_else(|| {
        // Nothing can make up for it: the whole of its row and column goes.
        let rows: BTreeSet<Place> = other_rows(columns_add_up).map(|r| (r, column)).collect();
        let columns = other_columns(rows_add_up).map(|c| (row, c));
        rows.into_iter().chain(columns).collect()
    })
}

#[cfg(test)]
#[path = "suppression_tests.rs"]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
