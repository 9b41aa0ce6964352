//! Families: shared surnames, telephone and city, children with consecutive numbers, namesakes and twins.

use crate::names::{Names, People, Sex, city};
use crate::person::Person;
use crate::random::Random;

/// 2026-11-01: everybody's age is counted from here.
pub const TODAY: i64 = 20_758;

/// Two relatives of the next household, when it is of the same kin.
#[derive(Clone)]
pub struct Kin {
    people: People,
    country: &'static str,
    surname1: String,
    surname2: String,
    city: String,
}

/// People who travel together, and the kin that the next household may be of.
pub fn household(names: &Names, kin: Option<Kin>, random: &mut Random) -> (Vec<Person>, Kin) {
    let kin = kin.unwrap_or_else(|| {
        let (people, country) = origin(random);
        let surname1 = names.surname(people, random);
        let surname2 = if people == People::Haitian { String::new() } else { names.surname(people, random) };
        Kin { people, country, surname1, surname2, city: city(country, random) }
    });
    let shape = random.below(100);
    let age = if shape < 38 { random.between(16, 62) } else { random.between(19, 48) };
    let sex = if random.chance(if shape < 38 { 0.40 } else { 0.55 }) { Sex::Female } else { Sex::Male };
    let mut home = Vec::new();
    let mut head = adult(names, &kin, sex, age, random);
    (head.surname1, head.surname2) = (kin.surname1.clone(), kin.surname2.clone());
    if random.chance(0.6) {
        head.birth_city.clone_from(&kin.city);
    }
    home.push(head);
    // Alone 38; a couple 10; a couple with children 30; one parent with children 17; grown siblings 5.
    if (38..78).contains(&shape) {
        let other = if sex == Sex::Female { Sex::Male } else { Sex::Female };
        let age = (age + random.between(-6, 6)).max(17);
        home.push(adult(names, &kin, other, age, random));
        let husband = home.iter().find(|one| one.sex == Sex::Male).map(|one| one.surname1.clone());
        for wife in home.iter_mut().filter(|one| one.sex == Sex::Female) {
            wife.husbands_surname = husband.clone().unwrap_or_default();
        }
    }
    if (48..95).contains(&shape) {
        let count = random.pick(&[1, 1, 1, 2, 2, 2, 3, 3, 4, 5]).copied().unwrap_or(1);
        children(names, &mut home, age, count, random);
    } else if shape >= 95 {
        for _ in 0..random.between(1, 2) {
            let sex = if random.chance(0.5) { Sex::Female } else { Sex::Male };
            let mut sibling = adult(names, &kin, sex, (age + random.between(-8, 8)).max(16), random);
            (sibling.surname1, sibling.surname2) = (kin.surname1.clone(), kin.surname2.clone());
            sibling.birth_city.clone_from(&kin.city);
            home.push(sibling);
        }
    }
    telephones(&mut home, random);
    (home, kin)
}

/// Naming habits and nationality.
fn origin(random: &mut Random) -> (People, &'static str) {
    match random.below(100) {
        0..38 => (People::Venezuelan, "VE"),
        38..48 => (People::Spanish, "CO"),
        48..53 => (People::Spanish, "EC"),
        53..56 => (People::Spanish, "CU"),
        56..60 => (People::Spanish, "PE"),
        60..65 => (People::Spanish, "BO"),
        65..70 => (People::Quechua, "PE"),
        70..75 => (People::Quechua, "BO"),
        75..83 => (People::Aymara, "BO"),
        83..92 => (People::Haitian, "HT"),
        _ => (People::Brazilian, "BR"),
    }
}

fn adult(names: &Names, kin: &Kin, sex: Sex, age: i64, random: &mut Random) -> Person {
    let people = kin.people;
    let second = if people == People::Haitian { String::new() } else { names.surname(people, random) };
    let mut person = Person {
        people,
        given: given(names, people, sex, random),
        surname1: names.surname(people, random),
        surname2: second,
        husbands_surname: String::new(),
        born: TODAY - age * 365 - age / 4 - random.between(0, 364),
        sex,
        nationality: kin.country,
        birth_city: city(kin.country, random),
        documents: Vec::new(),
        phone: String::new(),
        parents_document: None,
    };
    if random.chance(0.80) {
        person.documents.push(document(kin.country, person.born, random));
    }
    if random.chance(0.30) {
        person.documents.push(("passport", format!("{}{:07}", kin.country, random.below(10_000_000))));
    }
    person
}

/// Two given names for 65 of 100 Spanish-speakers, 40 Brazilians and 30 Haitians.
fn given(names: &Names, people: People, sex: Sex, random: &mut Random) -> Vec<String> {
    let two = match people {
        People::Brazilian => 0.40,
        People::Haitian => 0.30,
        _ => 0.65,
    };
    let mut given = vec![names.given(people, sex, random)];
    if random.chance(two) {
        let second = names.given(people, sex, random);
        if !given.contains(&second) {
            given.push(second);
        }
    }
    given
}

