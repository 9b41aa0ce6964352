//! The supervisor's list: people here who may be registered in another department too.

use posta_domain::{Linkage, LinkageDecision};
use posta_protocol::{ElsewhereAnswer, Proposal, Question};
use posta_store::{ElsewhereRow, Write};

use crate::app::App;
use crate::catalogue::post_name;
use crate::error::Error;
use crate::id::read_id;
use crate::open::Open;
use crate::pair::{read_decision, standing_of};
use crate::permission::Act;
use crate::scope::Deed;
use crate::time::rfc3339;
use crate::view::{ElsewhereCandidate, ElsewherePage, ElsewherePair, Saved};

/// Proposals that are asked for at most: more than a department decides.
const MOST: usize = 2_000;

impl App {
    /// Asks the server for people of other departments who may be people of this one, and keeps what it says. Needs the
    /// network.
    ///
    /// # Errors
    /// [`Error::Unreachable`], [`Error::NotOurServer`], [`Error::Refused`], [`Error::NotAllowed`], [`Error::Locked`],
    /// [`Error::Storage`]: what was known before stays.
    pub async fn ask_elsewhere(&self) -> Result<ElsewherePage, Error> {
        let mut rows = Vec::new();
        loop {
            let after = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let answer = self.ask(Question::Proposals { after }, |open| open.allow(Act::ViewPairs)).await?;
            let ElsewhereAnswer::Proposals(proposals) = answer else { return Err(Error::NotOurServer) };
            let came = proposals.pairs.len();
            rows.extend(proposals.pairs.iter().map(row_of));
            if proposals.left == 0 || came == 0 || rows.len() >= MOST {
                self.with(|open| Ok(open.registry()?.file.put_elsewhere(&rows, proposals.at)?))?;
                return self.elsewhere_page();
            }
        }
    }

    /// What the server said last, without asking it.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn elsewhere_page(&self) -> Result<ElsewherePage, Error> {
        self.read(|open| {
            open.allow(Act::ViewPairs)?;
            let file = &open.registry()?.file;
            let asked = file.asked_elsewhere()?;
            let mut rows = Vec::new();
            for row in file.elsewhere()? {
                rows.extend(open.elsewhere_pair(row)?);
            }
            let asked_at = if asked == 0 { String::new() } else { rfc3339(asked) };
            Ok(ElsewherePage { rows, asked_at })
        })
    }

    /// Says of a person and somebody of another department what [`App::decide_pair`] says of two of one. The other side
    /// stays an opaque reference; the other department hears of it from the server, and decides for itself.
    ///
    /// # Errors
    /// As [`App::decide_pair`].
    pub fn decide_elsewhere(&self, person: &str, reference: &str, decision: &str) -> Result<Saved, Error> {
        let now = self.now();
        let (person, reference) = (read_id(person)?, read_id(reference)?);
        let decision = read_decision(decision)?;
        self.with(|open| {
            open.allow(Act::DecidePair)?;
            let registry = open.registry()?;
            registry.file.person(&person)?.ok_or(Error::NotFound)?;
            let linkage = Linkage { decision, ..Linkage::with_elsewhere(person, reference) };
            let write =
                Write { kind: posta_domain::Kind::Linkage, id: linkage.id(), fields: linkage.to_fields() };
            let id = write.id.to_string();
            registry.commit(&open.desk, &[Deed { writes: vec![write], draft: None }], now.at)?;
            Ok(Saved { id, warnings: Vec::new() })
        })
    }
}

fn row_of(one: &Proposal) -> ElsewhereRow {
    let other = &one.candidate;
    ElsewhereRow {
        person: one.person.into(),
        reference: other.reference.to_string(),
        weight: one.weight,
        proposal: other.decision.clone(),
        reasons: other.reasons.clone(),
        department: other.department.clone(),
        initials: other.initials.clone(),
        birth_year: other.birth_year,
        sex: other.sex.clone(),
        post: other.post.clone(),
        month: other.month.clone(),
        may_bring: other.may_bring,
        theirs: one.theirs.clone(),
    }
}

impl Open {
    fn elsewhere_pair(&self, row: ElsewhereRow) -> Result<Option<ElsewherePair>, Error> {
        let file = &self.registry()?.file;
        let Some(person) = file.person(&row.person)? else { return Ok(None) };
        let decided = file.linkages_of(&row.person)?.into_iter();
        let is_known = |word: &LinkageDecision| !matches!(word, LinkageDecision::Other(_));
        let mut of_it = decided.filter(|one| one.linkage.elsewhere == row.reference);
        let decided = of_it.find(|one| is_known(&one.linkage.decision));
        let standing = match &decided {
            Some(one) if one.origin.conflicts > 0 => "contradicted",
            Some(one) => standing_of(&one.linkage.decision),
            None => "",
        };
        let (decided_by, _, decided_at) = match decided.filter(|_| !standing.is_empty()) {
            Some(one) => self.decided_by(&one)?,
            None => Default::default(),
        };
        let Some(card) = self.cards(&[person])?.pop() else { return Ok(None) };
        let standing = if standing.is_empty() { row.proposal.as_str() } else { standing };
        Ok(Some(ElsewherePair {
            card,
            standing: standing.into(),
            theirs: match LinkageDecision::from_word(&row.theirs) {
                LinkageDecision::Same | LinkageDecision::Different => row.theirs.clone(),
                _ => String::new(),
            },
            decided_by,
            decided_at,
            other: ElsewhereCandidate {
                department: self.department_name(&row.department),
                post_name: post_name(self.desk.pack, &row.post),
                certain: row.proposal == "certain",
                reference: row.reference,
                initials: row.initials,
                birth_year: row.birth_year,
                sex: row.sex,
                month: row.month,
                reasons: row.reasons,
                may_bring: row.may_bring,
            },
        }))
    }
}
