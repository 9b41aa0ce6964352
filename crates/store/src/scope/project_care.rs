//! From the documents of the dupla's work to their rows.

use posta_documents::Document;
use posta_domain::{AnswerCode, DocumentId, FollowUp, Referral, ReferralSecret, Screening, Service, fold};
use rusqlite::named_params;

use super::project::{Story, day};
use crate::error::Error;
use crate::transaction::Writer;

pub(super) fn project_screening(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let screening = Screening::from_fields(&document.fields());
    writer.execute(
        "INSERT OR REPLACE INTO screening
             (row, id, person, consultation, instrument, on_day, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :person, :consultation, :instrument, :on_day,
                 :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":person": screening.person.as_bytes(),
            ":consultation": screening.consultation.as_bytes(), ":instrument": screening.instrument,
            ":on_day": day(screening.on), ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

pub(super) fn project_referral(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let referral = Referral::from_fields(&document.fields());
    let standing = referral.standing();
    let secret = ReferralSecret::from_hex(&referral.secret);
    writer.execute(
        "INSERT OR REPLACE INTO referral
             (row, id, person, consultation, post, on_day, need, service, service_name, place, origin, urgency, state, contradicted,
              over, code_name, answered_on, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :person, :consultation, :post, :on_day, :need, :service, :service_name, :place, :origin, :urgency, :state,
                 :contradicted, :over, :code_name, :answered_on, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":person": referral.person.as_bytes(),
            ":consultation": referral.consultation.as_bytes(), ":post": referral.post,
            ":on_day": day(referral.on), ":need": referral.need, ":service": referral.service.as_bytes(),
            ":service_name": referral.service_name, ":place": referral.place, ":origin": referral.origin,
            ":urgency": referral.urgency.as_str(), ":state": standing.state.as_str(),
            ":contradicted": standing.is_contradicted(), ":over": standing.state.is_over() && !standing.is_contradicted(),
            ":code_name": secret.map(|secret| code_name(secret.name())), ":answered_on": day(referral.answered_on()),
            ":recorded_by": story.by,
            ":recorded_at": story.at, ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

pub(super) fn project_answer(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let fields = document.fields();
    let code = fields.get("code").and_then(|code| code.as_text()).unwrap_or_default();
    // What is no code answers nothing; it stays a document and has no row.
    let Ok(code) = AnswerCode::parse(code) else { return Ok(()) };
    writer.execute(
        "INSERT OR REPLACE INTO referral_answer
             (row, id, code, code_name, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :code, :code_name, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":code": code.to_string(), ":code_name": code_name(code.name()),
            ":recorded_by": story.by, ":recorded_at": story.at, ":updated_at": story.updated_at,
            ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

pub(super) fn project_follow_up(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let follow_up = FollowUp::from_fields(&document.fields());
    writer.execute(
        "INSERT OR REPLACE INTO follow_up
             (row, id, person, consultation, referral, post, on_day, assignee, what, state, settled_on, tries,
              recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :person, :consultation, :referral, :post, :on_day, :assignee, :what, :state, :settled_on,
                 :tries, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":person": follow_up.person.as_bytes(),
            ":consultation": follow_up.consultation.as_bytes(), ":referral": follow_up.referral.as_bytes(), ":post": follow_up.post, ":on_day": day(follow_up.on),
            ":assignee": follow_up.assignee, ":what": follow_up.what, ":state": follow_up.state.as_str(),
            ":settled_on": day(follow_up.settled_on), ":tries": follow_up.tries.len() as i64, ":recorded_by": story.by,
            ":recorded_at": story.at, ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

pub(super) fn project_service(
    writer: &Writer<'_>,
    row: i64,
    id: &DocumentId,
    document: &mut Document,
) -> Result<(), Error> {
    let story = Story::of(document);
    let service = Service::from_fields(&document.fields());
    let joined = |codes: &std::collections::BTreeSet<String>| {
        codes.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    writer.execute(
        "INSERT OR REPLACE INTO service
             (row, id, name, sort_name, kinds, offers, attends, hours, contact, address, place, coverage,
              verified_on, verified_by, closed, recorded_by, recorded_at, updated_at, conflicts)
         VALUES (:row, :id, :name, :sort_name, :kinds, :offers, :attends, :hours, :contact, :address, :place, :coverage,
                 :verified_on, :verified_by, :closed, :recorded_by, :recorded_at, :updated_at, :conflicts)",
        named_params! {
            ":row": row, ":id": id.as_bytes(), ":name": service.name, ":sort_name": fold(&service.name),
            ":kinds": joined(&service.kinds), ":offers": service.offers, ":attends": service.attends,
            ":hours": service.hours, ":contact": service.contact, ":address": service.address,
            ":place": service.place, ":coverage": joined(&service.coverage),
            ":verified_on": day(service.verified_on), ":verified_by": service.verified_by,
            ":closed": service.closed, ":recorded_by": story.by, ":recorded_at": story.at,
            ":updated_at": story.updated_at, ":conflicts": story.conflict_count(),
        },
    )?;
    Ok(())
}

/// 40 bits as SQLite keeps them.
pub(super) fn code_name(name: u64) -> i64 {
    i64::try_from(name).unwrap_or(i64::MAX)
}
