//! Drafts belong to their users.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::{Desk, NOON, person, somebody};
use posta_identity::ids::{ScopeId, UserId};
use posta_store::{Commit, Draft, DraftId, Error};

fn draft(owner: UserId, number: u8, json: &str) -> Draft {
    let kind = "registration".to_owned();
    Draft { id: DraftId([number; 16]), owner, kind, json: json.to_owned(), at: NOON + i64::from(number) }
}

#[test]
fn a_draft_is_its_users_and_others_see_only_that_it_is_there() {
    let mut desk = Desk::new(ScopeId::random());
    let (mine, theirs) = (desk.user.user, somebody().user);
    desk.file.save_draft(&draft(mine, 1, "{\"a\":1}")).unwrap();
    desk.file.save_draft(&draft(theirs, 2, "{\"secret\":1}")).unwrap();
    desk.file.save_draft(&draft(mine, 1, "{\"a\":2}")).unwrap();
    desk.reopen();
    assert_eq!(desk.file.drafts(&mine).unwrap(), [draft(mine, 1, "{\"a\":2}")]);
    let notices = desk.file.drafts_of_others(&mine).unwrap();
    assert_eq!(notices.len(), 1);
    assert_eq!((notices[0].id, notices[0].owner, notices[0].at), (DraftId([2; 16]), theirs, NOON + 2));
    assert_eq!(desk.file.draft(&mine, &DraftId([2; 16])).unwrap(), None);
    assert!(!desk.file.remove_draft(&mine, &DraftId([2; 16])).unwrap());
    let stolen = Draft { owner: mine, ..draft(theirs, 2, "{}") };
    assert!(matches!(desk.file.save_draft(&stolen), Err(Error::NotTheOwner)));
    assert_eq!(desk.file.drafts(&theirs).unwrap(), [draft(theirs, 2, "{\"secret\":1}")]);
    assert!(desk.file.remove_draft(&mine, &DraftId([1; 16])).unwrap());
}

#[test]
fn the_act_that_completes_a_draft_removes_it_and_no_one_elses() {
    let desk = Desk::new(ScopeId::random());
    let theirs = somebody().user;
    desk.file.save_draft(&draft(desk.user.user, 1, "{}")).unwrap();
    desk.file.save_draft(&draft(theirs, 2, "{}")).unwrap();
    let writes = [person(1, &[("given_names", "Ana")])];
    for number in [1, 2] {
        let act = Commit { draft: Some(DraftId([number; 16])), ..desk.act(&writes) };
        desk.file.commit(&act).unwrap();
    }
    assert!(desk.file.drafts(&desk.user.user).unwrap().is_empty());
    assert_eq!(desk.file.drafts(&theirs).unwrap().len(), 1);
}
