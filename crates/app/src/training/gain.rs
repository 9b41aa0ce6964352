//! What themes gained, for a training or a report.

use std::collections::BTreeSet;

use posta_domain::{Pack, Participant, gain_of};

use crate::view::ThemeGain;

/// One decimal: more would say more than the numbers know.
fn rounded(number: f64) -> f64 {
    let tenths = (number * 10.0).round() / 10.0;
    // Not minus zero, which a screen would show.
    if tenths == 0.0 { 0.0 } else { tenths }
}

/// The gain of each of these themes, of those with both evaluations; a theme of which nobody has both is left out.
pub(super) fn gains<'a>(
    pack: &Pack,
    themes: &BTreeSet<String>,
    participants: impl Iterator<Item = &'a Participant> + Clone,
    language: &str,
) -> Vec<ThemeGain> {
    let bank = &pack.trainings;
    let of_theme = |code: &String| {
        let questions = bank.questions_of(&BTreeSet::from([code.clone()]));
        let pairs: Vec<(f64, f64)> = participants.clone().filter_map(|one| one.shares(&questions)).collect();
        let gain = gain_of(&pairs)?;
        Some(ThemeGain {
            theme: code.clone(),
            name: pack.name_of("training_themes", code, language).to_owned(),
            n: gain.n,
            entry: rounded(gain.entry),
            exit: rounded(gain.exit),
            gain: rounded(gain.gain),
            low: gain.interval.map(|(low, _)| rounded(low)),
            high: gain.interval.map(|(_, high)| rounded(high)),
        })
    };
    let asked = bank.themes.iter().map(|theme| &theme.code).filter(|code| themes.contains(*code));
    asked.filter_map(of_theme).collect()
}
