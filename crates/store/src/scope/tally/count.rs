//! One day's counts, from rows of projections.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use posta_domain::{Birth, CONFIDENTIAL_NEED, Tallied, form_band};
use rusqlite::{Row, named_params};

use crate::error::Error;
use crate::transaction::Writer;

/// How many, by trait and post.
type Counts = BTreeMap<(String, String), i64>;

/// Of a person in `person.id`: whether none of the records of that human says no to figures. As
/// [`posta_domain::Consent::consents`]: of each record the latest conversation that none replaced, of one day the no; a no
/// without a day stands, a yes without one never does. A yes of a clock that runs ahead counts by its own day, because counts
/// are not made anew because a day has passed.
const COUNTED: &str = "NOT EXISTS (
    SELECT 1 FROM (
        SELECT person.id AS id UNION
        SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
        WHERE mine.person = person.id) AS record
    WHERE (
        SELECT said.statistics FROM consent AS said
        WHERE said.person = record.id AND said.statistics <> ''
          AND NOT (said.statistics = 'given' AND said.on_day = '')
          AND NOT EXISTS (
            SELECT 1 FROM consent AS later
            WHERE later.statistics <> '' AND instr(later.replaces, lower(hex(said.id))) > 0
              AND later.person IN (
                SELECT record.id UNION
                SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
                WHERE mine.person = record.id))
        ORDER BY iif(said.on_day = '', '9999-12-31', said.on_day) DESC, said.statistics = 'given'
        LIMIT 1) <> 'given')";

/// Of records of a care team: whether the registry lets their person be counted.
const LET_COUNT: &str = "person NOT IN (SELECT person FROM uncounted)";

/// Records of whoever says no to figures with any of theirs: of the few who ever did, those of whom it stands.
pub(super) fn saying_no() -> String {
    format!(
        "SELECT person.id AS id FROM (
             SELECT person AS id FROM consent WHERE statistics NOT IN ('', 'given') UNION
             SELECT theirs.person FROM consent
             JOIN linked AS mine ON mine.person = consent.person
             JOIN linked AS theirs ON theirs.head = mine.head
             WHERE consent.statistics NOT IN ('', 'given')) AS person
         WHERE NOT ({COUNTED}) ORDER BY id"
    )
}

pub(super) fn count(writer: &Writer<'_>, what: Tallied, at: &str) -> Result<Counts, Error> {
    let sql = match what {
        Tallied::People => format!(
            "SELECT registered_post AS post, nationality, sex, birth FROM person
             LEFT JOIN linked ON linked.row = person.row
             WHERE registered_on = :at AND (linked.head IS NULL OR linked.head = person.id) AND {COUNTED}"
        ),
        Tallied::Enrollments => format!(
            "SELECT enrollment.*, person.nationality, person.sex, person.birth FROM enrollment
             LEFT JOIN document ON document.id = enrollment.person AND document.kind = 'person'
             LEFT JOIN person ON person.row = document.row
             WHERE on_day = :at AND {COUNTED} AND NOT EXISTS (
                 SELECT 1 FROM enrollment AS earlier
                 WHERE earlier.person IN (
                         SELECT enrollment.person UNION ALL
                         SELECT theirs.person FROM linked AS mine JOIN linked AS theirs ON theirs.head = mine.head
                         WHERE mine.person = enrollment.person)
                   AND earlier.program = enrollment.program
                   AND (earlier.on_day, earlier.id) < (enrollment.on_day, enrollment.id))"
        ),
        Tallied::Decisions => "SELECT decision, coalesce(author.post, '') AS post FROM linkage
             LEFT JOIN author ON author.actor = linkage.recorded_by
             WHERE updated_at >= unixepoch(:at, '+4 hours') AND updated_at < unixepoch(:at, '+1 day', '+4 hours')
               AND decision IN ('same', 'different') AND conflicts = 0"
            .to_owned(),
        Tallied::Consultations | Tallied::Needs => {
            format!("SELECT post, mode, reason, need_states FROM consultation WHERE on_day = :at AND {LET_COUNT}")
        }
        Tallied::Referrals => {
            format!(
                "SELECT post, state, need, lower(hex(service)) AS service, answered_on FROM referral
                 WHERE on_day = :at AND {LET_COUNT}"
            )
        }
        Tallied::FollowUps => {
            format!("SELECT post, state FROM follow_up WHERE on_day = :at AND {LET_COUNT}")
        }
    };
    let mut sql = writer.prepare_cached(&sql)?;
    let mut rows = sql.query(named_params! { ":at": at })?;
    let mut counts = Counts::new();
    while let Some(row) = rows.next()? {
        let post: String = row.get("post")?;
        if what == Tallied::Needs {
            count_needs(row, &post, &mut counts)?;
            continue;
        }
        add(&mut counts, String::new(), &post);
        for trait_ in traits(row, what, at)? {
            add(&mut counts, trait_, &post);
        }
    }
    Ok(counts)
}

