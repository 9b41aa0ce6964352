//! Trainings to look at: all of them, or one with everybody in it.

use std::collections::BTreeMap;

use posta_domain::{DocumentId, EvaluationMoment, Kind, Pack, Participant, Training, TrainingKind};
use posta_store::ParticipantCount;

use super::gain::gains;
use crate::app::App;
use crate::error::Error;
use crate::home::count;
use crate::id::read_id;
use crate::open::Open;
use crate::permission::Act;
use crate::time::Moment;
use crate::view::{
    ParticipantCard, ParticipantInput, TrainingCard, TrainingInput, TrainingOption, TrainingQuestion,
    TrainingView,
};

/// Every training of this device, with how many take part.
struct All {
    trainings: Vec<(DocumentId, Training)>,
    counts: BTreeMap<DocumentId, ParticipantCount>,
}

impl App {
    /// Every training, the latest first. Themes are named in the language of the window.
    ///
    /// # Errors
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn trainings(&self) -> Result<Vec<TrainingCard>, Error> {
        let (now, language) = (self.now(), self.look().language);
        self.read(|open| {
            open.allow(Act::SeeOffice)?;
            let all = open.all_trainings()?;
            all.trainings.iter().map(|(id, one)| open.training_card(&all, id, one, &language, now)).collect()
        })
    }

    /// A training with its participants and what they are asked, which never tells what is right.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Unreadable`].
    pub fn training(&self, id: &str, language: &str) -> Result<TrainingView, Error> {
        let now = self.now();
        self.read(|open| {
            open.allow(Act::SeeOffice)?;
            let id = read_id(id)?;
            let all = open.all_trainings()?;
            let (_, training) = all.trainings.iter().find(|(one, _)| *one == id).ok_or(Error::NotFound)?;
            let (file, pack) = (&open.registry()?.file, open.desk.pack);
            let participants = file.participants_of(&id)?;
            let card =
                |(of, one): &(DocumentId, Participant)| participant_card(pack, &all, training, of, one);
            Ok(TrainingView {
                card: open.training_card(&all, &id, training, language, now)?,
                gains: gains(pack, &training.themes, counted(&participants), language),
                participants: participants.iter().map(card).collect(),
                questions: questions(pack, training, language),
            })
        })
    }
}

/// Those who were not written down by mistake.
fn counted(everybody: &[(DocumentId, Participant)]) -> impl Iterator<Item = &Participant> + Clone {
    everybody.iter().map(|(_, one)| one).filter(|one| !one.withdrawn)
}

impl Open {
    fn all_trainings(&self) -> Result<All, Error> {
        let file = &self.registry()?.file;
        Ok(All { trainings: file.trainings()?, counts: file.participant_counts()? })
    }

    fn training_card(
        &self,
        all: &All,
        id: &DocumentId,
        training: &Training,
        language: &str,
        now: Moment,
    ) -> Result<TrainingCard, Error> {
        let pack = self.desk.pack;
        let counted = all.counts.get(id).copied().unwrap_or_default();
        let teacher = if training.trained_by.is_none() {
            None
        } else {
            self.registry()?.file.participant(&training.trained_by)?
        };
        let renewed = || all.trainings.iter().any(|(_, later)| training.is_renewed_by(later));
        Ok(TrainingCard {
            training: training_input(id, training),
            participants: count(counted.participants),
            entries: count(counted.entries),
            exits: count(counted.exits),
            department_name: department_name(pack, &training.department),
            theme_names: theme_names(pack, training, language),
            renew_by: training.renew_by(pack).map(|day| day.to_string()).unwrap_or_default(),
            to_renew: training.is_to_renew(pack, now.today) && !renewed(),
            trained_by_name: teacher.map(|one| one.name).unwrap_or_default(),
        })
    }

    /// A training as its document says.
    pub(super) fn find_training(&self, id: &DocumentId) -> Result<Training, Error> {
        let document = self.registry()?.file.document(&Kind::Training, id)?.ok_or(Error::NotFound)?;
        Ok(Training::from_fields(&document.fields()))
    }
}

