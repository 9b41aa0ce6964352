//! Whatever call fails, an act is refused and takes nothing, or it is acknowledged and lasts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use posta_power::{read_badly, sweep_faults};

#[test]
fn a_full_or_failing_disk_refuses_an_act_or_keeps_it_and_the_files_open_afterwards() {
    let report = sweep_faults();
    assert_eq!((report.troubles(), &report.example), (0, &None), "{report:?}");
    assert!(report.runs >= 300, "{report:?}");
    assert!(report.refused["DiskFull"] >= 50, "{report:?}");
    // Otherwise it was not tried whether a failure beside the act takes it away.
    assert!(report.acknowledged > 0, "{report:?}");
    // Otherwise it was not tried whether opening again makes a file whole.
    assert!(report.reopened >= 50, "{report:?}");
}

#[test]
fn batches_at_which_a_read_failed_are_not_taken_for_what_ended_the_program() {
    for lasts in [false, true] {
        let unread = read_badly(lasts);
        assert!(unread.failed >= 10, "{unread:?}");
        assert_eq!(unread.marked, 0, "{unread:?}");
    }
}
