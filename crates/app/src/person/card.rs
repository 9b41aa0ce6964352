//! A person in a list.

use posta_domain::Birth;
use posta_store::PersonRow;

use crate::catalogue::post_name;
use crate::open::Open;
use crate::time::{Moment, rfc3339};
use crate::unsent::Unsent;
use crate::view::PersonCard;

impl Open {
    pub(crate) fn card(&self, row: &PersonRow, unsent: &Unsent) -> PersonCard {
        let birth = Birth::parse(&row.birth).unwrap_or_default();
        let named = !(row.given_names.is_empty() && row.surname1.is_empty() && row.surname2.is_empty());
        PersonCard {
            id: row.id.to_string(),
            name: if named { row.display_name.clone() } else { String::new() },
            sex: row.sex.clone(),
            age: birth.age_on(Moment::now().today),
            birth: row.birth.clone(),
            nationality: row.nationality.clone(),
            document: row.documents.first().cloned().unwrap_or_default(),
            post: row.registered_post.clone(),
            post_name: post_name(self.desk.pack, &row.registered_post),
            registered_by: row.origin.author.clone(),
            registered_at: rfc3339(row.origin.at),
            conflicts: row.origin.conflicts,
            sent: !unsent.contains(&(posta_domain::Kind::Person, row.id)),
        }
    }
}
