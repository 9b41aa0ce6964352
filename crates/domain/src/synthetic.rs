//! Invented people for practice, tests and measurements: the same seed gives the same people, for ever.
//!
//! Nobody here exists. Numbers of documents are of the right form but lie in ranges that no registry has reached,
//! and telephone numbers in blocks that no operator uses.

mod names;
mod random;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::Post;
use crate::import::{
    ConsentLine, ConsultationLine, DocumentLine, EditLine, EditValue, EnrollmentLine, ImportLine, PersonLine,
};
use names::{NOTES, ORIGINS, Origin};
pub use random::Random;

/// How many numbers of documents there are before they repeat.
const NUMBERS: usize = 1_000_000;

/// Invents people and what is done for them, in the order a post would record it.
#[derive(Clone, Debug)]
pub struct Synthetic {
    random: Random,
    /// Of families, consent and papers: apart, so that the people of a seed stay who they are.
    more: Random,
    day: NaiveDate,
    /// Post and its municipality.
    posts: Vec<(String, String)>,
    people: usize,
    /// Where the numbers of documents begin.
    first_number: usize,
    /// The last adult with their age: a child that follows may be of the same family.
    adult: Option<(PersonLine, u32)>,
}

impl Synthetic {
    /// Invents from a seed, for the posts of Pisiga and Tambo Quemado, on 20 November 2026.
    pub fn new(seed: u64) -> Self {
        let posts = [("pisiga", "040901"), ("tambo-quemado", "040402")];
        let mut random = Random::new(seed);
        Self {
            first_number: random.below(NUMBERS),
            random,
            more: Random::new(seed ^ 0x5eed_0fa1_1fa1_0001),
            day: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default(),
            posts: posts.map(|(post, place)| (post.to_owned(), place.to_owned())).to_vec(),
            people: 0,
            adult: None,
        }
    }

