//! Short forms of given names. Own table, from common usage in the Andean countries and Brazil; not the one that invented
//! registers are made with.

use std::sync::LazyLock;

use crate::hash::hash;
use crate::sound::sound;

/// Folded short forms and the names that they stand for.
const SHORT: &[(&str, &[&str])] = &[
    ("ale", &["alejandro", "alejandra", "alexander", "alexandra"]),
    ("alejo", &["alejandro", "alexis"]),
    ("alex", &["alejandro", "alexander", "alexandre", "alexis"]),
    ("ana", &["anabel", "anita", "mariana"]),
    ("andy", &["andres", "andrea"]),
    ("beto", &["alberto", "roberto", "humberto", "norberto", "gilberto", "heriberto"]),
    ("betty", &["beatriz", "bertha", "elizabeth"]),
    ("beti", &["beatriz"]),
    ("bia", &["beatriz"]),
    ("caro", &["carolina"]),
    ("cata", &["catalina"]),
    ("ceci", &["cecilia"]),
    ("chabela", &["isabel"]),
    ("chabuca", &["isabel"]),
    ("charo", &["rosario"]),
    ("chayo", &["rosario"]),
    ("chela", &["graciela", "marcela"]),
    ("chelo", &["consuelo", "marcelo"]),
    ("chepe", &["jose"]),
    ("cheo", &["jose"]),
    ("chente", &["vicente"]),
    ("chico", &["francisco"]),
    ("chica", &["francisca"]),
    ("cida", &["aparecida"]),
    ("chucho", &["jesus"]),
    ("chuy", &["jesus"]),
    ("clau", &["claudia"]),
    ("concha", &["concepcion"]),
    ("conchita", &["concepcion"]),
    ("coqui", &["jorge"]),
    ("cris", &["cristina", "cristian", "christian", "cristiane"]),
    ("dani", &["daniel", "daniela"]),
    ("dudu", &["eduardo"]),
    ("edu", &["eduardo"]),
    ("eli", &["elizabeth", "elisa", "elias"]),
    ("fer", &["fernando", "fernanda"]),
    ("fito", &["adolfo", "rodolfo"]),
    ("gabo", &["gabriel"]),
    ("gabi", &["gabriela", "gabriel"]),
    ("gaby", &["gabriela", "gabriel"]),
    ("goyo", &["gregorio"]),
    ("guille", &["guillermo"]),
    ("isa", &["isabel", "isabela"]),
    ("jacky", &["jacqueline"]),
    ("javi", &["javier"]),
    ("juancho", &["juan"]),
    ("kathy", &["katherine", "catalina"]),
    ("kike", &["enrique"]),
    ("lalo", &["eduardo"]),
    ("leo", &["leonardo", "leonel", "leandro"]),
    ("lili", &["liliana"]),
    ("liz", &["elizabeth"]),
    ("lola", &["dolores"]),
    ("lucha", &["luisa", "lucia"]),
    ("lucho", &["luis"]),
    ("lucy", &["lucia", "luz"]),
    ("lula", &["luiz", "luis"]),
    ("lupe", &["guadalupe"]),
    ("magda", &["magdalena"]),
    ("maga", &["margarita", "magaly"]),
    ("manolo", &["manuel"]),
    ("manu", &["manuel", "manuela", "emanuel"]),
    ("marga", &["margarita"]),
    ("mari", &["maria", "marie", "maribel", "marisol"]),
    ("mary", &["maria", "maribel"]),
    ("mati", &["matias"]),
    ("mauro", &["mauricio"]),
    ("max", &["maximo", "maximiliano"]),
    ("meche", &["mercedes"]),
    ("memo", &["guillermo"]),
    ("mili", &["milagros"]),
    ("moncho", &["ramon"]),
    ("mundo", &["raimundo", "edmundo"]),
    ("nacho", &["ignacio"]),
    ("nando", &["fernando", "hernando"]),
    ("nati", &["natalia"]),
    ("nico", &["nicolas"]),
    ("paco", &["francisco"]),
    ("paca", &["francisca"]),
    ("pancha", &["francisca"]),
    ("pancho", &["francisco"]),
    ("pati", &["patricia"]),
    ("paty", &["patricia"]),
    ("pepa", &["josefa"]),
    ("pepe", &["jose"]),
    ("pili", &["pilar"]),
    ("pipe", &["felipe"]),
    ("quique", &["enrique"]),
    ("rafa", &["rafael"]),
    ("richi", &["ricardo"]),
    ("rosi", &["rosa", "rosario"]),
    ("santi", &["santiago"]),
    ("sebas", &["sebastian"]),
    ("sole", &["soledad"]),
    ("susi", &["susana"]),
    ("susy", &["susana"]),
    ("tavo", &["gustavo", "octavio"]),
    ("tere", &["teresa", "terezinha"]),
    ("tiao", &["sebastiao"]),
    ("tito", &["ernesto", "alberto"]),
    ("tonho", &["antonio"]),
    ("toni", &["antonio"]),
    ("tono", &["antonio"]),
    ("toto", &["antonio"]),
    ("vale", &["valentina", "valeria"]),
    ("vero", &["veronica"]),
    ("vicky", &["victoria"]),
    ("willy", &["guillermo", "william", "wilfredo"]),
    ("xime", &["ximena"]),
    ("ze", &["jose"]),
    ("zeca", &["jose"]),
];

