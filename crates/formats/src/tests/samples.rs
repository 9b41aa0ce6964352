//! Invented people and texts.

use std::sync::LazyLock;

use chrono::NaiveDate;
use posta_domain::{
    ConsentDecision, Consents, EnrollmentStatus, FollowUpKind, Outcome, Pack, Purpose, ReferralSecret,
    ReferralState, Summary, Urgency,
};

use crate::{
    Card, Certificate, Coverage, FacilityAddress, Finding, Language, Letter, Paper, Print, PrintedCode,
    Registration, Review, Section, Sheet, Slip, SummarySheet, Told,
};

pub const CODE: &str = "POSTA1-3M7Q2Z8V0KX4T9BRJ5WD1HCENG-6F2A";

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 14).unwrap()
}

pub fn code() -> PrintedCode {
    CODE.parse().unwrap()
}

/// What stands when the person agreed to these and refused the rest.
pub fn agreed(given: &[Purpose]) -> Consents {
    let decide = |word: &&str| {
        let purpose = Purpose::from_word(word);
        let decision =
            if given.contains(&purpose) { ConsentDecision::Given } else { ConsentDecision::Refused };
        (purpose, decision, Some(day()))
    };
    Consents::on(day(), Purpose::WORDS.iter().map(decide))
}

pub fn everything() -> Consents {
    agreed(&[Purpose::Register, Purpose::ShareFacility])
}

/// With the words of the pack: a slip says nothing that the pack does not.
pub fn registration(language: Language) -> Registration {
    let sentence = Pack::find("bo").unwrap().neutral_sentence(&Outcome::Covered, &[], language.code());
    Registration {
        name: "Yuleisy Carolina Rondón Peña".into(),
        program: "Sistema Único de Salud (SUS)".into(),
        status: EnrollmentStatus::Prepared,
        official_number: String::new(),
        coverage: Coverage { finding: Finding::Covered, sentence: sentence.into(), norm: "Ley 1152".into() },
        missing: ["national_card", "identity_document"]
            .map(|code| word("requirements", code, language))
            .to_vec(),
        next_step: word("orientations.text", "first_level", language),
    }
}

/// A word of the pack of the sample.
fn word(list: &str, code: &str, language: Language) -> String {
    Pack::find("bo").unwrap().name_of(list, code, language.code()).to_owned()
}

pub fn facility() -> FacilityAddress {
    FacilityAddress {
        name: "Centro de Salud Pisiga".into(),
        lines: vec!["Pisiga Bolívar, a una cuadra de la plaza, frente al mercado".into()],
    }
}

pub fn slip(language: Language) -> Slip {
    slip_of(language, registration(language), Some(facility()))
}

pub fn slip_of(language: Language, held: Registration, facility: Option<FacilityAddress>) -> Slip {
    let consents = everything();
    Slip {
        language,
        code: code(),
        registration: consents.release(&Purpose::Register, held).unwrap(),
        facility: facility.and_then(|facility| consents.release(&Purpose::ShareFacility, facility)),
        post: "Pisiga".into(),
        on: day(),
    }
}

/// As little as there can be.
pub fn least() -> Slip {
    let held = Registration {
        name: String::new(),
        program: "SUS".into(),
        status: EnrollmentStatus::Prepared,
        official_number: String::new(),
        coverage: Coverage { finding: Finding::ToConfirm, sentence: String::new(), norm: String::new() },
        missing: vec![],
        next_step: String::new(),
    };
    slip_of(Language::Spanish, held, None)
}

pub const LONG_NAME: &str =
    "María de los Ángeles Guadalupe Fernández-Huanacuni Chuquimamani de la Concepción y Villavicencio";

