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

    /// Changes a copy, while who looks sees the last, and puts it in its place; an act that panics leaves nothing.
    pub fn change(&self, act: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let Some(last) = self.get() else { return };
        let mut clear = Clear(Some(self));
        let mut changed = T::clone(&last);
        drop(last);
        act(&mut changed);
        clear.0 = None;
        self.put(changed);
    }
}

/// Leaves nothing where it still holds what it is to clear.
struct Clear<'a, T>(Option<&'a Kept<T>>);

impl<T> Drop for Clear<'_, T> {
    fn drop(&mut self) {
        if let Some(kept) = self.0 {
            *kept.0.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}
