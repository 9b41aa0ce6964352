//! A referral (derivación, *Boleta de Referencia*): from a need to a service, and what became of it. Confidential: it
//! lives in care scopes; across places it travels sealed.

mod answer_code;
mod event;
mod standing;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fields::{Reader, Writer, changed_fields};
use crate::words::words;
use crate::{DocumentId, Fields, Pack, Problem, text};

pub use answer_code::{AnswerCode, ReferralSecret};
pub use event::{ReferralEvent, ReferralState, ReferralWay};
pub use standing::Standing;
pub use told::{MAX_REFERRAL_TOLD, ReferralTold};

words! {
    /// How soon a need has to be answered.
    Urgency, default Normal {
        /// Now: accompanied, at once.
        Now = "inmediata",
        /// Today or tomorrow.
        Soon = "pronta",
        /// Within the days that the person stays.
        Normal = "normal",
    }
}

words! {
    /// What a letter may say of the person, each piece chosen with them. The need itself is always said.
    LetterPiece, default Name {
        /// The name.
        Name = "name",
        /// Age, in whole years.
        Age = "age",
        /// Sex as in the document.
        Sex = "sex",
        /// Nationality.
        Nationality = "nationality",
        /// Language, and whether an interpreter helps.
        Language = "language",
        /// Telephone.
        Phone = "phone",
    }
}

/// A referral.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Referral {
    /// Who; none while it is not known who was attended.
    pub person: DocumentId,
    /// The consultation that it came from; may be none.
    pub consultation: DocumentId,
    /// Code of the post.
    pub post: String,
    /// Day.
    pub on: Option<NaiveDate>,
    /// Need by its code in the pack.
    pub need: String,
    /// The service in the directory; none for one that is not listed.
    pub service: DocumentId,
    /// Kind of service by its code in the pack.
    pub service_kind: String,
    /// The service's name as it was when the letter was made.
    pub service_name: String,
    /// Municipality of the service; its care team sees the referral.
    pub place: String,
    /// How soon.
    pub urgency: Urgency,
    /// What the person agreed that the letter says.
    pub shares: BTreeSet<String>,
    /// What the letter says of them, by piece, as it was when the person agreed.
    pub told: BTreeMap<String, String>,
    /// Words for the service, chosen with the person, at most 4000 characters.
    pub message: String,
    /// What makes its answer codes, 32 hex digits; never shown.
    pub secret: String,
    /// Where it came from, when it was made from another team's: that team's municipality.
    pub origin: String,
    /// What happened, by id.
    pub events: BTreeMap<String, ReferralEvent>,
}

impl Referral {
    /// Reads flat fields; total and tolerant.
    pub fn from_fields(fields: &Fields) -> Self {
        let read = Reader(fields);
        Self {
            person: read.str("person").parse().unwrap_or_default(),
            consultation: read.str("consultation").parse().unwrap_or_default(),
            post: read.text("post"),
            on: read.date("on"),
            need: read.text("need"),
            service: read.str("service").parse().unwrap_or_default(),
            service_kind: read.text("service_kind"),
            service_name: read.text("service_name"),
            place: read.text("place"),
            urgency: match read.str("urgency") {
                "" => Urgency::default(),
                word => Urgency::from_word(word),
            },
            shares: read.set("share/"),
            told: read
                .items("told/")
                .filter_map(|(piece, value)| Some((piece.to_owned(), value.as_text()?.to_owned())))
                .filter(|(_, value)| !value.is_empty())
                .collect(),
            message: read.text("message"),
            secret: read.text("secret"),
            origin: read.text("origin"),
            events: event::read_all(&read),
        }
    }

    /// Writes flat fields, only those that say something.
    pub fn to_fields(&self) -> Fields {
        let mut write = Writer::default();
        for (key, id) in
            [("person", self.person), ("consultation", self.consultation), ("service", self.service)]
        {
            if !id.is_none() {
                write.text(key, &id.to_string());
            }
        }
        write.text("post", &self.post);
        write.date("on", self.on);
        write.text("need", &self.need);
        write.text("service_kind", &self.service_kind);
        write.text("service_name", &self.service_name);
        write.text("place", &self.place);
        write.text("urgency", self.urgency.as_str());
        write.set("share/", &self.shares);
        for (piece, value) in &self.told {
            write.text(&format!("told/{piece}"), value);
        }
        write.text("message", &self.message);
        write.text("secret", &self.secret);
        write.text("origin", &self.origin);
        event::write_all(&self.events, &mut write);
        write.0
    }

    /// The fields to put so that a document holding `stored` says what this says: only what differs.
    pub fn changes_from(&self, stored: &Fields) -> Fields {
        changed_fields(stored, &Self::from_fields(stored).to_fields(), &self.to_fields())
    }

    /// Whether the person agreed that the letter says this.
    pub fn shares(&self, piece: &LetterPiece) -> bool {
        self.shares.contains(piece.as_str())
    }

    /// Problems on a day; nobody whom it is about, a missing service, and unusable text, block.
    pub fn problems(&self, pack: &Pack, today: NaiveDate) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (key, value) in [
            ("post", self.post.as_str()),
            ("need", &self.need),
            ("service_kind", &self.service_kind),
            ("service_name", &self.service_name),
            ("place", &self.place),
            ("urgency", self.urgency.as_str()),
        ] {
            text::check_line(key, value, &mut problems);
        }
        text::check_note("message", &self.message, &mut problems);
        // Who was attended without identity is referred by their consultation.
        if self.person.is_none() && self.consultation.is_none() {
            problems.push(Problem::error("person", "person_missing"));
        }
        if self.service.is_none() && self.service_name.is_empty() {
            problems.push(Problem::error("service", "service_missing"));
        }
        if self.need.is_empty() {
            problems.push(Problem::error("need", "need_missing"));
        }
        let mut warn = |odd: bool, field: &str, code: &'static str| {
            if odd {
                problems.push(Problem::warning(field, code));
            }
        };
        warn(!pack.needs.iter().any(|known| known.code == self.need), "need", "need_unknown");
        warn(!self.post.is_empty() && pack.post(&self.post).is_none(), "post", "post_unknown");
        warn(self.on.is_some_and(|day| day > today), "on", "date_in_future");
        warn(matches!(self.urgency, Urgency::Other(_)), "urgency", "urgency_unknown");
        problems
    }
}

impl std::fmt::Debug for Referral {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Referral").finish_non_exhaustive()
    }
}
