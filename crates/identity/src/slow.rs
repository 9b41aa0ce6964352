//! Where tests stand while something slow is done: what has to go on meanwhile, they do there. No clock takes part.
//! A program that is shipped (a release build) has nothing of it.

#[cfg(debug_assertions)]
mod meanwhile {
    use std::cell::RefCell;
    use std::rc::Rc;

    type Meanwhile = Option<Rc<dyn Fn()>>;

    thread_local! {
        static MEANWHILE: RefCell<Meanwhile> = const { RefCell::new(None) };
    }

    /// From now on `act` is called whenever this thread begins something slow. For tests.
    pub fn do_meanwhile(act: impl Fn() + 'static) {
        MEANWHILE.with(|meanwhile| *meanwhile.borrow_mut() = Some(Rc::new(act)));
    }

    pub(super) fn begins() {
        let act = MEANWHILE.with(|meanwhile| meanwhile.borrow().clone());
        if let Some(act) = act {
            act();
        }
    }
}

#[cfg(debug_assertions)]
pub use meanwhile::do_meanwhile;

/// Something slow begins: a hash of a password, a PIN or a code, a check of every signature.
pub fn begins() {
    #[cfg(debug_assertions)]
    meanwhile::begins();
}
