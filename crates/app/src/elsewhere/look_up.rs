//! At the counter: whether another department knows who is here.

use posta_domain::{AuditAct, DocumentId};
use posta_protocol::{ElsewhereAnswer, Question, Sought, SoughtDocument};

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::view::{ElsewhereCandidate, PersonInput};

impl App {
    /// Who of the other departments of the server may be the person of a form, at most five, with the least that decides.
    /// That somebody was looked up is noted before, here and by the server; who, is told nowhere. Needs the network.
    ///
    /// # Errors
    /// [`Error::BadInput`] (too little typed, too many look-ups), [`Error::Unreachable`], [`Error::NotOurServer`],
    /// [`Error::NotAllowed`], [`Error::Locked`]; [`Error::Storage`] when it could not be noted, and is not asked.
    pub async fn look_up_elsewhere(&self, input: &PersonInput) -> Result<Vec<ElsewhereCandidate>, Error> {
        self.refuse_in_practice()?;
        let now = self.now();
        // One number a question: the first that says enough, or else the first.
        let letters = |number: &str| number.chars().filter(|c| c.is_alphanumeric()).count();
        let typed = || input.documents.iter().filter(|one| letters(&one.number) > 0);
        let says_enough = typed().find(|one| letters(&one.number) >= 5);
        let numbered = says_enough.or_else(|| typed().next()).into_iter();
        let documents = numbered.map(|one| SoughtDocument {
            kind: one.kind.clone(),
            country: one.country.clone(),
            number: one.number.clone(),
        });
        let sought = Sought {
            given_names: input.given_names.clone(),
            surname1: input.surname1.clone(),
            surname2: input.surname2.clone(),
            birth: input.birth.clone(),
            sex: input.sex.clone(),
            nationality: input.nationality.clone(),
            documents: documents.collect(),
            phone: input.phone.clone(),
        };
        let noted = |open: &mut crate::open::Open| {
            open.allow(Act::LookUpElsewhere)?;
            open.note_in(open.registry()?, AuditAct::LookedUp, "person", vec![DocumentId::NONE], now)
        };
        match self.ask(Question::LookUp(sought), noted).await? {
            ElsewhereAnswer::Candidates(found) => {
                self.read(|open| Ok(found.iter().map(|one| open.candidate(one)).collect()))
            }
            _ => Err(Error::NotOurServer),
        }
    }
}
