//! The gallery: pages of the observatory as they were drawn.
//!
//! What is published never changes, and is the same for all who see the same windows: so a page is drawn once, until another
//! window is published.
//!
//! **Invariant.** A page is kept with the windows that its reader saw, its own among them, and only found again by who sees the
//! same ones. Of a window too old to be listed none is kept.

use super::{ObservatoryUnitView, ObservatoryWindow, window::Windows};
use domain::{limits::PAGES_DRAWN, moment::Moment};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Pages as they were drawn, one gallery for a house.
#[derive(Default)]
pub struct Gallery {
    pub(crate) windows: Hall<ObservatoryWindow>,
    pub(crate) units: Hall<ObservatoryUnitView>,
}

/// Pages of one kind, each by its address.
pub(crate) struct Hall<P>(Mutex<HashMap<String, Hung<P>>>);

/// A page, with the windows that its reader saw.
type Hung<P> = (Windows, Arc<P>);

impl<P> Default for Hall<P> {
    fn default() -> Hall<P> {
        Hall(Mutex::default())
    }
}

impl<P> Hall<P> {
    /// The page at this address, where it was drawn of the same windows.
    pub(crate) fn at(&self, address: &str, windows: &Windows) -> Option<Arc<P>> {
        self.pages().get(address).filter(|(of, _)| of == windows).map(|(_, page)| page.clone())
    }

    /// Keeps a page of one of these windows, the newest where `until` names none; where there are too many, it begins anew.
    pub(crate) fn keep(&self, address: &str, windows: Windows, until: Option<Moment>, page: P) -> Arc<P> {
        let (mut pages, page) = (self.pages(), Arc::new(page));
        if until.is_some_and(|until| !windows.0.contains(&until)) {
            return page;
        }
        if pages.len() >= PAGES_DRAWN && !pages.contains_key(address) {
            pages.clear();
        }
        pages.insert(address.to_owned(), (windows, page.clone()));
        page
    }

    fn pages(&self) -> MutexGuard<'_, HashMap<String, Hung<P>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_who_sees_the_same_windows_and_no_more_are_kept_than_allowed() {
        let seen = |windows: &[i64]| Windows(windows.iter().map(|it| Moment(*it)).collect());
        let hall = Hall::default();
        hall.keep("", seen(&[7]), None, 'a');
        assert_eq!(hall.at("", &seen(&[7])).as_deref(), Some(&'a'));
        assert_eq!(hall.at("?until=7", &seen(&[7])), None);
        assert_eq!(hall.at("", &seen(&[14, 7])), None, "another window is published");
        hall.keep("", seen(&[14, 7]), None, 'b');
        assert_eq!(hall.at("", &seen(&[14, 7])).as_deref(), Some(&'b'));
        assert_eq!(hall.at("", &seen(&[7])), None, "who sees less is shown no page of who sees more");
        hall.keep("?until=3", seen(&[7]), Some(Moment(3)), 'd');
        assert_eq!(hall.at("?until=3", &seen(&[7])), None, "who else may see that window is not known");
        for at in 0..3 * PAGES_DRAWN {
            hall.keep(&format!("?until={at}"), seen(&[7]), Some(Moment(7)), 'c');
            assert!(hall.pages().len() <= PAGES_DRAWN);
        }
    }
}
