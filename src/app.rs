//! The routes, and what lives as long as the page: the session and the language.

use crate::i18n;
use crate::pages::{self, NotFound, Start};
use crate::parts::fetch_ahead;
use crate::places;
use crate::platform::mark::after_paint;
use crate::session::{Invitation, Session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

/// The language in use. All of the page is made anew when it changes.
#[derive(Clone, Copy)]
pub struct Language(RwSignal<&'static str>);

impl Language {
    /// The one in use. Tracked.
    pub fn get(self) -> &'static str {
        self.0.get()
    }

    /// Speaks another from now on, and remembers it.
    pub fn choose(self, code: &str) {
        let Some((code, _)) = i18n::LANGUAGES.iter().find(|(known, _)| *known == code) else { return };
        spawn_local(async move {
            if i18n::speak(code).await {
                i18n::remember(code);
                self.0.set(code);
            }
        });
    }
}

/// The app.
#[component]
pub fn App(
    /// The language that was fetched.
    language: &'static str,
    /// An invitation that the page was opened with.
    invitation: Option<Invitation>,
) -> impl IntoView {
    let session = Session::new();
    session.set_invitation(invitation);
    let language = Language(RwSignal::new(language));
    provide_context(session);
    provide_context(language);
    // Elsewhere a door asks for it at once.
    if places::is_start() {
        after_paint(fetch_ahead);
    }
    move || {
        language.get();
        view! {
            <Router base=places::base()>
                <FlatRoutes fallback=|| view! { <main><NotFound /></main> }>
                    <Route path=path!("/") view=Start />
                    <Route path=path!("/restore") view=pages::restore />
                    <Route path=path!("/r/:register/:page?/:id?") view=pages::register />
                </FlatRoutes>
            </Router>
        }
    }
}
