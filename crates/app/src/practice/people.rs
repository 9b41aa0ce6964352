//! Who is there when a practice begins, and what has been done: enough that every screen has something on it.

use chrono::{Days, NaiveDate};
use posta_domain::import::ImportLine;
use posta_domain::synthetic::Synthetic;
use posta_domain::{Pack, Sex};
use posta_store::{RegisterFilter, RegisterOrder};

use crate::app::App;
use crate::error::Error;
use crate::permission::Act;
use crate::view::{CommitmentInput, PlanInput, PracticePeople, PracticePerson, ServiceInput, TrainingInput};

/// How many were registered on each of the days before today.
const DAYS: [(u64, usize); 5] = [(45, 12), (31, 12), (12, 12), (3, 8), (0, 6)];
/// The same people every time, so that a trainer knows them.
const SEED: u64 = 2026;
/// Registered twice, with what a border post gets wrong.
const TWICE: usize = 3;
const SERVICES: [&str; 3] = ["Albergue de práctica", "Centro de salud de práctica", "Defensoría de práctica"];
/// Who is looked at for [`App::practice_people`].
const FIRST: u32 = 60;
/// Years from which somebody is an adult.
const ADULT: u32 = 18;

/// Registers and attends people, as the care team.
pub(super) fn register(app: &App, pack: &Pack, municipality: &str) -> Result<(), Error> {
    let today = app.now().today;
    let posts = pack.posts_of(municipality);
    let mut twice = TWICE;
    for (seed, (ago, people)) in (SEED..).zip(DAYS) {
        let day = today.checked_sub_days(Days::new(ago)).unwrap_or(today);
        let mut file = Vec::new();
        for line in Synthetic::new(seed).at(posts.iter().copied()).on(day).lines(people) {
            let again = Some(&line).filter(|_| twice > 0 && ago > 0).and_then(|line| misheard(line, today));
            write(&mut file, &line)?;
            if let Some(again) = again {
                twice -= 1;
                write(&mut file, &again)?;
            }
        }
        app.import(file.as_slice())?;
    }
    Ok(())
}

/// The same person as another post would have written them down today.
fn misheard(line: &ImportLine, today: NaiveDate) -> Option<ImportLine> {
    let ImportLine::Person(person) = line else { return None };
    if person.documents.is_empty() || person.surname2.is_empty() {
        return None;
    }
    let mut again = person.clone();
    again.reference = String::new();
    again.household = String::new();
    again.surname2 = String::new();
    again.on = today.to_string();
    Some(ImportLine::Person(again))
}

fn write(file: &mut Vec<u8>, line: &ImportLine) -> Result<(), Error> {
    serde_json::to_writer(&mut *file, line).map_err(|error| Error::Unexpected(error.to_string()))?;
    file.push(b'\n');
    Ok(())
}

/// What a supervisor keeps: services to refer to, a training and a work plan.
pub(super) fn office(app: &App, pack: &Pack, municipality: &str) -> Result<(), Error> {
    let today = app.now().today;
    let before = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today).to_string();
    let after = |days| today.checked_add_days(Days::new(days)).unwrap_or(today).to_string();
    for (name, kind) in SERVICES.into_iter().zip(&pack.service_kinds) {
        app.save_service(&ServiceInput {
            name: name.into(),
            kinds: vec![kind.code.clone()],
            offers: "Servicio inventado para practicar.".into(),
            place: municipality.into(),
            hours: "8:00 a 18:00".into(),
            ..ServiceInput::default()
        })?;
    }
    let themes = pack.trainings.themes.iter().map(|theme| theme.code.clone()).take(2).collect();
    let training = TrainingInput {
        kind: "course".into(),
        title: "Capacitación de práctica".into(),
        themes,
        on: before(8),
        hours: 4,
        institution: "Centro de salud de práctica".into(),
        state: "held".into(),
        ..TrainingInput::default()
    };
    app.save_training(&training, None)?;
    let plan = PlanInput {
        institution: "Centro de salud de práctica".into(),
        place: municipality.into(),
        from: before(30),
        to: after(150),
        good_practices: vec!["Atender primero y preguntar por los papeles después.".into()],
        ..PlanInput::default()
    };
    let plan = app.save_plan(&plan, None)?;
    let commitment = CommitmentInput {
        of: plan.id,
        what: "Poner los derechos en la sala de espera".into(),
        responsible: "Darío Práctica".into(),
        due: after(7),
        term: "short".into(),
        state: "open".into(),
        ..CommitmentInput::default()
    };
    app.save_commitment(&commitment, None)?;
    Ok(())
}

/// The year of a birth as it is stored, unless only an age is known.
fn year_of(birth: &str) -> Option<u32> {
    birth.get(..4)?.parse().ok()
}

impl App {
    /// Somebody grown up and a child to practise with; nobody outside of a practice.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn practice_people(&self) -> Result<PracticePeople, Error> {
        self.read(|open| {
            open.allow(Act::FindPerson)?;
            if !open.desk.folder.is_practice() {
                return Ok(PracticePeople::default());
            }
            let filter = RegisterFilter::default();
            let file = &open.registry()?.file;
            let page = file.register_page(&filter, RegisterOrder::OldestFirst, 0, FIRST)?;
            let cards = open.cards(&page.rows)?;
            let named =
                cards.iter().filter(|card| !card.name.is_empty() && card.sex != Sex::Unknown.as_str());
            let first = |grown: bool| {
                let mut fit =
                    named.clone().filter(|card| card.age.is_some_and(|age| (age >= ADULT) == grown));
                fit.next().map(|card| PracticePerson {
                    id: card.id.clone(),
                    name: card.name.clone(),
                    birth_year: year_of(&card.birth),
                })
            };
            Ok(PracticePeople { adult: first(true), child: first(false) })
        })
    }
}
