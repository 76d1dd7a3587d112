//! Parts of pages that were rendered already, for as long as the plain data that they show is the very same.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::Date;
use leptos::{prelude::*, tachys::html::InertElement};

use super::markup::without_marks;

/// How many parts are kept.
const MOST: usize = 40;

/// What was rendered from shared data; the port answers with the same allocation while nothing has changed.
pub struct Rendered<Data>(Mutex<Vec<Part<Data>>>);

struct Part<Data> {
    data: Arc<Data>,
    /// Pages name days by their distance from today.
    today: Date,
    html: Arc<str>,
}

impl<Data> Default for Rendered<Data> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<Data> fmt::Debug for Rendered<Data> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Rendered").finish_non_exhaustive()
    }
}

impl<Data> Rendered<Data> {
    /// The part as it was rendered from this data on this day, or else as it is rendered now.
    pub fn get<View: IntoView>(
        &self,
        data: &Arc<Data>,
        today: Date,
        render: impl FnOnce() -> View,
    ) -> InertElement {
        if let Some(html) = self.find(data, today) {
            return InertElement::new(html.to_string());
        }
        let html = without_marks(Owner::new_root(None).with(|| render().to_html()));
        self.keep(Part { data: data.clone(), today, html: html.as_str().into() });
        InertElement::new(html)
    }

    fn find(&self, data: &Arc<Data>, today: Date) -> Option<Arc<str>> {
        let parts = self.parts();
        let part = parts.iter().find(|part| Arc::ptr_eq(&part.data, data) && part.today == today)?;
        Some(part.html.clone())
    }

    /// The one kept longest makes room.
    fn keep(&self, part: Part<Data>) {
        let mut parts = self.parts();
        if parts.len() >= MOST {
            parts.remove(0);
        }
        parts.push(part);
    }

    /// A panic with the list in hand left a list all the same.
    fn parts(&self) -> std::sync::MutexGuard<'_, Vec<Part<Data>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_data_is_rendered_once_a_day() {
        let rendered = Rendered::default();
        let (data, equal) = (Arc::new(1), Arc::new(1));
        let day = jiff::civil::date(2024, 4, 12);
        let show = |data: &Arc<i32>, day, text: &'static str| {
            rendered.get(data, day, move || view! { <p>{text}</p> }).to_html()
        };
        assert_eq!(show(&data, day, "甲"), "<p>甲</p>");
        assert_eq!(show(&data, day, "乙"), "<p>甲</p>");
        assert_eq!(show(&equal, day, "乙"), "<p>乙</p>");
        assert_eq!(show(&data, day.tomorrow().expect("a day"), "丙"), "<p>丙</p>");
    }
}
