//! Pairs of the command line as the forms of enrollment and consent.

use posta_app::view::{AnswerInput, ConsentDecision, RequirementMark};

use crate::outcome::Failure;

fn split<'a>(pair: &'a str, form: &str) -> Result<(&'a str, &'a str), Failure> {
    pair.split_once('=').ok_or_else(|| Failure::Usage(format!("written {form}")))
}

/// `short_term_insurance=no`.
pub fn read_answers(typed: &[String]) -> Result<Vec<AnswerInput>, Failure> {
    let answer = |pair: &String| {
        let (fact, answer) = split(pair, "FACT=yes or FACT=no")?;
        let yes = match answer {
            "yes" | "true" => true,
            "no" | "false" => false,
            _ => return Err(Failure::Usage("an answer is yes or no".into())),
        };
        Ok(AnswerInput { fact: fact.into(), yes })
    };
    typed.iter().map(answer).collect()
}

/// `identity=copy`.
pub fn read_seen(typed: &[String]) -> Result<Vec<RequirementMark>, Failure> {
    let mark = |pair: &String| {
        let (code, state) = split(pair, "REQUIREMENT=STATE")?;
        Ok(RequirementMark { code: code.into(), state: state.into() })
    };
    typed.iter().map(mark).collect()
}

/// `contact=refused`.
pub fn read_decisions(typed: &[String]) -> Result<Vec<ConsentDecision>, Failure> {
    let decision = |pair: &String| {
        let (purpose, decision) = split(pair, "PURPOSE=DECISION")?;
        Ok(ConsentDecision { purpose: purpose.into(), decision: decision.into() })
    };
    typed.iter().map(decision).collect()
}
