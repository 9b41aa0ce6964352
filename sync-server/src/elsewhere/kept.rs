//! What is kept in memory, and made or changed now and then.

use std::sync::{Arc, PoisonError, RwLock};

/// The last of something that is made again and again.
pub struct Kept<T>(RwLock<Option<Arc<T>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> Kept<T> {
    /// To hold for long. What changes meanwhile changes in a copy.
    pub fn get(&self) -> Option<Arc<T>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// To look at for a moment.
    pub fn with<R>(&self, act: impl FnOnce(Option<&T>) -> R) -> R {
        act(self.0.read().unwrap_or_else(PoisonError::into_inner).as_deref())
    }

    pub fn put(&self, made: T) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(made));
    }

    /// Changes it where it is; an act that panics leaves nothing.
    pub fn change(&self, act: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut last) = held.take() {
            act(Arc::make_mut(&mut last));
            *held = Some(last);
        }
    }
}