    /// For these posts instead; none leaves the post blank.
    pub fn at<'a>(mut self, posts: impl IntoIterator<Item = &'a Post>) -> Self {
        self.posts = posts.into_iter().map(|post| (post.code.clone(), post.municipality.clone())).collect();
        self
    }

    /// On this day instead.
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.day = day;
        self
    }

    /// People, about four in five with an enrollment, nine in ten asked for consent and one in four with a
    /// consultation, each line after the person it points at.
    pub fn lines(mut self, people: usize) -> impl Iterator<Item = ImportLine> {
        (0..people).flat_map(move |_| {
            let person = self.person();
            let mut lines = vec![ImportLine::Person(Box::new(person.clone()))];
            if self.random.percent(80) {
                lines.push(ImportLine::Enrollment(self.enrollment(&person)));
            }
            if self.more.percent(90) {
                lines.push(ImportLine::Consent(self.consent(&person)));
            }
            if self.random.percent(25) {
                lines.push(ImportLine::Consultation(self.consultation(&person)));
            }
            lines
        })
    }

    /// A day's work: so many new people with their enrollments and consents, consultations among them, and edits of them.
    pub fn day_of_work(mut self, enrollments: usize, consultations: usize, edits: usize) -> Vec<ImportLine> {
        let mut lines = Vec::new();
        let mut met = Vec::new();
        for _ in 0..enrollments {
            let person = self.person();
            lines.push(ImportLine::Person(Box::new(person.clone())));
            lines.push(ImportLine::Enrollment(self.enrollment(&person)));
            lines.push(ImportLine::Consent(self.consent(&person)));
            met.push(person);
        }
        for turn in 0..consultations.max(edits) {
            let at = self.random.below(met.len());
            let Some(person) = met.get(at) else { break };
            if turn < consultations {
                lines.push(ImportLine::Consultation(self.consultation(person)));
            }
            if turn < edits {
                lines.push(ImportLine::Edit(self.edit(&person.reference)));
            }
        }
        lines
    }

    /// The next person; its `ref` is `p1`, `p2`, ...
    pub fn person(&mut self) -> PersonLine {
        self.people += 1;
        let origin = self.origin();
        let female = self.random.percent(52);
        let age = self.age();
        let (post, place) = self.post();
        let mut person = PersonLine {
            reference: format!("p{}", self.people),
            given_names: self.given_names(origin, female),
            surname1: self.random.pick(origin.surnames).to_owned(),
            surname2: if origin.two_surnames {
                self.random.pick(origin.surnames).to_owned()
            } else {
                String::new()
            },
            sex: if female { "female" } else { "male" }.to_owned(),
            birth: self.birth(age),
            nationality: origin.country.to_owned(),
            languages: origin.languages.iter().map(|code| (*code).to_owned()).collect(),
            phone: if self.random.percent(70) { self.phone(origin) } else { String::new() },
            residence: if self.random.percent(60) { place } else { String::new() },
            post,
            on: self.day.to_string(),
            ..PersonLine::default()
        };
        if self.random.percent(18) {
            person.without_documents = true;
        } else {
            person.documents = self.documents(origin, age);
        }
        if self.random.percent(4) {
            person.surname2.clear();
        }
        if age < 18 {
            self.give_guardian(&mut person, age);
        } else {
            self.give_household(&mut person);
            self.adult = Some((person.clone(), age));
        }
        person
    }

    /// An enrollment of a person, recorded where the person was registered.
    pub fn enrollment(&mut self, person: &PersonLine) -> EnrollmentLine {
        let status = if self.random.percent(70) { "preparada" } else { "presentada" };
        EnrollmentLine {
            reference: format!("e-{}", person.reference),
            person: person.reference.clone(),
            program: "sus".to_owned(),
            post: person.post.clone(),
            on: person.on.clone(),
            status: status.to_owned(),
            answers: self.answers(person),
            requirements: self.requirements(person),
            ..EnrollmentLine::default()
        }
    }

    /// What a person allows: being registered, most of the rest, some of it not.
    pub fn consent(&mut self, person: &PersonLine) -> ConsentLine {
        let mut purposes = BTreeMap::from([("register".to_owned(), "given".to_owned())]);
        for (purpose, yes) in
            [("share_facility", 92), ("share_referral", 85), ("statistics", 90), ("contact", 70)]
        {
            let word = if self.more.percent(yes) { "given" } else { "refused" };
            purposes.insert(purpose.to_owned(), word.to_owned());
        }
        ConsentLine {
            reference: format!("c-{}", person.reference),
            person: person.reference.clone(),
            on: person.on.clone(),
            language: person.languages.first().cloned().unwrap_or_else(|| "es".to_owned()),
            interpreter: self.more.percent(6),
            mode: "oral".to_owned(),
            purposes,
            ..ConsentLine::default()
        }
    }

    fn answers(&mut self, person: &PersonLine) -> BTreeMap<String, bool> {
        let mut answers = BTreeMap::new();
        if self.more.percent(85) {
            answers.insert("short_term_insurance".to_owned(), self.more.percent(3));
        }
        if person.sex == "female" && self.more.percent(60) {
            answers.insert("pregnant_or_recent_birth".to_owned(), self.more.percent(12));
        }
        answers
    }

    fn requirements(&mut self, person: &PersonLine) -> BTreeMap<String, String> {
        let state = match (person.without_documents, self.more.below(10)) {
            (true, _) => "missing",
            (false, 0..6) => "have",
            (false, 6..8) => "copy",
            _ => return BTreeMap::new(),
        };
        BTreeMap::from([("identity".to_owned(), state.to_owned())])
    }

    /// One adult in three heads a group; the next ones may belong to it.
    fn give_household(&mut self, person: &mut PersonLine) {
        let of_last = self.adult.as_ref().map(|(adult, _)| adult.household.clone()).unwrap_or_default();
        if !of_last.is_empty() && self.more.percent(30) {
            (person.household, person.household_role) = (of_last, "partner".to_owned());
        } else if self.more.percent(35) {
            let key = format!("h-{}", person.reference);
            (person.household, person.household_role) = (key, "head".to_owned());
        }
    }

    /// A consultation of a person.
    pub fn consultation(&mut self, person: &PersonLine) -> ConsultationLine {
        let needs = [
            "salud",
            "alimentacion",
            "alojamiento",
            "regularizacion",
            "educacion",
            "contacto_familiar",
            "agua_higiene",
        ];
        let reasons = [
            "orientacion_sus",
            "orientacion_documental",
            "atencion_salud",
            "apoyo_psicosocial",
            "apoyo_social",
        ];
        let mut chosen: Vec<String> =
            (0..=self.random.below(3)).map(|_| self.random.pick(&needs).to_owned()).collect();
        chosen.sort();
        chosen.dedup();
        let mut phrases: Vec<&str> = (0..=self.random.below(3)).map(|_| self.random.pick(NOTES)).collect();
        phrases.dedup();
        ConsultationLine {
            reference: String::new(),
            person: person.reference.clone(),
            post: person.post.clone(),
            on: person.on.clone(),
            reason: self.random.pick(&reasons).to_owned(),
            needs: chosen,
            note: phrases.join(" "),
            restricted: false,
        }
    }

    /// A small edit of a person: a new telephone, residence or language.
    pub fn edit(&mut self, reference: &str) -> EditLine {
        let (_, place) = self.post();
        let (key, value) = match self.random.below(4) {
            0 => ("residence", EditValue::Text(place)),
            1 => ("language/ay", EditValue::Flag(true)),
            _ => {
                let origin = self.origin();
                ("phone", EditValue::Text(self.phone(origin)))
            }
        };
        EditLine { id: reference.to_owned(), set: BTreeMap::from([(key.to_owned(), value)]) }
    }

    fn origin(&mut self) -> &'static Origin {
        let mut turn = self.random.below(ORIGINS.iter().map(|origin| origin.weight).sum());
        let found = ORIGINS.iter().find(|origin| {
            let mine = turn < origin.weight;
            turn = turn.saturating_sub(origin.weight);
            mine
        });
        found.unwrap_or(&names::BOLIVIA)
    }

    fn post(&mut self) -> (String, String) {
        let at = self.random.below(self.posts.len());
        self.posts.get(at).cloned().unwrap_or_default()
    }

    fn age(&mut self) -> u32 {
        let years = match self.random.below(100) {
            0..30 => self.random.below(18),
            30..80 => 18 + self.random.below(22),
            80..95 => 40 + self.random.below(20),
            _ => 60 + self.random.below(30),
        };
        u32::try_from(years).unwrap_or_default()
    }

    fn given_names(&mut self, origin: &Origin, female: bool) -> String {
        let pool = if female { origin.female } else { origin.male };
        let first = self.random.pick(pool);
        let second = self.random.pick(pool);
        if first == second || self.random.percent(45) {
            first.to_owned()
        } else {
            format!("{first} {second}")
        }
    }

    fn birth(&mut self, age: u32) -> String {
        let past = u64::from(age) * 365 + u64::from(age) / 4 + self.random.below(365) as u64;
        let born = self.day.checked_sub_days(Days::new(past)).unwrap_or(self.day);
        match self.random.below(100) {
            0..70 => born.to_string(),
            70..80 => format!("{:04}-{:02}", born.year(), born.month()),
            80..92 => format!("{:04}", born.year()),
            92..98 => format!("age:{age}@{}", self.day),
            _ => String::new(),
        }
    }

    fn phone(&mut self, origin: &Origin) -> String {
        if self.random.percent(55) {
            format!("600{:05}", self.random.below(100_000))
        } else {
            format!("+{} 000 {:06}", origin.calling, self.random.below(1_000_000))
        }
    }

    fn documents(&mut self, origin: &Origin, age: u32) -> Vec<DocumentLine> {
        // A step coprime with the range: no number comes twice before a million people.
        let number = (self.first_number + self.people * 617_393) % NUMBERS;
        let number = format!("{}{number:06}", origin.number);
        let state = match self.random.below(10) {
            0..5 => "vigente",
            5..7 => "vencido",
            7 => "copia",
            _ => "declarado",
        };
        let line = |kind: &str, number: String| DocumentLine {
            kind: kind.to_owned(),
            country: origin.country.to_owned(),
            number,
            complement: String::new(),
            mrz_given: String::new(),
            mrz_surname: String::new(),
            state: state.to_owned(),
        };
        if age < 7 && self.random.percent(60) {
            return vec![line("birth_certificate", String::new())];
        }
        let mut documents = vec![line(origin.document, number)];
        if origin.country != "BO" && self.random.percent(15) {
            documents.push(line("passport", format!("ZX{:07}", self.random.below(10_000_000))));
        }
        documents
    }

    fn give_guardian(&mut self, child: &mut PersonLine, age: u32) {
        if !self.random.percent(85) {
            return;
        }
        let Some((adult, adult_age)) = self.adult.as_ref() else { return };
        child.surname1 = adult.surname1.clone();
        child.nationality = adult.nationality.clone();
        child.phone = adult.phone.clone();
        child.residence = adult.residence.clone();
        child.post = adult.post.clone();
        if !adult.household.is_empty() {
            child.household = adult.household.clone();
            child.household_role = "child".to_owned();
        }
        child.guardian_name = format!("{} {}", adult.given_names, adult.surname1);
        child.guardian_relation = match (*adult_age >= age + 16, adult.sex == "female") {
            (true, true) => "madre",
            (true, false) => "padre",
            (false, true) => "hermana",
            (false, false) => "hermano",
        }
        .to_owned();
    }
}
