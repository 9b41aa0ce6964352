use posta_app::view::{DraftCard, DraftInput};

use crate::department::Device;

const ANA: &str = "Ana Registra";
const BETO: &str = "Beto Atiende";
const PIN: &str = "4071";

fn typed(kind: &str, name: &str) -> DraftInput {
    let form = format!("{{\"person\":{{\"given_names\":\"{name}\"}}}}");
    DraftInput { id: String::new(), kind: kind.into(), form }
}

fn drafts(device: &Device) -> Vec<DraftCard> {
    device.app.home().unwrap().drafts
}

#[test]
fn a_draft_of_another_user_shows_who_and_when_and_nothing_else() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    device.app.set_pin(PIN).unwrap();
    device.app.save_draft(&typed("registration", "María Reservada")).unwrap();
    for resume in [false, true] {
        device.unlock(BETO);
        let seen = drafts(&device);
        assert_eq!(seen.len(), 1);
        assert_eq!((seen[0].owner.as_str(), seen[0].mine), (ANA, false));
        assert_eq!((seen[0].title.as_str(), seen[0].form.as_str(), seen[0].kind.as_str()), ("", "", ""));
        if resume {
            device.app.resume(&device.id(ANA), PIN).unwrap();
        } else {
            device.unlock(ANA);
            device.app.set_pin(PIN).unwrap();
        }
        assert_eq!(drafts(&device)[0].title, "María Reservada");
    }
}

#[test]
fn nobody_can_overwrite_or_throw_away_the_draft_of_one_who_waits() {
    let device = Device::of_everybody();
    device.unlock(ANA);
    device.app.set_pin(PIN).unwrap();
    let draft = device.app.save_draft(&typed("registration", "María")).unwrap();
    device.unlock(BETO);
    device.app.discard_draft(&draft.id).unwrap_err();
    let over = DraftInput { id: draft.id.clone(), ..typed("registration", "Otra") };
    assert_eq!(device.app.save_draft(&over).unwrap_err().code(), "POSTA-P1");
    device.app.resume(&device.id(ANA), PIN).unwrap();
    assert_eq!(drafts(&device)[0].title, "María");
}

#[test]
fn locking_pausing_switching_and_falling_idle_lose_no_draft() {
    let time = crate::department::MadeUp::new();
    let device = Device::of_everybody_with(time.clock());
    device.unlock(ANA);
    device.app.set_pin(PIN).unwrap();
    device.app.save_draft(&typed("registration", "María")).unwrap();
    time.pass(300);
    assert!(device.app.home().is_err());
    device.unlock(BETO);
    device.app.save_draft(&typed("consultation", "de Beto")).unwrap();
    device.app.lock_all();
    device.unlock(ANA);
    assert!(drafts(&device).iter().any(|draft| draft.mine && draft.title == "María"));
    device.unlock(BETO);
    assert!(drafts(&device).iter().any(|draft| draft.mine && draft.title == "de Beto"));
}