/// Children of the first one or two of a home: 15 of 100 sons bear the father's names and 7 of 100 daughters the
/// mother's; 6 of 100 next children are twins (four times the real rate), of whom 40 of 100 share the first name.
fn children(names: &Names, home: &mut Vec<Person>, parents_age: i64, count: i64, random: &mut Random) {
    let parents = home.clone();
    let Some(first) = parents.first() else { return };
    let mother = parents.iter().find(|one| one.sex == Sex::Female);
    let father = parents.iter().find(|one| one.sex == Sex::Male);
    let people = first.people;
    let lone = parents.len() == 1;
    let (surname1, surname2) = match (people, father, mother) {
        // Mother's last surname, then father's.
        (People::Brazilian, Some(father), Some(mother)) => (mother.surname2.clone(), father.surname2.clone()),
        (People::Haitian, Some(father), _) => (father.surname1.clone(), String::new()),
        (_, Some(father), Some(mother)) => (father.surname1.clone(), mother.surname1.clone()),
        // One parent here: the other's surname is not known to this home.
        _ if lone && first.sex == Sex::Female && random.chance(0.5) => {
            (first.surname1.clone(), first.surname2.clone())
        }
        (People::Haitian, ..) => (names.surname(people, random), String::new()),
        _ if first.sex == Sex::Female => (names.surname(people, random), first.surname1.clone()),
        _ => (first.surname1.clone(), names.surname(people, random)),
    };
    let birth_city =
        if random.chance(0.5) { first.birth_city.clone() } else { city(first.nationality, random) };
    let numbered = random.chance(0.45).then(|| random.between(20_000_000, 60_000_000));
    let mut age = (parents_age - random.between(17, 26)).clamp(0, 17);
    let mut born = Vec::new();
    for order in 0..count {
        let twin = born.last().copied().filter(|_| random.chance(0.06));
        let birth = twin.unwrap_or_else(|| TODAY - age * 365 - random.between(1, 364));
        let sex = if random.chance(0.5) { Sex::Female } else { Sex::Male };
        let mut own = given(names, people, sex, random);
        let namesake = if sex == Sex::Male { (father, 0.15) } else { (mother, 0.07) };
        if let (Some(parent), true) = (namesake.0, random.chance(namesake.1)) {
            own.clone_from(&parent.given);
        }
        if let (Some(_), Some(elder), true) = (twin, home.last(), random.chance(0.4))
            && elder.sex == sex
            && let Some(shared) = elder.given.first()
        {
            own = vec![shared.clone(), names.given(people, sex, random)];
        }
        // A child of a parent with the same names and no number of their own stays two people: the birth tells.
        if home.iter().skip(parents.len()).any(|elder| elder.given == own) {
            own.push(names.given(people, sex, random));
        }
        let mut documents = Vec::new();
        if let Some(base) = numbered.filter(|_| random.chance(0.9)) {
            documents.push(("id_card", (base + order).to_string()));
        }
        let holders: Vec<_> = parents.iter().filter_map(|parent| parent.documents.first().cloned()).collect();
        home.push(Person {
            people,
            given: own,
            surname1: surname1.clone(),
            surname2: surname2.clone(),
            husbands_surname: String::new(),
            born: birth,
            sex,
            nationality: first.nationality,
            birth_city: if random.chance(0.8) { birth_city.clone() } else { city(first.nationality, random) },
            documents,
            phone: String::new(),
            parents_document: random.pick(&holders).cloned(),
        });
        born.push(birth);
        age = (age - random.between(1, 4)).max(0);
    }
}

/// The usual document of a country: most are issued in the order of birth.
fn document(country: &str, born: i64, random: &mut Random) -> (&'static str, String) {
    let by_age = |from: i64, a_year: i64, random: &mut Random| {
        (from + (born + 25_000) * a_year / 365 + random.between(0, a_year * 3)).to_string()
    };
    match country {
        "VE" => ("id_card", by_age(1_000_000, 260_000, random)),
        "CO" => ("id_card", format!("1{:09}", random.below(1_000_000_000))),
        "BR" => ("tax_number", format!("{:011}", random.below(100_000_000_000))),
        "HT" => ("id_card", format!("{:010}", random.below(10_000_000_000))),
        "EC" => ("id_card", format!("{:010}", random.below(2_500_000_000))),
        "CU" => ("id_card", format!("{:011}", random.below(100_000_000_000))),
        "PE" => ("id_card", format!("{:08}", random.below(80_000_000))),
        _ => ("id_card", by_age(900_000, 130_000, random)),
    }
}

/// One telephone of the family for 75 of 100 homes; 35 of 100 grown-ups have their own.
fn telephones(home: &mut [Person], random: &mut Random) {
    let number = |random: &mut Random| format!("{}{:07}", random.between(60, 79), random.below(10_000_000));
    let shared = random.chance(0.75).then(|| number(random));
    for person in home {
        let grown = person.born < TODAY - 16 * 365;
        if grown && random.chance(0.35) {
            person.phone = number(random);
        } else if let Some(shared) = &shared {
            person.phone.clone_from(shared);
        }
    }
}
