//! RECORDS.csv and TRUTH.csv.

use std::io::Write;

use crate::register::Record;

const COLUMNS: [&str; 15] = [
    "record_id",
    "given_names",
    "surname1",
    "surname2",
    "dob",
    "dob_approx",
    "sex",
    "nationality",
    "birth_city",
    "doc_type",
    "doc_number",
    "phone",
    "post",
    "enrolled_on",
    "group_id",
];

/// Writes the records with a line of columns.
///
/// # Errors
/// What the writer refuses.
pub fn write_records(records: &[Record], to: impl Write) -> csv::Result<()> {
    let mut out = csv::Writer::from_writer(to);
    out.write_record(COLUMNS)?;
    for r in records {
        out.write_record([
            &r.record_id,
            &r.given_names,
            &r.surname1,
            &r.surname2,
            &r.dob,
            &r.dob_approx,
            &r.sex,
            &r.nationality,
            &r.birth_city,
            &r.doc_type,
            &r.doc_number,
            &r.phone,
            &r.post,
            &r.enrolled_on,
            &r.group_id,
        ])?;
    }
    Ok(out.flush()?)
}

/// Writes the pairs that are of one person.
///
/// # Errors
/// What the writer refuses.
pub fn write_truth(truth: &[(String, String)], to: impl Write) -> csv::Result<()> {
    let mut out = csv::Writer::from_writer(to);
    out.write_record(["id_a", "id_b"])?;
    for (a, b) in truth {
        out.write_record([a, b])?;
    }
    Ok(out.flush()?)
}