/// What a department is called; what is none of the pack's as it was written.
pub(crate) fn department_name(pack: &Pack, code: &str) -> String {
    pack.department(code).map_or_else(|| code.to_owned(), |department| department.name.clone())
}

/// The names of its themes, in the bank's order.
pub(super) fn theme_names(pack: &Pack, training: &Training, language: &str) -> Vec<String> {
    let known = pack.trainings.themes.iter().filter(|theme| training.themes.contains(&theme.code));
    known.map(|theme| pack.name_of("training_themes", &theme.code, language).to_owned()).collect()
}

/// The form of a training as it is kept.
pub(super) fn training_input(id: &DocumentId, training: &Training) -> TrainingInput {
    TrainingInput {
        id: id.to_string(),
        kind: training.kind.to_string(),
        title: training.title.clone(),
        themes: training.themes.iter().cloned().collect(),
        on: training.on.map(|day| day.to_string()).unwrap_or_default(),
        hours: training.hours,
        city: training.city.clone(),
        department: training.department.clone(),
        institution: training.institution.clone(),
        trainers: training.trainers.clone(),
        trained_by: if training.trained_by.is_none() {
            String::new()
        } else {
            training.trained_by.to_string()
        },
        state: training.state.to_string(),
        note: training.note.clone(),
    }
}

/// The form of a participant as they are kept.
pub(super) fn participant_input(id: &DocumentId, participant: &Participant) -> ParticipantInput {
    ParticipantInput {
        id: id.to_string(),
        training: participant.training.to_string(),
        name: participant.name.clone(),
        sex: participant.sex.to_string(),
        role: participant.role.to_string(),
        institution: participant.institution.clone(),
    }
}

fn participant_card(
    pack: &Pack,
    all: &All,
    training: &Training,
    id: &DocumentId,
    participant: &Participant,
) -> ParticipantCard {
    let questions = pack.trainings.questions_of(&training.themes);
    let taught = |(_, other): &&(DocumentId, Training)| {
        other.is_held() && other.kind == TrainingKind::Cascade && other.trained_by == *id
    };
    let trained = all.trainings.iter().filter(taught).filter_map(|(of, _)| all.counts.get(of));
    ParticipantCard {
        participant: participant_input(id, participant),
        entry_right: participant.right(&EvaluationMoment::Entry, &questions),
        entry_asked: participant.asked(&EvaluationMoment::Entry, &questions),
        exit_right: participant.right(&EvaluationMoment::Exit, &questions),
        exit_asked: participant.asked(&EvaluationMoment::Exit, &questions),
        withdrawn: participant.withdrawn,
        certified_on: if is_certified(training, participant) {
            training.on.map(|day| day.to_string()).unwrap_or_default()
        } else {
            String::new()
        },
        trained: count(trained.map(|counted| counted.participants).sum()),
    }
}

/// Whether a certificate may be given: the training was held, and the evaluation after it was answered by whoever was there.
pub(super) fn is_certified(training: &Training, participant: &Participant) -> bool {
    training.is_held() && !participant.exit.is_empty() && !participant.withdrawn
}

/// What is asked in a training.
pub(crate) fn questions(pack: &Pack, training: &Training, language: &str) -> Vec<TrainingQuestion> {
    let word = |list: &str, code: &str| pack.name_of(list, code, language).to_owned();
    let asked = pack.trainings.questions_of(&training.themes).into_iter();
    asked
        .map(|question| TrainingQuestion {
            code: question.code.clone(),
            theme: question.theme.clone(),
            theme_name: word("training_themes", &question.theme),
            text: word("training_questions", &question.code),
            options: question
                .options
                .iter()
                .map(|option| TrainingOption {
                    code: option.code.clone(),
                    text: word("training_options", &format!("{}.{}", question.code, option.code)),
                })
                .collect(),
        })
        .collect()
}
