#![allow(clippy::unwrap_used)]
use posta_sim::*;
#[test]
fn same() {
    let t = Template::make(&quick_folder());
    let mut bad = 0;
    for seed in 100..130 {
        let steps = decide_steps(seed, 120);
        let a = play(&t, &steps, None);
        let b = play(&t, &steps, None);
        if a != b { bad += 1; 
          let at = a.1.iter().zip(&b.1).position(|(x,y)| x != y);
          println!("seed {seed}: {:?} {:?} first differ {at:?}", a.0, b.0);
          if let Some(at) = at { println!("  {}\n  {}", a.1[at], b.1[at]); }
        }
    }
    println!("differing: {bad} of 30");
}
