//! Two people field by field.

use posta_domain::{Birth, IdentityDocument, Person, fold, normal_number};
use posta_linkage::is_near;

use crate::view::PairField;

/// The lines of two people side by side; a line of which neither says anything is left out.
pub(super) fn compare(a: &Person, b: &Person) -> Vec<PairField> {
    let mut lines = Vec::new();
    let mut put = |field: &str, a: String, b: String, agreement: &dyn Fn(&str, &str) -> &'static str| {
        let agreement = match (a.is_empty(), b.is_empty()) {
            (true, true) => return,
            (false, false) => agreement(&a, &b),
            _ => "missing",
        };
        lines.push(PairField { field: field.into(), a, b, agreement: agreement.into() });
    };
    for (field, of) in NAMES {
        put(field, of(a).clone(), of(b).clone(), &names);
    }
    put("birth", a.birth.to_string(), b.birth.to_string(), &|_, _| births(a.birth, b.birth));
    let sex = |person: &Person| match person.sex.as_str() {
        "unknown" => String::new(),
        word => word.to_owned(),
    };
    put("sex", sex(a), sex(b), &equal);
    put("nationality", a.nationality.clone(), b.nationality.clone(), &equal);
    for (one, other) in papers(a, b) {
        put("document", paper(one), paper(other), &|_, _| numbers(one, other));
    }
    let digits = |phone: &str| -> String { phone.chars().filter(char::is_ascii_digit).collect() };
    put("phone", a.phone.clone(), b.phone.clone(), &|one, other| {
        if digits(one) == digits(other) { "same" } else { names(one, other) }
    });
    put("residence", a.residence.clone(), b.residence.clone(), &equal);
    put("guardian_name", a.guardian_name.clone(), b.guardian_name.clone(), &names);
    put("registered_post", a.registered_post.clone(), b.registered_post.clone(), &equal);
    let day = |person: &Person| person.registered_on.map(|day| day.to_string()).unwrap_or_default();
    put("registered_on", day(a), day(b), &equal);
    lines
}

type Name = (&'static str, fn(&Person) -> &String);

const NAMES: [Name; 3] = [
    ("given_names", |person| &person.given_names),
    ("surname1", |person| &person.surname1),
    ("surname2", |person| &person.surname2),
];

fn equal(one: &str, other: &str) -> &'static str {
    if one == other { "same" } else { "different" }
}

fn names(one: &str, other: &str) -> &'static str {
    match fold(one) == fold(other) {
        true => "same",
        false if is_near(one, other) => "near",
        false => "different",
    }
}

/// Near: day and month swapped, one typed figure apart, one says less than the other, or an estimate within 3 years.
fn births(one: Birth, other: Birth) -> &'static str {
    if one == other {
        return "same";
    }
    let (a, b) = (one.to_string(), other.to_string());
    let is_estimate = |birth: Birth| matches!(birth, Birth::EstimatedAge { .. });
    if let (true, Some(a), Some(b)) = (is_estimate(one) || is_estimate(other), one.year(), other.year()) {
        return if (a - b).abs() <= 3 { "near" } else { "different" };
    }
    let swapped: Vec<&str> = a.split('-').collect();
    let is_swapped = matches!(swapped.as_slice(), [year, month, day] if format!("{year}-{day}-{month}") == b);
    let apart = a.chars().zip(b.chars()).filter(|(one, other)| one != other).count();
    let is_part = a.starts_with(&b) || b.starts_with(&a);
    let near = is_swapped || is_part || (a.len() == b.len() && apart <= 1);
    if near { "near" } else { "different" }
}

fn number_of(paper: &IdentityDocument) -> String {
    normal_number(&paper.kind, &paper.country, &paper.number, &paper.complement)
}

fn numbers(one: Option<&IdentityDocument>, other: Option<&IdentityDocument>) -> &'static str {
    let (Some(one), Some(other)) = (one, other) else { return "missing" };
    let (a, b) = (number_of(one), number_of(other));
    match a == b {
        true => "same",
        false if is_near(&a, &b) => "near",
        false => "different",
    }
}

fn paper(paper: Option<&IdentityDocument>) -> String {
    paper.map(|one| format!("{} {} {}", one.kind, one.country, one.number)).unwrap_or_default()
}

/// The papers of two people, those of one kind and country opposite each other, equal numbers first.
fn papers<'a>(
    a: &'a Person,
    b: &'a Person,
) -> Vec<(Option<&'a IdentityDocument>, Option<&'a IdentityDocument>)> {
    let mut left: Vec<&IdentityDocument> = b.documents.iter().collect();
    let mut lines = Vec::new();
    let mut rest = Vec::new();
    for paper in &a.documents {
        match left.iter().position(|other| paper.is_same_as(other)) {
            Some(at) => lines.push((Some(paper), Some(left.remove(at)))),
            None => rest.push(paper),
        }
    }
    for paper in rest {
        let alike = |other: &&IdentityDocument| other.kind == paper.kind && other.country == paper.country;
        let at = left.iter().position(alike);
        lines.push((Some(paper), at.map(|at| left.remove(at))));
    }
    lines.extend(left.into_iter().map(|paper| (None, Some(paper))));
    lines
}