/// As much as anybody has.
pub fn most(language: Language) -> Slip {
    let held = Registration {
        name: LONG_NAME.into(),
        program: "Sistema Único de Salud Universal y Gratuito, Seguro Integral de Prestaciones Sanitarias".into(),
        status: EnrollmentStatus::Confirmed,
        official_number: "SUS-2026-00000012345678".into(),
        coverage: Coverage {
            finding: Finding::Orientation,
            sentence: "Todavía no encontramos un grupo que le corresponda. En una emergencia cualquier hospital tiene que \
                       atenderle; para lo demás, el consulado y la oficina de migración de Oruro le dicen qué trámite le \
                       abre la puerta."
                .into(),
            norm: "Ley 1152, modificatoria de la Ley 475 y de la Ley 1069".into(),
        },
        missing: (1..=9)
            .map(|number| format!("Requisito {number}: fotocopia legible del documento, por los dos lados, sin recortar"))
            .collect(),
        next_step: "Vuelva al puesto cuando tenga las fotocopias. Si no puede volver, cualquier otro puesto de registro \
                    abre su carpeta con esta boleta o con su tarjeta."
            .into(),
    };
    let facility = FacilityAddress {
        name: "Centro de Salud Integral Interinstitucional San Antonio de Huachacalla y Comunidades".into(),
        lines: vec![
            "Avenida Cochabamba esquina calle sin nombre, segunda puerta después de la cancha".into(),
            "Pregunte en la entrada por la ventanilla de adscripción".into(),
        ],
    };
    slip_of(language, held, Some(facility))
}

pub fn card(name: &str) -> Card {
    let name = (!name.is_empty()).then(|| name.to_owned());
    Card {
        language: Language::Spanish,
        code: code(),
        name: name.and_then(|name| everything().release(&Purpose::Register, name)),
    }
}

/// Texts for looking at, not for people: those in Aymara, Quechua and Guaraní show letters and mean little.
pub fn sheet(language: Language, review: Review) -> Sheet {
    let section = |heading: &str, paragraphs: &[&str]| Section {
        heading: heading.into(),
        paragraphs: paragraphs.iter().map(|&paragraph| paragraph.into()).collect(),
    };
    let (title, sections) = match language {
        Language::Portuguese => (
            "Seus direitos e o que trazer",
            vec![
                section(
                    "Você tem direito",
                    &[
                        "Ninguém pode perguntar pela sua situação migratória para atender uma emergência.",
                        "Pode pedir uma pessoa que interprete, sem custo.",
                    ],
                ),
                section(
                    "O que trazer",
                    &[
                        "O documento que tiver: carteira, passaporte ou certidão de nascimento. Se não tiver nenhum, venha assim mesmo: registramos o que você declarar.",
                    ],
                ),
            ],
        ),
        Language::English => (
            "Your rights and what to bring",
            vec![
                section(
                    "You have the right",
                    &[
                        "Nobody may ask about your migration status before attending to an emergency.",
                        "You may ask for an interpreter, free of charge.",
                    ],
                ),
                section(
                    "What to bring",
                    &[
                        "Any document you have: identity card, passport or birth certificate. If you have none, come all the same: we write down what you declare.",
                    ],
                ),
            ],
        ),
        Language::French => (
            "Vos droits et ce qu’il faut apporter",
            vec![
                section(
                    "Vous avez le droit",
                    &[
                        "Personne ne peut demander votre situation migratoire avant de soigner une urgence.",
                        "Vous pouvez demander un interprète, gratuitement.",
                    ],
                ),
                section(
                    "Ce qu’il faut apporter",
                    &[
                        "Le document que vous avez : carte d’identité, passeport ou acte de naissance. Si vous n’en avez aucun, venez quand même : nous notons ce que vous déclarez.",
                    ],
                ),
            ],
        ),
        Language::HaitianCreole => (
            "Dwa ou ak sa pou pote",
            vec![
                section(
                    "Ou gen dwa",
                    &[
                        "Pèsonn pa ka mande sou sitiyasyon migrasyon ou anvan yo okipe yon ijans.",
                        "Ou ka mande yon moun ki tradui pou ou, gratis.",
                    ],
                ),
                section(
                    "Sa pou pote",
                    &[
                        "Nenpòt dokiman ou genyen: kat idantite, paspò oswa batistè. Si ou pa gen okenn, vini kanmenm: n ap ekri sa ou deklare.",
                    ],
                ),
            ],
        ),
        Language::Guarani => (
            "Nde derécho ha mba’épa regueruva’erã",
            vec![section(
                "Reguereko derécho",
                &[
                    "Mitã’ĩ, kuña hyeguasúva ha tujakuéra oñeñangareko tekotevẽva’erã. Tekoporãve g\u{303}uarã, ỹ’ỹ, ũ.",
                ],
            )],
        ),
        Language::Aymara => (
            "Derechonakama ukhamaraki kuns apaniñama",
            vec![section("Derechonï", &["Qalaqʼaya, chʼuxña, pʼïqi, sänaka, mayïpï, uñtʼaña; ä ï ü ñ."])],
        ),
        Language::Quechua => (
            "Derechosniyki, imakunatataq apamunki",
            vec![section(
                "Derechoyki tiyan",
                &["Ch’uspa, t’anta, p’unchay, q’uñi, khuchi; ñuqanchik, ā ī ū."],
            )],
        ),
        Language::Spanish => (
            "Sus derechos y qué traer",
            vec![
                section(
                    "Usted tiene derecho",
                    &[
                        "Nadie puede preguntarle por su situación migratoria antes de atender una emergencia.",
                        "Puede pedir una persona que interprete, sin costo. Puede pedir hablar a solas con el personal de salud, sin decir por qué.",
                    ],
                ),
                section(
                    "Qué traer",
                    &[
                        "El documento que tenga: carnet, pasaporte o certificado de nacimiento. Si no tiene ninguno, venga igual: anotamos lo que usted declare.",
                        "Para una recién nacida o un recién nacido, el Certificado de Nacido Vivo.",
                    ],
                ),
                section(
                    "Si le negaron la atención",
                    &[
                        "Puede presentar una queja o una sugerencia en este puesto, con su nombre o sin él. La lee la supervisión del departamento.",
                    ],
                ),
                section(
                    "Otros trámites",
                    &[
                        "Para su situación migratoria, vaya a la oficina de migración o al consulado de su país. En el puesto le decimos dónde están y en qué horario atienden.",
                    ],
                ),
            ],
        ),
    };
    Sheet { language, title: title.into(), sections, review, edition: "muestra".into() }
}

