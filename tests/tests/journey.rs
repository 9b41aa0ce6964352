//! The journey of two posts and a supervisor, once through the application and once through the real programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use posta_identity::ScopeId;
use posta_tests::world::{ANA, CARMEN, ELENA, LUIS, ROSA};
use posta_tests::{AppHands, Hands, OpenHome, ProgramHands, Who, World, people, search};
use serde_json::Value;

const CONSULTATION: &str = "dolor-de-cabeza-desde-la-altura-canario";

const ANA_AT_PISIGA: Who = Who::new("pisiga", ANA);
const CARMEN_AT_PISIGA: Who = Who::new("pisiga", CARMEN);
const LUIS_AT_TAMBO: Who = Who::new("tambo", LUIS);
const ELENA_IN_ORURO: Who = Who::new("oruro", ELENA);
const ROSA_ELSEWHERE: Who = Who::new("sabaya", ROSA);
const THREE: [Who; 3] = [ANA_AT_PISIGA, LUIS_AT_TAMBO, ELENA_IN_ORURO];

/// Ids of the people of the journey.
struct Met {
    known: String,
    attended: String,
    new: Vec<String>,
}

#[test]
fn two_posts_and_a_supervisor_end_with_one_register_through_the_application() {
    let world = World::new();
    let met = walk(&world, &AppHands);
    the_register_of_the_supervisor_names_origins(&world, &met);
    nothing_of_the_consultation_leaks(&world, &AppHands, &met);
}

#[test]
fn two_posts_and_a_supervisor_end_with_one_register_through_the_programs() {
    let world = World::with_program(true);
    let met = walk(&world, &ProgramHands);
    nothing_of_the_consultation_leaks(&world, &ProgramHands, &met);
}

fn walk(world: &World, hands: &dyn Hands) -> Met {
    hands.join(world, "pisiga", ANA);
    hands.join(world, "pisiga", CARMEN);
    hands.join(world, "tambo", LUIS);
    hands.join(world, "oruro", ELENA);

    // A person whom both posts know from an earlier exchange.
    let mut wilner = people::named("Wilner", "Jean-Baptiste", "1994", "HT");
    wilner.phone = "70000000".into();
    wilner.residence = "040901".into();
    let known = hands.register(world, ANA_AT_PISIGA, &wilner);
    hands.sync(world, ANA_AT_PISIGA);
    hands.sync(world, LUIS_AT_TAMBO);

    // Both posts are offline now.
    let attended = hands.register(world, ANA_AT_PISIGA, &people::with_passport());
    let nameless = hands.register(world, ANA_AT_PISIGA, &people::without_any_document());
    let of_a_year = hands.register(world, ANA_AT_PISIGA, &people::with_a_year_of_birth());
    hands.attend(world, CARMEN_AT_PISIGA, &attended, CONSULTATION);
    hands.edit(world, ANA_AT_PISIGA, &known, &[("phone", "71111111"), ("residence", "040101")]);
    let joao = hands.register(world, LUIS_AT_TAMBO, &people::named("João", "da Silva", "1988-07", "BR"));
    let marie = hands.register(world, LUIS_AT_TAMBO, &people::named("Marie", "Pierre", "1996", "HT"));
    hands.edit(world, LUIS_AT_TAMBO, &known, &[("phone", "72222222")]);

    let pending = &hands.status(world, ANA_AT_PISIGA)["pending"];
    assert!(pending.as_u64().unwrap() >= 5, "{pending}");
    for who in [ANA_AT_PISIGA, LUIS_AT_TAMBO, ELENA_IN_ORURO, ANA_AT_PISIGA] {
        let report = hands.sync(world, who);
        assert!(report["ok"] == true && report["refused"] == 0 && report["quarantined"] == 0, "{report}");
    }

    let met = Met { known, attended, new: vec![nameless, of_a_year, joao, marie] };
    all_devices_hold_the_same(world, hands, &met);
    met
}

fn all_devices_hold_the_same(world: &World, hands: &dyn Hands, met: &Met) {
    let mut digests = Vec::new();
    for who in THREE {
        let status = hands.status(world, who);
        assert_eq!((&status["people"], &status["conflicts"]), (&6.into(), &1.into()), "{who:?}");
        assert_eq!((&status["pending"], &status["quarantined"]), (&0.into(), &0.into()), "{who:?}");
        let check = hands.check(world, who);
        assert_eq!(check["ok"], true, "{who:?}: {check}");
        for id in &met.new {
            assert_eq!(hands.show(world, who, id)["conflicts"], serde_json::json!([]));
        }
        let attended = hands.show(world, who, &met.attended);
        assert_eq!(attended["documents"][0]["state"], "vencido");
        assert_eq!(attended["card"]["post_name"], "Pisiga");
        let known = hands.show(world, who, &met.known);
        assert_eq!(known["residence"], "040101", "the municipality of one post is merged");
        assert_eq!(known["conflicts"].as_array().unwrap().len(), 1, "{who:?}: {known}");
        let phone = &known["conflicts"][0];
        assert_eq!(phone["field"], "phone");
        assert_eq!(
            values_of(phone),
            [("71111111", "Ana Quispe", "Pisiga"), ("72222222", "Luis Mamani", "Tambo Quemado")],
            "{who:?}"
        );
        assert_eq!(hands.find(world, who, "rondon yul").len(), 1);
        assert_eq!(hands.find(world, who, "142000087")[0]["id"], *met.attended);
        digests.push(hands.digests(world, who)["registry"].clone());
    }
    let registry = registry_of(world);
    digests.push(world.server.digest(registry));
    assert!(digests.iter().all(|digest| *digest == digests[0]), "{digests:?}");
    assert_eq!(world.server.held_back(registry), (Vec::new(), 0));
}

