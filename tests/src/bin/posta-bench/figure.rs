//! What was measured: a name, a number, a unit and, where there is one, the aim.

use std::fmt;

use serde_json::{Value, json};

/// One number.
struct Figure {
    measure: &'static str,
    name: String,
    value: f64,
    unit: &'static str,
    /// The value should not be above this.
    aim: Option<f64>,
}

/// All numbers of a run, in the order in which they were measured.
pub struct Figures(Vec<Figure>);

impl Figures {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a number, and says it at once: a run takes minutes.
    pub fn add(&mut self, measure: &'static str, name: impl Into<String>, value: f64, unit: &'static str) {
        self.push(Figure { measure, name: name.into(), value, unit, aim: None });
    }

    /// Adds a number that has an aim.
    pub fn aim(
        &mut self,
        measure: &'static str,
        name: impl Into<String>,
        value: f64,
        unit: &'static str,
        aim: f64,
    ) {
        self.push(Figure { measure, name: name.into(), value, unit, aim: Some(aim) });
    }

    pub fn to_json(&self) -> Value {
        let figures = self.0.iter().map(|figure| {
            json!({
                "measure": figure.measure, "name": figure.name, "value": figure.value, "unit": figure.unit,
                "aim": figure.aim, "met": figure.aim.map(|aim| figure.value <= aim),
            })
        });
        figures.collect()
    }

    fn push(&mut self, figure: Figure) {
        eprintln!("{figure}");
        self.0.push(figure);
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { measure, name, value, unit, aim } = self;
        let digits = if value.fract() == 0.0 { 0 } else { 2 };
        write!(f, "{measure:<7} {name:<70} {value:>12.digits$} {unit}")?;
        match aim {
            Some(aim) if value <= aim => write!(f, "  (aim {aim}: met)"),
            Some(aim) => write!(f, "  (aim {aim}: MISSED)"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|figure| writeln!(f, "{figure}"))
    }
}
