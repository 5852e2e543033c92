//! The routes, and what lives as long as the page: the session and the language.

use crate::i18n;
use crate::pages::{Listing, NotFound, Overview, People, RecordBeside, RegisterFrame, Restore, Settings, Start};
use crate::places;
use crate::session::{Invitation, Session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
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
    move || {
        language.get();
        view! {
            <Router base=places::base()>
                <Routes fallback=|| view! { <NotFound /> }>
                    <Route path=path!("/") view=Start />
                    <Route path=path!("/restore") view=Restore />
                    <ParentRoute path=path!("/r/:register") view=RegisterFrame>
                        <Route path=path!("") view=Overview />
                        <Route path=path!("settings") view=Settings />
                        <ParentRoute path=path!("people") view=People>
                            <Route path=path!("") view=|| () />
                            <Route path=path!(":id") view=RecordBeside />
                        </ParentRoute>
                        <ParentRoute path=path!(":kind") view=Listing>
                            <Route path=path!("") view=|| () />
                            <Route path=path!(":id") view=RecordBeside />
                        </ParentRoute>
                    </ParentRoute>
                </Routes>
            </Router>
        }
    }
}
