//! Names of values, and their order.

use posta_domain::{DocumentId, FORM_BANDS};

use crate::open::Open;
use crate::summary::Language;
use crate::view::FigureCell;

impl Open {
    /// The name of a value of a trait; blank where there is no word for it.
    pub(crate) fn word(&self, trait_: &str, code: &str, language: &str) -> String {
        let pack = self.desk.pack;
        // A blank value, and what no pack names, have words of their own.
        let window_word =
            || Language::from_code(language).unwrap_or(Language::Spanish).figure_word(trait_, code);
        let list = match trait_ {
            "nationality" => "countries",
            "outcome" => "outcomes",
            "group" => "groups",
            "campaign" => "campaigns",
            "missing" => "requirements",
            "reason" => "reasons",
            "need" | "need_met" => "needs",
            "service" | "service_silent" => {
                let name = self.service_name(code);
                return if name.is_empty() {
                    Language::from_code(language).unwrap_or(Language::Spanish).figure_word(trait_, "")
                } else {
                    name
                };
            }
            _ => return window_word(),
        };
        if code.is_empty() { window_word() } else { pack.name_of(list, code, language).to_owned() }
    }

    fn service_name(&self, code: &str) -> String {
        let id = code.parse::<DocumentId>().ok();
        let service = id.and_then(|id| self.service(&id).ok().flatten());
        service.map(|service| service.name).unwrap_or_default()
    }
}

/// Bands by age; of others the largest first, what is not shown at the end.
pub(crate) fn sort(trait_: &str, cells: &mut [FigureCell]) {
    let band = |code: &str| {
        let band = code.rsplit('/').next().unwrap_or_default();
        FORM_BANDS.iter().position(|one| *one == band).unwrap_or(FORM_BANDS.len())
    };
    if trait_ == "age_band" || trait_ == "sex_age" {
        cells.sort_by_key(|cell| (band(&cell.code), cell.code.clone()));
    } else {
        cells.sort_by(|one, other| {
            let key =
                |cell: &FigureCell| (std::cmp::Reverse(cell.figure.n), cell.name.clone(), cell.code.clone());
            key(one).cmp(&key(other))
        });
    }
}
