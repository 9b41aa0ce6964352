//! What people type into the search box.

use posta_domain::import::{ImportLine, PersonLine};
use posta_domain::synthetic::Random;

/// Questions of each kind.
const EACH: usize = 100;
/// The commonest surnames of the highlands.
const COMMON: &[&str] = &["Mamani", "Quispe", "Flores", "Condori", "Choque"];

/// A kind of question with its texts.
pub type Kind = (&'static str, Vec<String>);

/// Five kinds of a hundred questions each, about people who are there.
pub fn questions(lines: &[ImportLine]) -> Vec<Kind> {
    let people: Vec<&PersonLine> = lines
        .iter()
        .filter_map(|line| match line {
            ImportLine::Person(person) => Some(&**person),
            _ => None,
        })
        .collect();
    let mut random = Random::new(7);
    let mut of = |ask: &dyn Fn(&PersonLine, &mut Random) -> Option<String>| {
        let mut texts = Vec::new();
        while texts.len() < EACH && !people.is_empty() {
            let person = people.get(random.below(people.len()));
            texts.extend(person.and_then(|person| ask(person, &mut random)));
        }
        texts
    };
    vec![
        ("2 or 3 letters", of(&|person, random| first_letters(&person.surname1, 2 + random.below(2)))),
        ("two surnames, any order", of(&two_surnames)),
        ("document number", of(&document_number)),
        ("year, alone or with a name", of(&year)),
        ("common surname", of(&common)),
    ]
}

fn first_letters(word: &str, count: usize) -> Option<String> {
    Some(word.to_lowercase().chars().take(count).collect())
}

fn two_surnames(person: &PersonLine, random: &mut Random) -> Option<String> {
    let (first, second) = (&person.surname1, &person.surname2);
    let turned = random.percent(50);
    (!second.is_empty())
        .then(|| if turned { format!("{second} {first}") } else { format!("{first} {second}") })
}

/// Whole, or as far as it was typed.
fn document_number(person: &PersonLine, random: &mut Random) -> Option<String> {
    let number = &person.documents.first()?.number;
    let typed = if random.percent(50) { number.len() } else { 4.min(number.len()) };
    number.get(..typed).filter(|typed| !typed.is_empty()).map(str::to_owned)
}

fn year(person: &PersonLine, random: &mut Random) -> Option<String> {
    let year = person.birth.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(if random.percent(50) { year.to_owned() } else { format!("{} {year}", person.surname1) })
}

fn common(person: &PersonLine, random: &mut Random) -> Option<String> {
    let surname = random.pick(COMMON);
    let name = person.given_names.split(' ').next().unwrap_or_default();
    Some(if random.percent(50) { surname.to_owned() } else { format!("{name} {surname}") })
}