fn add(counts: &mut Counts, trait_: String, post: &str) {
    *counts.entry((trait_, post.to_owned())).or_default() += 1;
}

fn count_needs(row: &Row<'_>, post: &str, counts: &mut Counts) -> Result<(), Error> {
    let states: String = row.get("need_states")?;
    for (need, state) in states.split(' ').filter_map(|one| one.split_once('=')) {
        if need != CONFIDENTIAL_NEED {
            add(counts, String::new(), post);
            add(counts, format!("need={need}"), post);
            add(counts, format!("need_state={state}"), post);
            if state == "resuelta" {
                add(counts, format!("need_met={need}"), post);
            }
        }
    }
    Ok(())
}

fn traits(row: &Row<'_>, what: Tallied, at: &str) -> Result<Vec<String>, Error> {
    let text = |column: &str| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
    let one = |name: &str| -> Result<String, Error> { Ok(format!("{name}={}", text(name)?)) };
    let mut traits = Vec::new();
    match what {
        Tallied::People | Tallied::Enrollments => {
            let day: Option<NaiveDate> = at.parse().ok();
            let birth = Birth::parse(&text("birth")?).unwrap_or_default();
            let band = day.map_or("", |day| form_band(&birth, day));
            traits.extend([one("nationality")?, one("sex")?, format!("age_band={band}")]);
            traits.push(format!("sex_age={}/{band}", text("sex")?));
        }
        Tallied::Decisions => traits.push(one("decision")?),
        Tallied::Consultations => traits.extend([one("mode")?, one("reason")?]),
        Tallied::Referrals => {
            let need = if text("need")? == CONFIDENTIAL_NEED { "need=".to_owned() } else { one("need")? };
            traits.extend([one("state")?, need, one("service")?]);
            let answered = text("answered_on")?;
            traits.push(format!("answer={}", days_until(at, &answered)));
            if answered.is_empty() {
                traits.push(format!("service_silent={}", text("service")?));
            }
        }
        Tallied::FollowUps => traits.push(one("state")?),
        Tallied::Needs => {}
    }
    if what == Tallied::Enrollments {
        traits.extend([one("outcome")?, one("status")?, one("campaign")?]);
        let several = |name: &str, codes: String| -> Vec<String> {
            codes.split(' ').filter(|code| !code.is_empty()).map(|code| format!("{name}={code}")).collect()
        };
        traits.extend(several("group", text("covered_groups")?));
        let missing = text("missing")?;
        traits.push(format!("complete={}", if missing.is_empty() { "yes" } else { "no" }));
        traits.extend(several("missing", missing));
    }
    Ok(traits)
}

fn days_until(at: &str, answered: &str) -> &'static str {
    let (Ok(at), Ok(answered)) = (at.parse::<NaiveDate>(), answered.parse::<NaiveDate>()) else {
        return "none";
    };
    match (answered - at).num_days() {
        ..2 => "0-1",
        2..8 => "2-7",
        8..31 => "8-30",
        _ => "31+",
    }
}
