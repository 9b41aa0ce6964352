#![allow(clippy::unwrap_used)]
use posta_sim::*;
#[test]
fn scratch() {
    let t = Template::make(&quick_folder());
    let steps = vec![
        Step::Act { disk: 21, by: 1, deed: Deed::Register, cut: None },
        Step::Copy { disk: 63 },
        Step::Act { disk: 16, by: 1, deed: Deed::Attend { person: 0 }, cut: None },
        Step::Copy { disk: 16 },
        Step::Act { disk: 11, by: 1, deed: Deed::Rewrite { consultation: 1438 }, cut: None },
    ];
    let (done, trace) = play(&t, &steps, None);
    println!("{done:#?} {trace:#?}");
}
