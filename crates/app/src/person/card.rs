//! A person in a list.

use posta_domain::{Birth, Kind};
use posta_store::{Covered, PersonRow};

use crate::catalogue::post_name;
use crate::error::Error;
use crate::home::count;
use crate::open::Open;
use crate::time::{Moment, rfc3339};
use crate::view::PersonCard;

impl Open {
    /// Cards of people in the order given.
    pub(crate) fn cards(&self, rows: &[PersonRow]) -> Result<Vec<PersonCard>, Error> {
        let covered = self.covered()?;
        rows.iter().map(|row| self.card(row, &covered)).collect()
    }

    pub(crate) fn card(&self, row: &PersonRow, covered: &Covered) -> Result<PersonCard, Error> {
        let birth = Birth::parse(&row.birth).unwrap_or_default();
        let named = !(row.given_names.is_empty() && row.surname1.is_empty() && row.surname2.is_empty());
        Ok(PersonCard {
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
            sources: count(self.registry()?.file.linked_with(&row.id)?.len().saturating_sub(1) as u64),
            sent: !self.registry()?.file.is_unsent(&Kind::Person, &row.id, covered)?,
        })
    }
}
