//! What an export is: when, by whom, what for, of whom, and who was left out.

use chrono::NaiveDate;
use posta_domain::Consents;

use crate::leaving::REQUIRED;

/// People whom the filters found and who do not leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Never asked whether their file may be shared.
    pub not_asked: u64,
    /// They refused, or took it back.
    pub opposed: u64,
}

impl LeftOut {
    /// Counts somebody who decided this and does not leave: one no is a no.
    pub fn count(&mut self, decided: &Consents) {
        let said_no = |purpose| decided.standing(purpose).is_some() && !decided.is_given(purpose);
        if REQUIRED.iter().any(said_no) {
            self.opposed = self.opposed.saturating_add(1);
        } else {
            self.not_asked = self.not_asked.saturating_add(1);
        }
    }

    /// Adds those of another part of the register.
    pub fn add(&mut self, other: Self) {
        self.not_asked = self.not_asked.saturating_add(other.not_asked);
        self.opposed = self.opposed.saturating_add(other.opposed);
    }

    /// All of them.
    pub fn total(self) -> u64 {
        self.not_asked.saturating_add(self.opposed)
    }
}

/// What an export is.
#[derive(Clone, Default)]
pub struct About {
    /// When, Unix seconds.
    pub at: i64,
    /// Who made it, as shown to people.
    pub by: String,
    /// What for, in own words.
    pub purpose: String,
    /// First day of registration; none: from the first.
    pub from: Option<NaiveDate>,
    /// Last day of registration; none: to the last.
    pub to: Option<NaiveDate>,
    /// Name of the post; blank: all.
    pub post: String,
    /// People who leave.
    pub people: u64,
    /// People who do not.
    pub left_out: LeftOut,
}

impl About {
    /// Label and words of each line, for people.
    pub(crate) fn lines(&self) -> Vec<(&'static str, String)> {
        let day = |day: Option<NaiveDate>, open: &str| day.map_or(open.to_owned(), |day| day.to_string());
        let post = if self.post.is_empty() { "Todos los puestos" } else { &self.post };
        vec![
            ("Qué es", "Personas registradas y su adscripción".to_owned()),
            ("Hecho el (UTC)", crate::text::instant(self.at)),
            ("Hecho por", self.by.clone()),
            ("Para qué", self.purpose.clone()),
            ("Registradas desde", day(self.from, "el primer registro")),
            ("Registradas hasta", day(self.to, "el último registro")),
            ("Puesto", post.to_owned()),
            ("Personas en este archivo", self.people.to_string()),
            ("Fuera: no se les preguntó", self.left_out.not_asked.to_string()),
            ("Fuera: no quisieron", self.left_out.opposed.to_string()),
            (
                "Consentimientos",
                "Solo quien aceptó el registro y que su expediente se comparta con el establecimiento. El teléfono, \
                 solo de quien aceptó ser contactada; las derivaciones, solo de quien aceptó compartirlas."
                    .to_owned(),
            ),
            (
                "Lo que nunca sale",
                "Atención confidencial, consultas restringidas y notas libres.".to_owned(),
            ),
            (
                "Cuidado",
                "Este archivo nombra a personas. Guárdelo cifrado, no lo reenvíe y bórrelo cuando ya no haga falta."
                    .to_owned(),
            ),
        ]
    }
}
