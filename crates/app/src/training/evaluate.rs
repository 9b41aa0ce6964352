//! An evaluation: answered by each participant in turn, on the tablet that is handed to them.

use std::collections::BTreeMap;

use posta_domain::{DONT_KNOW, EvaluationMoment, Kind, Pack, Participant, Problem, Training, TrainingState};

use crate::app::App;
use crate::error::Error;
use crate::open::Open;
use crate::permission::Act;
use crate::view::{EvaluationInput, Saved};

impl App {
    /// Takes the answers of a participant, before or after the training; returns once that is durable. An evaluation is
    /// answered once: only who keeps trainings may have it answered again, and then nothing is left of the first answers.
    /// What was left blank is kept as not known, so that every question that was put counts.
    ///
    /// # Errors
    /// [`Error::BadInput`] (no answers, an answer to no question of this training, answered already, a training that was
    /// cancelled, a participant who was taken back), [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn evaluate(&self, input: &EvaluationInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::Evaluate)?;
            if input.participant.is_empty() {
                return Err(Error::NotFound);
            }
            let (id, stored) = open.office_record(&Kind::Participant, &input.participant)?;
            let mut participant = Participant::from_fields(&stored);
            let training = open.find_training(&participant.training)?;
            let moment = EvaluationMoment::from_word(input.moment.trim());
            let mut problems = faults(&moment, &training);
            let answers = read_answers(input, &training, open.desk.pack, &mut problems);
            if participant.withdrawn {
                problems.push(Problem::error("participant", "participant_withdrawn"));
            }
            if !participant.answers(&moment).is_empty() && !open.may_answer_again() {
                problems.push(Problem::error("moment", "evaluation_answered"));
            }
            if problems.is_empty() {
                participant.answer(&moment, answers, now.today);
            }
            open.keep_office_record(Kind::Participant, id, participant.changes_from(&stored), problems, now)
        })
    }
}

impl Open {
    fn may_answer_again(&self) -> bool {
        self.allow(Act::TendOffice).is_ok()
    }
}

fn faults(moment: &EvaluationMoment, training: &Training) -> Vec<Problem> {
    let mut problems = Vec::new();
    if matches!(moment, EvaluationMoment::Other(_)) {
        problems.push(Problem::error("moment", "evaluation_moment_unknown"));
    }
    if training.state == TrainingState::Cancelled {
        problems.push(Problem::error("training", "training_cancelled"));
    }
    problems
}

/// An answer to each question of the training.
fn read_answers(
    input: &EvaluationInput,
    training: &Training,
    pack: &Pack,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, String> {
    let questions = pack.trainings.questions_of(&training.themes);
    let mut answers = BTreeMap::new();
    for answer in input.answers.iter().filter(|answer| !answer.option.is_empty()) {
        let question = questions.iter().find(|question| question.code == answer.question);
        if !question.is_some_and(|question| question.may_be_answered(&answer.option)) {
            problems.push(Problem::error("answers", "evaluation_answer_unknown"));
            return answers;
        }
        answers.insert(answer.question.clone(), answer.option.clone());
    }
    if answers.is_empty() {
        problems.push(Problem::error("answers", "evaluation_empty"));
        return answers;
    }
    for question in questions {
        answers.entry(question.code.clone()).or_insert_with(|| DONT_KNOW.to_owned());
    }
    answers
}