fn values_of(conflict: &Value) -> Vec<(&str, &str, &str)> {
    let text = |value: &'_ Value, key: &str| -> String { value[key].as_str().unwrap().to_owned() };
    let values = conflict["values"].as_array().unwrap();
    assert!(values.iter().all(|value| !text(value, "at").is_empty()));
    assert_eq!(values.iter().filter(|value| value["shown"] == true).count(), 1);
    let mut told: Vec<_> = values
        .iter()
        .map(|value| {
            let word = |key: &str| value[key].as_str().unwrap();
            (word("value"), word("author"), word("post"))
        })
        .collect();
    told.sort_unstable();
    told
}

fn registry_of(world: &World) -> ScopeId {
    let home = OpenHome::unlock(&world.home("pisiga"), ANA.name);
    home.log().membership().registry()
}

fn the_register_of_the_supervisor_names_origins(world: &World, met: &Met) {
    let elena = AppHands::at(world, ELENA_IN_ORURO);
    let filter = posta_app::view::RegisterFilter { limit: 50, ..Default::default() };
    let page = elena.app.register_page(&filter).unwrap();
    assert_eq!(page.total, 6);
    let origins: BTreeMap<_, _> = page
        .rows
        .iter()
        .map(|row| (row.id.clone(), (row.registered_by.as_str(), row.post_name.as_str())))
        .collect();
    assert_eq!(origins[&met.attended], ("Ana Quispe", "Pisiga"));
    assert_eq!(origins[&met.new[3]], ("Luis Mamani", "Tambo Quemado"));
    assert!(page.rows.iter().all(|row| row.sent && !row.registered_at.is_empty()));
}

/// Its text is nowhere in the server's folder nor in what the registrar's password opens on the same home; and who may
/// read it does.
fn nothing_of_the_consultation_leaks(world: &World, hands: &dyn Hands, met: &Met) {
    // While the server runs: database, log of the database, keys.
    assert_eq!(search::found_in(&world.server.data, CONSULTATION), Vec::<std::path::PathBuf>::new());
    let kept = search::dump(&world.server.data.join("server.sqlite"), &[]);
    assert!(!search::holds(&kept, CONSULTATION));
    assert!(search::holds(&kept, "72418830"), "the search finds what the server may read");

    let timeline = |who: Who| hands.show(world, who, &met.attended)["timeline"].to_string();
    assert!(!timeline(ANA_AT_PISIGA).contains(CONSULTATION));
    assert!(!timeline(ANA_AT_PISIGA).contains("consultation"));
    assert!(timeline(CARMEN_AT_PISIGA).contains(CONSULTATION));
    assert!(hands.find(world, ANA_AT_PISIGA, "canario").is_empty());
    assert!(!hands.digests(world, ANA_AT_PISIGA).contains_key("care"));

    let ana = OpenHome::unlock(&world.home("pisiga"), ANA.name);
    let care = ana.log().membership().care_scope(ANA.place).unwrap();
    let (care_file, key) = ana.scope_file(care);
    assert!(care_file.exists() && ana.keyring.has_file_key(&care.to_string()));
    assert!(key.is_none(), "the registrar's keys do not open the file of consultations");
    assert!(ana.secrets.epochs.iter().all(|(scope, _)| *scope != care));
    let opened = ana.everything();
    assert!(!search::holds(&opened, CONSULTATION));
    assert!(search::holds(&opened, "72418830"), "the search finds what the registrar may read");

    // On the same home the care user's keys open it; on another device of the municipality it arrives.
    let carmen = OpenHome::unlock(&world.home("pisiga"), CARMEN.name);
    assert!(search::holds(&carmen.everything(), CONSULTATION));
    hands.join(world, "sabaya", ROSA);
    hands.sync(world, ROSA_ELSEWHERE);
    let seen = hands.show(world, ROSA_ELSEWHERE, &met.attended);
    let consultation =
        &seen["timeline"].as_array().unwrap().iter().find(|e| e["kind"] == "consultation").unwrap();
    assert_eq!(
        (&consultation["note"], &consultation["author"]),
        (&CONSULTATION.into(), &"Carmen Flores".into())
    );
    assert_eq!(hands.digests(world, ROSA_ELSEWHERE), hands.digests(world, CARMEN_AT_PISIGA));
    assert_eq!(search::found_in(&world.server.data, CONSULTATION), Vec::<std::path::PathBuf>::new());
}
