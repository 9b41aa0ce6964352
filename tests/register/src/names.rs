//! Names by people and frequency. The files hold them from the most common on; none is of a census (README.md).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::random::Random;

/// Whose naming habits a family has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    Venezuelan,
    /// Of any other Spanish-speaking country.
    Spanish,
    Brazilian,
    Haitian,
    Quechua,
    Aymara,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

macro_rules! names {
    ($file:literal) => {
        include_str!(concat!("../names/", $file, ".txt"))
    };
}

/// A list with the weights of a Zipf-Mandelbrot law: the name of rank r is as common as 1 / (r + shift) ^ 0.9.
struct List {
    names: Vec<&'static str>,
    /// Running sums of the weights.
    sums: Vec<f64>,
}

impl List {
    fn read(text: &'static str, shift: f64) -> Self {
        let names: Vec<&str> =
            text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()).collect();
        let mut sum = 0.0;
        let sums = (1..=names.len())
            .map(|rank| {
                sum += (rank as f64 + shift).powf(-0.9);
                sum
            })
            .collect();
        Self { names, sums }
    }

    fn pick(&self, random: &mut Random) -> String {
        let at = random.unit() * self.sums.last().copied().unwrap_or(0.0);
        let place = self.sums.partition_point(|sum| *sum <= at);
        self.names.get(place).copied().unwrap_or("María").to_owned()
    }
}

/// All lists.
pub struct Names {
    given: [[List; 2]; 5],
    surnames: [List; 5],
}

impl Names {
    pub fn new() -> Self {
        let given = |female, male| [List::read(female, 2.0), List::read(male, 2.0)];
        let surnames = |text| List::read(text, 2.0);
        Self {
            given: [
                given(names!("spanish_female"), names!("spanish_male")),
                given(names!("venezuelan_female"), names!("venezuelan_male")),
                given(names!("portuguese_female"), names!("portuguese_male")),
                given(names!("haitian_female"), names!("haitian_male")),
                given(names!("andean_female"), names!("andean_male")),
            ],
            surnames: [
                surnames(names!("spanish_surname")),
                surnames(names!("portuguese_surname")),
                surnames(names!("haitian_surname")),
                surnames(names!("quechua_surname")),
                surnames(names!("aymara_surname")),
            ],
        }
    }

    /// One given name: of a Venezuelan child 35 % are of the newer names, of an Andean one 12 % are Andean.
    pub fn given(&self, people: People, sex: Sex, random: &mut Random) -> String {
        let list = match people {
            People::Venezuelan if random.chance(0.35) => 1,
            People::Quechua | People::Aymara if random.chance(0.12) => 4,
            People::Brazilian => 2,
            People::Haitian => 3,
            _ => 0,
        };
        let Some([female, male]) = self.given.get(list) else { return String::new() };
        if sex == Sex::Female { female.pick(random) } else { male.pick(random) }
    }

    /// One surname. 10 % are rare ones made of syllables; of Andean people 30 % are Spanish.
    pub fn surname(&self, people: People, random: &mut Random) -> String {
        if people != People::Haitian && random.chance(0.10) {
            return rare(random);
        }
        let list = match people {
            People::Brazilian => 1,
            People::Haitian => 2,
            People::Quechua if random.chance(0.7) => 3,
            People::Aymara if random.chance(0.7) => 4,
            _ => 0,
        };
        self.surnames.get(list).map_or_else(String::new, |list| list.pick(random))
    }
}

/// A surname that few bear.
fn rare(random: &mut Random) -> String {
    const HEADS: &[&str] = &[
        "Alba", "Bara", "Cala", "Dura", "Echa", "Fari", "Gala", "Hala", "Iza", "Jau", "Lara", "Mala", "Neza",
        "Ola", "Pela", "Que", "Reza", "Sala", "Tama", "Uga", "Vela", "Yara", "Zuma", "Gori", "Mendi",
        "Berri", "Urru", "Loza",
    ];
    const TAILS: &[&str] = &[
        "guirre", "rreta", "mendi", "rrin", "vides", "nales", "ndia", "zábal", "tegui", "corta", "llado",
        "rrios", "ñez", "goitia", "reche", "varri", "dieta", "spe", "cunche", "yoa",
    ];
    let head = random.pick(HEADS).copied().unwrap_or_default();
    let tail = random.pick(TAILS).copied().unwrap_or_default();
    format!("{head}{tail}")
}

/// Where somebody of a country was born: the first cities are the most common.
pub fn city(country: &str, random: &mut Random) -> String {
    static CITIES: LazyLock<BTreeMap<&str, List>> = LazyLock::new(|| {
        let lines = names!("cities").lines().filter_map(|line| line.split_once(": "));
        lines.map(|(country, cities)| (country, List::read(cities, 1.0))).collect()
    });
    CITIES.get(country).map_or_else(|| "Caracas".to_owned(), |cities| cities.pick(random))
}

/// How else names are told or written.
type Table = BTreeMap<&'static str, Vec<&'static str>>;

fn table(text: &'static str) -> Table {
    let mut table = Table::new();
    for (from, to) in text.split([',', '\n']).filter_map(|pair| pair.trim().split_once('=')) {
        table.entry(from).or_default().push(to);
    }
    table
}

/// What somebody of this name is called.
pub fn nickname(name: &str, random: &mut Random) -> Option<String> {
    static NICKNAMES: LazyLock<Table> = LazyLock::new(|| table(names!("nicknames")));
    random.pick(NICKNAMES.get(name)?).map(|to| (*to).to_owned())
}

/// How else the same name is written.
pub fn variant(name: &str, random: &mut Random) -> Option<String> {
    static VARIANTS: LazyLock<Table> = LazyLock::new(|| table(names!("variants")));
    random.pick(VARIANTS.get(name)?).map(|to| (*to).to_owned())
}