/// A letter that says these pieces; with none, nobody agreed to it.
pub fn letter(language: Language, pieces: &[(&str, &str)], message: &str) -> Letter {
    let told = Told {
        pieces: pieces.iter().map(|(piece, value)| ((*piece).to_owned(), (*value).to_owned())).collect(),
        message: message.into(),
    };
    let consents = agreed(if pieces.is_empty() { &[] } else { &[Purpose::ShareReferral] });
    Letter {
        language,
        person: consents.release(&Purpose::ShareReferral, told),
        need: "Vivienda o alojamiento".into(),
        urgency: Urgency::Soon,
        service: ["Casa del Migrante", "Calle Junín 100, Oruro", "2-5270000", "Todos los días, 16 a 20"]
            .map(Into::into)
            .to_vec(),
        from: ["Pisiga", "Sabaya, Oruro"].map(Into::into).to_vec(),
        on: day(),
        codes: ReferralSecret([7; 16]).codes(),
    }
}

/// All that a letter can say.
pub const PIECES: [(&str, &str); 6] = [
    ("name", "Yuleisy Carolina Rondón Peña"),
    ("age", "30"),
    ("sex", "female"),
    ("nationality", "Venezuela"),
    ("language", "Español"),
    ("phone", "72418830"),
];
pub const MESSAGE: &str = "Viaja con una niña de tres años. Necesitan dormir dos noches, en planta baja.";

/// A summary in which every item says something.
pub fn summary_full() -> Summary {
    let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    Summary {
        on: day(),
        name: "Yuleisy Carolina Rondón Peña".into(),
        born: Some(1987),
        languages: set(&["es", "qu"]),
        coverage: Some(("sus".into(), Outcome::Covered)),
        pregnancy: Some(23),
        chronic: set(&["diabetes", "epilepsia"]),
        medicines: "insulina, desde el martes".into(),
        needs: [("alojamiento".into(), Urgency::Now), ("alimentacion".into(), Urgency::Normal)].into(),
        referrals: [("educacion".into(), ReferralState::Sent)].into(),
        follow_up: NaiveDate::from_ymd_opt(2026, 12, 3).map(|on| (on, FollowUpKind::Visit)),
    }
}

/// As long as the text of a summary gets.
pub fn summary_text() -> String {
    format!("RESUMEN:{}", "0123456789ABCDEFGHJKMNPQRSTVWXYZ".repeat(20))
}

pub fn summary(language: Language, paper: Paper, summary: Summary) -> Print {
    let released = agreed(&[Purpose::ShareReferral]).release(&Purpose::ShareReferral, summary).unwrap();
    let text = summary_text();
    let pack = Pack::find("bo").unwrap();
    SummarySheet { language, pack, summary: &released, text: &text }.lay_out(paper).unwrap()
}