/// The place of a short form in the table, from 1 on; 0 when it is none.
pub fn short_form(word: &str) -> u16 {
    SHORT.iter().position(|(short, _)| *short == word).map_or(0, |place| place as u16 + 1)
}

/// Whether the short form at a place stands for a name of this sound.
pub fn stands_for(place: u16, name: u64) -> bool {
    static SOUNDS: LazyLock<Vec<Vec<u64>>> = LazyLock::new(|| {
        let sounds = |names: &&[&str]| names.iter().map(|name| hash(sound(name).as_bytes())).collect();
        SHORT.iter().map(|(_, names)| sounds(names)).collect()
    });
    let names = usize::from(place).checked_sub(1).and_then(|at| SOUNDS.get(at));
    names.is_some_and(|names| names.contains(&name))
}

/// Whether one is the other cut (to three letters or more) or its diminutive (Carlitos, Rosita, Joãozinho).
pub fn is_shortened(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.as_bytes().get(..2) == long.as_bytes().get(..2)
        && (diminutive(long, short) || (short.len() >= 3 && long.starts_with(short)))
}

/// `rosita` of `rosa`: a stem without its last vowel, and an ending.
fn diminutive(long: &str, name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ito", "ita", "itos", "itas", "cito", "cita", "inho", "inha", "zinho", "zinha", "cho", "ico", "ica",
    ];
    let name = name.strip_suffix('s').unwrap_or(name);
    let stem = name.strip_suffix(['a', 'e', 'i', 'o']).unwrap_or(name);
    let Some(ending) = long.strip_prefix(stem) else { return false };
    stem.len() >= 2
        && ENDINGS.iter().any(|one| ending == *one || ending.strip_prefix(['a', 'o', 'i']) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_known() {
        for (short, name) in [
            ("pepe", "jose"),
            ("carlos", "carlitos"),
            ("rosita", "rosa"),
            ("gab", "gabriela"),
            ("anita", "ana"),
        ] {
            let listed = stands_for(short_form(short), hash(sound(name).as_bytes()));
            assert!(listed || is_shortened(short, name), "{short} {name}");
        }
        for (one, other) in [("jose", "pedro"), ("ana", "eva"), ("mario", "maria"), ("lu", "luis")] {
            let listed = stands_for(short_form(one), hash(sound(other).as_bytes()));
            assert!(!listed && !is_shortened(one, other), "{one} {other}");
        }
    }
}
