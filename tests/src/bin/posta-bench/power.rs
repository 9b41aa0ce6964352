//! Power cuts and failing disks, worked out from a record of the real store: what was acknowledged is there.

use anyhow::{Result, ensure};
use posta_power::{Care, survive_cuts, sweep_faults, work};

use crate::figure::Figures;

const SEED: u64 = 9;
/// States of the canary, which must lose.
const CANARY: usize = 2_000;

pub fn measure(states: usize, figures: &mut Figures) -> Result<()> {
    let worked = work(Care::AsSet);
    figures.add("power", "acts of the store that were recorded", worked.acts() as f64, "");
    figures.add("power", "operations that they made", worked.operations() as f64, "");
    let survival = survive_cuts(&worked, states, SEED);
    figures.add("power", "states of the disk after a cut", survival.states as f64, "");
    figures.aim("power", "of them: something acknowledged lost", survival.lost as f64, "", 0.0);
    figures.aim("power", "of them: half of an act", survival.half as f64, "", 0.0);
    figures.aim("power", "of them: a file does not open", survival.unopenable as f64, "", 0.0);
    figures.aim("power", "of them: a bad page or index", survival.unsound as f64, "", 0.0);
    figures.add("power", "of them: work was continued", survival.continued as f64, "");
    figures.aim("power", "of these: it could not", survival.stuck as f64, "", 0.0);
    let canary = survive_cuts(&work(Care::Normal), CANARY, SEED);
    figures.add("power", "canary, WAL and NORMAL: states", canary.states as f64, "");
    figures.add("power", "of them: something acknowledged lost", canary.lost as f64, "");
    let faults = sweep_faults();
    figures.add("power", "acts during which a call failed", faults.runs as f64, "");
    figures.add("power", "of them acknowledged all the same", faults.acknowledged as f64, "");
    figures.aim(
        "power",
        "of them: acknowledged and not kept, half, unopenable",
        faults.troubles() as f64,
        "",
        0.0,
    );
    figures.add("power", "of them: the files had to be opened again", faults.reopened as f64, "");
    ensure!(canary.lost > 0, "the canary lost nothing: this measure is blind");
    ensure!(survival.troubles() + faults.troubles() == 0, "{survival:?}\n{faults:?}");
    Ok(())
}