pub fn certificate(name: &str) -> Certificate {
    Certificate {
        language: Language::Spanish,
        name: name.into(),
        training: "Redes saludables: atención sin discriminación".into(),
        themes: ["Derechos", "Género", "Xenofobia"].map(Into::into).to_vec(),
        hours: 8,
        on: day(),
        city: "Oruro".into(),
        institution: "Hospital General San Juan de Dios".into(),
        trainers: "Equipo departamental de salud".into(),
    }
}

const SUMMARIES: [(Language, Paper); 5] = [
    (Language::Spanish, Paper::A5),
    (Language::Spanish, Paper::A6),
    (Language::Spanish, Paper::Receipt),
    (Language::Portuguese, Paper::A5),
    (Language::English, Paper::A5),
];

/// Every print that is compared as a picture: name and pages. Laid out once for all tests.
pub static GALLERY: LazyLock<Vec<(String, Print)>> = LazyLock::new(gallery);

fn gallery() -> Vec<(String, Print)> {
    let mut gallery = Vec::new();
    for paper in [Paper::A5, Paper::A6, Paper::Receipt] {
        gallery.push((format!("slip-{}-es", paper.code()), slip(Language::Spanish).lay_out(paper).unwrap()));
    }
    for language in [Language::Portuguese, Language::English, Language::French, Language::HaitianCreole] {
        gallery.push((format!("slip-a5-{}", language.code()), slip(language).lay_out(Paper::A5).unwrap()));
    }
    for paper in [Paper::A5, Paper::A6, Paper::Receipt] {
        gallery
            .push((format!("slip-{}-most", paper.code()), most(Language::Spanish).lay_out(paper).unwrap()));
    }
    gallery.push(("slip-a5-least".into(), least().lay_out(Paper::A5).unwrap()));
    gallery.push(("slip-receipt-ht".into(), slip(Language::HaitianCreole).lay_out(Paper::Receipt).unwrap()));
    for paper in Letter::PAPERS {
        let letter = letter(Language::Spanish, &PIECES, MESSAGE);
        gallery.push((format!("letter-{}-es", paper.code()), letter.lay_out(paper).unwrap()));
    }
    for language in [Language::Portuguese, Language::HaitianCreole] {
        let letter = letter(language, &PIECES[..2], "");
        gallery.push((format!("letter-a5-{}", language.code()), letter.lay_out(Paper::A5).unwrap()));
    }
    gallery.push(("letter-a5-least".into(), letter(Language::Spanish, &[], "").lay_out(Paper::A5).unwrap()));
    for (language, paper) in SUMMARIES {
        let name = format!("summary-{}-{}", paper.code(), language.code());
        gallery.push((name, summary(language, paper, summary_full())));
    }
    for code in ["cartel_derecho_es", "cartel_discriminacion_es"] {
        let item = Pack::find("bo").unwrap().shelf.item(code).unwrap();
        gallery.push((format!("poster-{code}"), super::posters::poster(item).lay_out().unwrap()));
    }
    for (name, whose) in [("certificate-es", "Yuleisy Carolina Rondón Peña"), ("certificate-long", LONG_NAME)]
    {
        gallery.push((name.into(), certificate(whose).lay_out().unwrap()));
    }
    gallery.push(("card-named".into(), card("Yuleisy Carolina Rondón Peña").lay_out().unwrap()));
    gallery.push(("card-unnamed".into(), card("").lay_out().unwrap()));
    gallery.push(("card-long".into(), card(LONG_NAME).lay_out().unwrap()));
    for paper in [Paper::A4, Paper::A5, Paper::Receipt] {
        let sheet = sheet(Language::Spanish, Review::Reviewed);
        gallery.push((format!("sheet-{}-es", paper.code()), sheet.lay_out(paper).unwrap()));
    }
    for language in [Language::Portuguese, Language::English] {
        let sheet = sheet(language, Review::Reviewed);
        gallery.push((format!("sheet-a5-{}", language.code()), sheet.lay_out(Paper::A5).unwrap()));
    }
    for language in
        [Language::French, Language::HaitianCreole, Language::Guarani, Language::Aymara, Language::Quechua]
    {
        let sheet = sheet(language, Review::NotReviewed);
        gallery.push((format!("sheet-a5-{}", language.code()), sheet.lay_out(Paper::A5).unwrap()));
    }
    gallery
}
