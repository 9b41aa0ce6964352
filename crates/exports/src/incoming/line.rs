//! A row as a line of an import: words become codes, and what is not understood is said, never dropped.

use chrono::{Days, NaiveDate};
use posta_domain::import::{DocumentLine, PersonLine};
use posta_domain::{Pack, Problem, UNNAMED, alpha2, fold};

/// Years that a bare number may be; above it is a spreadsheet's count of days.
const YEARS: std::ops::RangeInclusive<u32> = 1_000..=2_200;

/// The person of a row, by what each column is (`mapping`, blank for a column that is left out; of two columns of one
/// field the first that says something counts).
///
/// # Errors
/// The first value that is not understood, by its field: codes `sex_unreadable`, `birth_unreadable`, `date_unreadable`,
/// `country_unknown`, `document_kind_unknown`, `language_unknown`, `residence_unknown`, `post_unknown`, `flag_unreadable`,
/// `name_twice` (given names and a full name say different things).
pub fn line_of(row: &[String], mapping: &[String], pack: &Pack) -> Result<PersonLine, Problem> {
    let text = |field: &str| {
        let columns = mapping.iter().zip(row).filter(|(of, _)| *of == field);
        columns.map(|(_, cell)| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default().to_owned()
    };
    let mut line = PersonLine {
        given_names: text("given_names"),
        surname1: text("surname1"),
        surname2: text("surname2"),
        phone: text("phone"),
        guardian_name: text("guardian_name"),
        sex: sex(&text("sex"))?,
        birth: day("birth", &text("birth"))?,
        nationality: country("nationality", &text("nationality"), pack)?,
        residence: residence(&text("residence"), pack)?,
        post: post(&text("post"), pack)?,
        on: day("on", &text("on"))?,
        without_documents: flag("without_documents", &text("without_documents"))?,
        guardian_relation: known(
            &text("guardian_relation"),
            pack.relations.iter().map(|one| (&one.code, &one.name)),
        )
        .unwrap_or_else(|| text("guardian_relation")),
        ..PersonLine::default()
    };
    let full = text("full_name");
    // One that holds the other, as in tables of this program, says nothing else.
    let says_else = !fold(&full).contains(&fold(&line.given_names));
    if !full.is_empty() && !line.given_names.is_empty() && says_else {
        return Err(Problem::error("full_name", "name_twice"));
    }
    if line.given_names.is_empty()
        && full != UNNAMED
        && !(line.surname1.is_empty() && line.surname2.is_empty())
    {
        // A name beside surnames in columns of their own: whatever it holds is kept.
        line.given_names.clone_from(&full);
    }
    if [&line.given_names, &line.surname1, &line.surname2].iter().all(|part| part.is_empty()) {
        // Nobody but the person can say where the names end and the surnames begin.
        line.name_undeclared = full == UNNAMED;
        line.given_names = if line.name_undeclared { String::new() } else { full };
    }
    let languages = text("languages");
    for word in languages.split([',', ';', '/']).map(str::trim).filter(|word| !word.is_empty()) {
        let code = known(word, pack.languages.iter().map(|one| (&one.code, &one.name)));
        line.languages.push(code.ok_or_else(|| Problem::error("languages", "language_unknown"))?);
    }
    let number = text("document_number");
    let kind = text("document_kind");
    if !number.is_empty() || !kind.is_empty() {
        let code = known(&kind, pack.document_kinds.iter().map(|one| (&one.code, &one.name)));
        if code.is_none() && !kind.is_empty() {
            return Err(Problem::error("document_kind", "document_kind_unknown"));
        }
        let country = country("document_country", &text("document_country"), pack)?;
        line.documents.push(DocumentLine {
            kind: code.unwrap_or_default(),
            country,
            number,
            ..DocumentLine::default()
        });
    }
    Ok(line)
}

/// The code of a word: itself, or what is called so.
fn known<'a>(word: &str, mut list: impl Iterator<Item = (&'a String, &'a String)>) -> Option<String> {
    let folded = fold(word);
    let is_it = |(code, name): &(&String, &String)| code.as_str() == word || fold(name) == folded;
    if folded.is_empty() { None } else { list.find(is_it).map(|(code, _)| code.clone()) }
}

fn sex(word: &str) -> Result<String, Problem> {
    let code = match fold(word).as_str() {
        "" => "",
        "mujer" | "f" | "femenino" | "female" | "fem" => "female",
        "hombre" | "h" | "m" | "masculino" | "male" | "masc" | "varon" => "male",
        "no consta" | "unknown" | "x" => "unknown",
        _ => return Err(Problem::error("sex", "sex_unreadable")),
    };
    Ok(code.to_owned())
}

/// A day, or as much of a birth as is known, as the import reads it; a count of days of a spreadsheet is one too.
fn day(field: &'static str, word: &str) -> Result<String, Problem> {
    let code = if field == "birth" { "birth_unreadable" } else { "date_unreadable" };
    let count = word.split('.').next().and_then(|whole| whole.parse::<u32>().ok());
    let is_count = count.is_some() && word.parse::<f64>().is_ok();
    let text = match count.filter(|_| is_count) {
        Some(year) if YEARS.contains(&year) => year.to_string(),
        Some(days) if (2_201..80_000).contains(&days) => {
            let first = NaiveDate::from_ymd_opt(1899, 12, 30);
            let day = first.and_then(|first| first.checked_add_days(Days::new(days.into())));
            day.ok_or_else(|| Problem::error(field, code))?.to_string()
        }
        Some(_) => return Err(Problem::error(field, code)),
        // With the time of a timestamp, which nobody is born at for us.
        None => word.split(['T', ' ']).next().unwrap_or_default().to_owned(),
    };
    match posta_domain::Birth::parse(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err(Problem::error(field, code)),
    }
}

fn country(field: &'static str, word: &str, pack: &Pack) -> Result<String, Problem> {
    if word.is_empty() {
        return Ok(String::new());
    }
    let upper = word.to_uppercase();
    let by_code = pack.countries.iter().any(|one| one.code == upper).then(|| upper.clone());
    let found = by_code
        .or_else(|| alpha2(&upper).map(str::to_owned))
        .or_else(|| known(word, pack.countries.iter().map(|one| (&one.code, &one.name))));
    found.ok_or_else(|| Problem::error(field, "country_unknown"))
}

/// A municipality by its code, or by a name that only one has.
fn residence(word: &str, pack: &Pack) -> Result<String, Problem> {
    if word.is_empty() || pack.municipality(word).is_some() {
        return Ok(word.to_owned());
    }
    let folded = fold(word);
    let mut named = pack.municipalities.iter().filter(|one| fold(&one.name) == folded);
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only.code.clone()),
        _ => Err(Problem::error("residence", "residence_unknown")),
    }
}

fn post(word: &str, pack: &Pack) -> Result<String, Problem> {
    if word.is_empty() || pack.post(word).is_some() {
        return Ok(word.to_owned());
    }
    let folded = fold(word);
    let mut named = pack.all_posts().filter(|one| fold(&one.name) == folded);
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only.code.clone()),
        _ => Err(Problem::error("post", "post_unknown")),
    }
}

fn flag(field: &'static str, word: &str) -> Result<bool, Problem> {
    match fold(word).as_str() {
        "" | "no" | "0" | "false" => Ok(false),
        "si" | "1" | "x" | "true" | "yes" => Ok(true),
        _ => Err(Problem::error(field, "flag_unreadable")),
    }
}
