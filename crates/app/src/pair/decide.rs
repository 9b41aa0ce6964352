//! What somebody says of a pair, and takes back.

use posta_domain::{DocumentId, Kind, Linkage, LinkageDecision, Problem};
use posta_store::{ScopeFile, Write};

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::permission::Act;
use crate::person::only_warnings;
use crate::scope::Deed;
use crate::view::Saved;

impl App {
    /// Says of two records that they are of one person (`same`), of two (`different`), or that nobody knows yet (`later`);
    /// `open` takes back what was said. Returns once that is durable. Both records stay whole whatever is said; what
    /// somebody else decided meanwhile stays beside it, for people to see.
    ///
    /// # Errors
    /// [`Error::BadInput`] (no such word, one record), [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Storage`].
    pub fn decide_pair(&self, a: &str, b: &str, decision: &str) -> Result<Saved, Error> {
        let now = self.now();
        let (a, b) = (read_id(a)?, read_id(b)?);
        let decision = read_decision(decision)?;
        self.with(|open| {
            open.allow(Act::DecidePair)?;
            let registry = open.registry()?;
            let write = write_decision(&registry.file, a, b, decision)?;
            let saved = write.id.to_string();
            registry.commit(&open.desk, &[Deed { writes: vec![write], draft: None }], now.at)?;
            Ok(Saved { id: saved, warnings: Vec::new() })
        })
    }
}

/// What a decision about two records of a register writes. `a` may be new with the same act.
///
/// # Errors
/// [`Error::BadInput`] of a record with itself, [`Error::NotFound`] of one that is not here.
pub(crate) fn write_decision(
    file: &ScopeFile,
    a: DocumentId,
    b: DocumentId,
    decision: LinkageDecision,
) -> Result<Write, Error> {
    if a == b {
        return Err(bad("one_record"));
    }
    if !file.holds(&Kind::Person, &b)? {
        return Err(Error::NotFound);
    }
    let linkage = Linkage { decision, ..Linkage::of(a, b) };
    Ok(Write { kind: Kind::Linkage, id: linkage.id(), fields: linkage.to_fields() })
}

/// A decision as typed.
///
/// # Errors
/// [`Error::BadInput`].
pub(crate) fn read_decision(word: &str) -> Result<LinkageDecision, Error> {
    match LinkageDecision::from_word(word) {
        LinkageDecision::Other(_) => Err(bad("decision_unknown")),
        known => Ok(known),
    }
}

fn bad(code: &'static str) -> Error {
    only_warnings(vec![Problem::error("decision", code)]).err().unwrap_or(Error::NotFound)
}
