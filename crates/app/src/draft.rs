//! Drafts: what is being typed is kept at each pause. A draft of a registration lies in the registry's file, one of a
//! consultation in the team's file, so that nobody reads there what they may not read when it is saved.

use posta_domain::Kind;
use posta_identity::UserId;
use posta_store::{Draft, DraftId};
use serde_json::Value;

use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::scope::OpenScope;
use crate::time::{Moment, rfc3339};
use crate::view::{DraftCard, DraftInput};

const CONSULTATION: &str = "consultation";
/// After so long a draft is pointed out. Seconds.
const STALE: i64 = 72 * 3600;

impl App {
    /// Keeps a draft of the user's own, without whom a minor came with.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] (another's draft, or a consultation without the role), [`Error::Locked`],
    /// [`Error::Storage`].
    pub fn save_draft(&self, input: &DraftInput) -> Result<DraftCard, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::KeepDraft)?;
            let id = match read_draft_id(&input.id)? {
                Some(id) => id,
                None => DraftId(open.new_draft(&input.kind).0),
            };
            let owner = open.desk.secrets.user;
            let json = without_sealed(&input.form);
            let draft = Draft { id, owner, kind: input.kind.clone(), json, at: now.at };
            open.drafts_of(&input.kind)?.file.save_draft(&draft)?;
            Ok(open.draft_card(&draft, now))
        })
    }

    /// Throws away one of the user's own drafts, by the user's wish.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Locked`], [`Error::Storage`].
    pub fn discard_draft(&self, id: &str) -> Result<(), Error> {
        let id = read_draft_id(id)?.ok_or(Error::NotFound)?;
        self.with(|open| {
            open.allow(Act::KeepDraft)?;
            let mut found = false;
            for scope in &open.scopes {
                found |= scope.file.remove_draft(&open.desk.secrets.user, &id)?;
            }
            if found { Ok(()) } else { Err(Error::NotFound) }
        })
    }
}

impl Open {
    /// It becomes the id of what the draft becomes.
    fn new_draft(&self, kind: &str) -> posta_domain::DocumentId {
        if kind == CONSULTATION { self.desk.new_sealed_id() } else { self.desk.new_open_id() }
    }

    fn drafts_of(&self, kind: &str) -> Result<&OpenScope, Error> {
        if kind == CONSULTATION { self.team() } else { self.registry() }
    }

    /// The user's drafts, and that others have some, newest first.
    pub(crate) fn drafts(&self, now: Moment) -> Result<Vec<DraftCard>, Error> {
        let me = self.desk.secrets.user;
        let mut cards = Vec::new();
        for scope in &self.scopes {
            for draft in scope.file.drafts(&me)? {
                cards.push((draft.at, self.draft_card(&draft, now)));
            }
        }
        let mut others = Vec::new();
        for scope in &self.scopes {
            others.extend(scope.file.drafts_of_others(&me)?);
        }
        for notice in others {
            let hidden = Draft {
                id: notice.id,
                owner: notice.owner,
                kind: String::new(),
                json: String::new(),
                at: notice.at,
            };
            cards.push((notice.at, self.draft_card(&hidden, now)));
        }
        cards.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        Ok(cards.into_iter().map(|(_, card)| card).collect())
    }

    fn draft_card(&self, draft: &Draft, now: Moment) -> DraftCard {
        let mine = draft.owner == self.desk.secrets.user;
        DraftCard {
            id: posta_domain::DocumentId::from(draft.id.0).to_string(),
            kind: draft.kind.clone(),
            owner: self.user_name(draft.owner),
            mine,
            at: rfc3339(draft.at),
            title: if mine { self.draft_title(&draft.json) } else { String::new() },
            form: if mine { self.shown_form(draft) } else { String::new() },
            stale: now.at - draft.at > STALE,
        }
    }

    /// What a draft holds. Of a part of a closed consultation only of what it is: the rest once a reason was given.
    fn shown_form(&self, draft: &Draft) -> String {
        let form: Value = serde_json::from_str(&draft.json).unwrap_or_default();
        let Some(id) = form.get("consultation").and_then(Value::as_str) else { return draft.json.clone() };
        let is_closed = id.parse().is_ok_and(|id| self.find_shown(&Kind::Consultation, &id).is_err());
        if !is_closed || draft.kind != CONSULTATION {
            return draft.json.clone();
        }
        let mut known = serde_json::Map::new();
        for key in ["work", "person", "consultation", "part"] {
            known.extend(form.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        Value::Object(known).to_string()
    }

    /// Whom a draft is about: the name typed so far, or the registered person whom a consultation is for.
    fn draft_title(&self, form: &str) -> String {
        let form: Value = serde_json::from_str(form).unwrap_or_default();
        match form.get("person") {
            Some(Value::String(id)) => {
                let row =
                    id.parse().ok().and_then(|id| self.registry().ok()?.file.person(&id).ok().flatten());
                row.map(|row| row.display_name).unwrap_or_default()
            }
            Some(person) => typed_name(person),
            None => typed_name(&form),
        }
    }

    fn user_name(&self, user: UserId) -> String {
        self.membership().user(user).map(|user| user.name.clone()).unwrap_or_default()
    }
}

/// A form without what only the care team may read: whom a minor came with is asked again, since drafts of
/// registrations lie in the registry's file.
fn without_sealed(form: &str) -> String {
    const SEALED: &str = "accompaniment";
    if !form.contains(SEALED) {
        return form.into();
    }
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.remove(SEALED);
                map.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    match serde_json::from_str(form) {
        Ok(mut form) => {
            strip(&mut form);
            form.to_string()
        }
        Err(_) => form.into(),
    }
}

/// The name typed so far: the words of [`crate::view::PersonInput`] in the screen's own JSON.
fn typed_name(person: &Value) -> String {
    let words = ["given_names", "surname1", "surname2"].map(|key| person.get(key).and_then(Value::as_str));
    words.into_iter().flatten().map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A draft's id; "" is none.
pub(crate) fn read_draft_id(text: &str) -> Result<Option<DraftId>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let id = crate::id::read_id(text)?;
    Ok(Some(DraftId(*id.as_bytes())))
}
