//! What the simulation found once, in its fewest steps.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_sim::{Deed, Fault, Field, Harm, Kind, Step, Template, play, quick_folder};

fn act(disk: usize, by: usize, deed: Deed) -> Step {
    Step::Act { disk, by, deed, cut: None }
}

fn exchange(disk: usize) -> Step {
    Step::Exchange { disk, by: 0, fault: None, cut: None }
}

fn assert_well(steps: &[Step]) {
    let (done, trace) = play(&Template::make(&quick_folder()), steps, None);
    assert_eq!(done, Ok(()), "{trace:#?}");
}

/// Each side took the other's last batch, which had the same number as its own, for that of somebody who is ahead.
#[test]
fn two_copies_of_a_disk_with_one_batch_each_after_an_exchange_that_was_cut_have_the_work_of_both() {
    let cut = Fault { request: 0, kind: Kind::Kill { frames: 0 } };
    assert_well(&[
        act(2, 0, Deed::Register),
        exchange(2),
        exchange(1),
        act(1, 1, Deed::Attend { person: 0 }),
        Step::Exchange { disk: 1, by: 0, fault: Some(cut), cut: None },
        Step::Copy { disk: 1 },
        act(4, 1, Deed::Rewrite { consultation: 0 }),
        act(1, 1, Deed::Rewrite { consultation: 0 }),
    ]);
}

/// Of a lane that a device may not read it was told of its feed's tips only, and its own batch was none any more.
#[test]
fn what_was_sealed_before_a_disk_was_copied_is_shown_as_sent_when_only_the_copy_went_on() {
    assert_well(&[
        act(1, 1, Deed::Register),
        act(1, 1, Deed::Attend { person: 0 }),
        Step::Copy { disk: 1 },
        act(4, 1, Deed::Rewrite { consultation: 0 }),
    ]);
}

/// The batch that the second cut names lies aside by the first, and came when both were known: what lay below it stayed aside
/// on the server.
#[test]
fn what_counts_by_two_cuts_counts_on_a_restored_server_too_whichever_comes_first() {
    let back = Fault { request: 0, kind: Kind::Back(Harm::Cut { frame: 7, part: 207 }) };
    let up = Fault { request: 0, kind: Kind::Up(Harm::Repeat { frame: 3 }) };
    assert_well(&[
        act(2, 0, Deed::Register),
        Step::Carry { from: [2, 0], to: [0, 1], is_all: false, harm: None, cut: None },
        exchange(0),
        exchange(3),
        Step::RevokeDevice { device: 2 },
        Step::Exchange { disk: 3, by: 0, fault: Some(back), cut: None },
        act(2, 0, Deed::Edit { person: 0, field: Field::Phone }),
        Step::SaveServer,
        Step::Exchange { disk: 2, by: 0, fault: Some(up), cut: None },
        exchange(3),
        Step::RevokeUser { user: 4 },
        Step::RestoreServer,
        exchange(3),
    ]);
}

/// Two laptops side by side: one took the other, who was further in a branch that a copy of the first one's disk wrote, to be
/// ahead, and kept its own branch back.
#[test]
fn what_a_disk_wrote_goes_to_whoever_has_more_of_what_its_copy_wrote() {
    assert_well(&[
        Step::Copy { disk: 1 },
        act(4, 0, Deed::Register),
        act(4, 0, Deed::Edit { person: 0, field: Field::Surname }),
        act(1, 1, Deed::Register),
        exchange(4),
        exchange(3),
        Step::Meet { one: [1, 0], other: [3, 1], pieces: None, cut: None },
        Step::RevokeDevice { device: 1 },
    ]);
}
