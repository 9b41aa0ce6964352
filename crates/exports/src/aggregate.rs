//! Figures for other systems: DHIS2 data value sets as JSON, and ADX (IHE QRPH) as XML. All by codes.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write;

use serde::Serialize;

use crate::error::ExportError;
use crate::text::{instant, xml};

/// A month of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Year, 1000 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
}

impl fmt::Display for Month {
    /// `202611`, as DHIS2 names a month.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}", self.year, self.month)
    }
}

/// One figure. Whatever it counts too few of was suppressed before it came here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Aggregate {
    /// Code of the post or facility.
    pub org_unit: String,
    /// Of which month.
    pub period: Month,
    /// What is counted: the code of a data element.
    pub measure: String,
    /// Codes of categories and of their options, in the order of the combination; empty: of no category.
    pub category: Vec<(String, String)>,
    /// The figure.
    pub value: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataValue<'a> {
    data_element: &'a str,
    period: String,
    org_unit: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category_option_combo: Option<String>,
    value: String,
}

/// Writes figures as a DHIS2 data value set (`POST /api/dataValueSets`): ids are codes (`idScheme` CODE), and the code
/// of a combination is the codes of its options joined by `_`.
///
/// # Errors
/// [`ExportError::Write`].
pub fn write_dhis2(mut to: impl Write, data_set: &str, figures: &[Aggregate]) -> Result<(), ExportError> {
    let data_set = serde_json::to_string(data_set)?;
    write!(
        to,
        "{{\"idScheme\":\"CODE\",\"dataElementIdScheme\":\"CODE\",\"orgUnitIdScheme\":\"CODE\",\"dataSetIdScheme\":\"CODE\","
    )?;
    write!(to, "\"categoryOptionComboIdScheme\":\"CODE\",\"dataSet\":{data_set},\"dataValues\":[")?;
    for (number, figure) in in_order(figures).into_iter().enumerate() {
        to.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        let options: Vec<&str> = figure.category.iter().map(|(_, option)| option.as_str()).collect();
        let value = DataValue {
            data_element: &figure.measure,
            period: figure.period.to_string(),
            org_unit: &figure.org_unit,
            category_option_combo: (!options.is_empty()).then(|| options.join("_")),
            value: figure.value.to_string(),
        };
        serde_json::to_writer(&mut to, &value)?;
    }
    to.write_all(b"\n]}\n")?;
    Ok(to.flush()?)
}

/// Writes figures as ADX: a group for each place and month, each category an attribute.
///
/// # Errors
/// [`ExportError::Code`]: the code of a category cannot name an attribute, or is there twice; [`ExportError::Write`].
pub fn write_adx(
    mut to: impl Write,
    data_set: &str,
    exported_at: i64,
    figures: &[Aggregate],
) -> Result<(), ExportError> {
    let at = instant(exported_at);
    write!(
        to,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<adx xmlns=\"urn:ihe:qrph:adx:2015\" exported=\"{at}\">\n"
    )?;
    let mut open: Option<(&str, Month)> = None;
    for figure in in_order(figures) {
        let group = (figure.org_unit.as_str(), figure.period);
        if open != Some(group) {
            if open.is_some() {
                to.write_all(b"  </group>\n")?;
            }
            let (place, Month { year, month }) = (xml(&figure.org_unit), figure.period);
            let set = xml(data_set);
            writeln!(
                to,
                "  <group dataSet=\"{set}\" orgUnit=\"{place}\" period=\"{year:04}-{month:02}-01/P1M\">"
            )?;
            open = Some(group);
        }
        write!(to, "    <dataValue dataElement=\"{}\"", xml(&figure.measure))?;
        let mut named = BTreeSet::new();
        for (category, option) in &figure.category {
            if !is_name(category) || !named.insert(category) {
                return Err(ExportError::Code("attribute"));
            }
            write!(to, " {category}=\"{}\"", xml(option))?;
        }
        writeln!(to, " value=\"{}\"/>", figure.value)?;
    }
    if open.is_some() {
        to.write_all(b"  </group>\n")?;
    }
    to.write_all(b"</adx>\n")?;
    Ok(to.flush()?)
}

/// By place, month, measure and category, so that equal figures make equal files.
fn in_order(figures: &[Aggregate]) -> Vec<&Aggregate> {
    let mut figures: Vec<&Aggregate> = figures.iter().collect();
    figures.sort();
    figures
}

/// Whether a code may name an attribute beside those that every value has.
fn is_name(code: &str) -> bool {
    let begins = code.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let goes_on = code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let is_taken = code == "dataElement" || code == "value" || code.to_ascii_lowercase().starts_with("xml");
    begins && goes_on && !is_taken
}
