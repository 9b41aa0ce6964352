//! Two ways to do the same acts: through the application in this process, and through the program `posta`.

use std::collections::BTreeMap;
use std::path::Path;

use posta_app::view::{PersonInput, RegistrationInput};
use serde_json::{Value, json};

use crate::{Device, Invited, Programs, World};

/// A user at a device.
#[derive(Debug, Clone, Copy)]
pub struct Who {
    pub device: &'static str,
    pub user: &'static str,
}

impl Who {
    pub const fn new(device: &'static str, user: Invited) -> Self {
        Self { device, user: user.name }
    }
}

/// What a journey needs done. Answers are those that `posta --json` prints.
pub trait Hands {
    fn join(&self, world: &World, device: &str, invited: Invited);
    /// Registers and enrolls; returns the person's id.
    fn register(&self, world: &World, who: Who, person: &PersonInput) -> String;
    fn attend(&self, world: &World, who: Who, person: &str, note: &str);
    fn edit(&self, world: &World, who: Who, person: &str, edits: &[(&str, &str)]);
    fn sync(&self, world: &World, who: Who) -> Value;
    fn show(&self, world: &World, who: Who, person: &str) -> Value;
    fn find(&self, world: &World, who: Who, text: &str) -> Vec<Value>;
    fn status(&self, world: &World, who: Who) -> Value;
    /// Digest by sensitivity of all scopes that the user may open.
    fn digests(&self, world: &World, who: Who) -> BTreeMap<String, String>;
    fn check(&self, world: &World, who: Who) -> Value;
}

/// The acts of `posta_app::App`, one after the other on freshly opened homes as the program does it.
pub struct AppHands;

impl AppHands {
    pub fn at(world: &World, who: Who) -> Device {
        let device = Device::at(&world.home(who.device));
        device.unlock(who.user);
        device
    }
}

impl Hands for AppHands {
    fn join(&self, world: &World, device: &str, invited: Invited) {
        world.device(device, invited);
    }

    fn register(&self, world: &World, who: Who, person: &PersonInput) -> String {
        let input = RegistrationInput {
            person: person.clone(),
            program: "sus".into(),
            ..RegistrationInput::default()
        };
        Self::at(world, who).register(&input)
    }

    fn attend(&self, world: &World, who: Who, person: &str, note: &str) {
        Self::at(world, who).attend(person, note);
    }

    fn edit(&self, world: &World, who: Who, person: &str, edits: &[(&str, &str)]) {
        Self::at(world, who).edit(person, edits);
    }

    fn sync(&self, world: &World, who: Who) -> Value {
        json!(Self::at(world, who).sync())
    }

    fn show(&self, world: &World, who: Who, person: &str) -> Value {
        json!(Self::at(world, who).person(person))
    }

    fn find(&self, world: &World, who: Who, text: &str) -> Vec<Value> {
        let people = Self::at(world, who).app.find_people(text, 20).unwrap();
        people.iter().map(|person| json!(person)).collect()
    }

    fn status(&self, world: &World, who: Who) -> Value {
        json!(Self::at(world, who).status())
    }

    fn digests(&self, world: &World, who: Who) -> BTreeMap<String, String> {
        by_sensitivity(&json!({ "scopes": Self::at(world, who).app.digest().unwrap() }))
    }

    fn check(&self, world: &World, who: Who) -> Value {
        json!(Self::at(world, who).app.check().unwrap())
    }
}

/// The program `posta`.
pub struct ProgramHands;

impl ProgramHands {
    fn run(world: &World, who: Who, words: &[&str]) -> Value {
        Programs::find().posta(&world.home(who.device), Some(who.user), words).done()
    }

    fn import(world: &World, who: Who, lines: &[Value]) -> Value {
        let file = world.path().join("lines.jsonl");
        write_lines(&file, lines);
        let report = Self::run(world, who, &["import", file.to_str().unwrap()]);
        // The file held what must not be found in any folder afterwards.
        std::fs::remove_file(&file).unwrap();
        report
    }
}

impl Hands for ProgramHands {
    fn join(&self, world: &World, device: &str, invited: Invited) {
        let (home, code) = (world.home(device), world.code_for(invited));
        let words = ["join", "--server", &world.url(), "--code", &code];
        let session = Programs::find().posta(&home, None, &words).done();
        assert_eq!(session["user"]["name"], invited.name);
    }

    fn register(&self, world: &World, who: Who, person: &PersonInput) -> String {
        let enrollment = json!({ "kind": "enrollment", "person": "p", "program": "sus" });
        let report = Self::import(world, who, &[import_line(person, "p"), enrollment]);
        report["refs"]["p"].as_str().unwrap().to_owned()
    }

    fn attend(&self, world: &World, who: Who, person: &str, note: &str) {
        let line = json!({
            "kind": "consultation", "person": person, "reason": "control", "needs": ["salud"], "note": note,
        });
        Self::import(world, who, &[line]);
    }

    fn edit(&self, world: &World, who: Who, person: &str, edits: &[(&str, &str)]) {
        let typed: Vec<String> = edits.iter().map(|(field, value)| format!("{field}={value}")).collect();
        let words = ["edit", person].into_iter().chain(typed.iter().map(String::as_str));
        Self::run(world, who, &words.collect::<Vec<_>>());
    }

    fn sync(&self, world: &World, who: Who) -> Value {
        Self::run(world, who, &["sync"])
    }

    fn show(&self, world: &World, who: Who, person: &str) -> Value {
        Self::run(world, who, &["show", person])
    }

    fn find(&self, world: &World, who: Who, text: &str) -> Vec<Value> {
        Self::run(world, who, &["find", text])["people"].as_array().unwrap().clone()
    }

    fn status(&self, world: &World, who: Who) -> Value {
        Self::run(world, who, &["status"])
    }

    fn digests(&self, world: &World, who: Who) -> BTreeMap<String, String> {
        by_sensitivity(&Self::run(world, who, &["digest"]))
    }

    fn check(&self, world: &World, who: Who) -> Value {
        Self::run(world, who, &["check"])
    }
}

/// One JSON object a line.
pub fn write_lines(file: &Path, lines: &[Value]) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(file, text).unwrap();
}

/// The line of an import that says what the form says.
pub fn import_line(person: &PersonInput, reference: &str) -> Value {
    let mut line = json!(person);
    let told = line.as_object_mut().unwrap();
    told.retain(|_, value| *value != json!("") && *value != json!(false) && *value != json!([]));
    if let Some(documents) = told.get_mut("documents").and_then(Value::as_array_mut) {
        documents.iter_mut().for_each(|document| drop(document.as_object_mut().unwrap().remove("key")));
    }
    told.insert("kind".into(), json!("person"));
    told.insert("ref".into(), json!(reference));
    line
}

fn by_sensitivity(digest: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let scopes = digest["scopes"].as_array().unwrap();
    scopes.iter().map(|scope| (text(&scope["sensitivity"]), text(&scope["digest"]))).collect()
}
