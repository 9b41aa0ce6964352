use posta_tests::damage::{flip, pages, raw};
use posta_tests::people::newcomer;
use posta_tests::world::{ANA, ELENA, LUIS};
use posta_tests::{Device, Invited, ORURO, OpenHome, World, copy_folder};

use crate::held::mend_of;

/// The second person whom an erasure needs.
const ROSA_SUPERVISES: Invited = Invited::new("Rosa Ortiz", "supervisor", ORURO);

#[test]
fn what_was_erased_comes_back_by_no_mend() {
    let world = World::new();
    let (ana, luis) = (world.device("pisiga", ANA), world.device("tambo", LUIS));
    let (elena, second) = (world.device("oruro", ELENA), world.device("oruro-2", ROSA_SUPERVISES));
    let erased = ana.register(&newcomer(0));
    let kept = ana.register(&newcomer(1));
    let settle = || [&ana, &luis, &elena, &second].into_iter().for_each(|device| drop(device.try_sync()));
    settle();
    settle();
    let order = elena.app.order_erasure(&erased, "request", &[]).unwrap().order;
    elena.sync();
    second.sync();
    second.app.agree_erasure(&order).unwrap();
    for _ in 0..4 {
        settle();
    }
    assert!(!ana.holds(&erased) && ana.holds(&kept));
    ana.app.lock();
    let open = OpenHome::unlock(ana.home(), ANA.name);
    let key = open.keyring.file_key("device", &open.secrets).unwrap();
    drop(open);
    let base = world.path().join("base");
    drop(raw(&ana.home().join("device.posta"), &key));
    copy_folder(ana.home(), &base);
    let tables = pages(&base.join("device.posta"), &key);
    let mut seen = 0;
    for (table, page) in tables.iter().filter(|(table, _)| ["hollow", "batch"].contains(&table.as_str())) {
        let home = world.path().join("damaged");
        copy_folder(&base, &home);
        flip(&home.join("device.posta"), *page);
        let device = Device::at(&home);
        device.unlock(ANA.name);
        if device.app.check().is_err() {
            device.unlock(ANA.name);
        }
        mend_of(&device);
        assert!(!device.holds(&erased) && device.holds(&kept), "{table}");
        device.sync();
        luis.sync();
        device.sync();
        assert!(!device.holds(&erased) && !luis.holds(&erased) && device.holds(&kept), "{table}");
        world.assert_same(&[&device, &luis]);
        seen += usize::from(table == "hollow");
    }
    assert!(seen > 0, "something is hollow");
}
