//! The page's WebAssembly comes in parts. The first is what the first screen needs. What an open register shows first,
//! its frame and the overview, comes later, with texts of its own: both are fetched once the first screen is painted.
//! Its other pages come further behind: they are fetched once the register can be edited, or when one is opened.
//! The service worker keeps all of them.
//!
//! `later!` and `further!` make a view's function a door into such a part. What is reached through doors alone lies
//! behind them; a second way in, however small, brings all that it reaches back to the part of whoever goes that way.

use crate::components::icon::Icon;
use crate::i18n::{self, t};
use crate::platform::styles;
use futures::FutureExt;
use futures::future::{LocalBoxFuture, join3};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::time::Duration;

/// What a door gives: the view, unless the part could not be had.
pub type Arrived = Result<AnyView, SplitLoaderError>;

/// Makes functions that give views doors into the part that comes later. What they are given is cloned.
macro_rules! later {
    ($($door:tt)+) => { $crate::parts::doors! { later $($door)+ } };
}
pub(crate) use later;

/// The same for the part that comes behind that one.
macro_rules! further {
    ($($door:tt)+) => { $crate::parts::doors! { further $($door)+ } };
}
pub(crate) use further;

macro_rules! doors {
    ($part:ident) => {};
    ($part:ident $(#[$doc:meta])* $vis:vis fn $name:ident($($given:ident: $of:ty),*) $view:block $($others:tt)*) => {
        $(#[$doc])*
        $vis fn $name($($given: $of),*) -> ::leptos::prelude::AnyView {
            #[::leptos::wasm_split::wasm_split(
                $part, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch)
            )]
            fn $name($($given: $of),*) -> $crate::parts::Arrived {
                let view = $view;
                Ok(::leptos::prelude::IntoAny::into_any(view))
            }
            $crate::parts::behind_the_door(
                || ::std::boxed::Box::pin(fetch()),
                ::std::boxed::Box::new(move || ::std::boxed::Box::pin($name($(::std::clone::Clone::clone(&$given)),*))),
            )
        }
        $crate::parts::doors! { $part $($others)* }
    };
}
pub(crate) use doors;

/// Fetches what comes later, so that no door has to wait.
pub fn fetch_ahead() {
    spawn_local(async {
        // Whoever stands at a door hears of a failure there.
        let _ = join3(arrive(), i18n::speak_also(i18n::REGISTER), styles::arrive()).await;
    });
}

#[wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible)]
fn arrive() -> Result<(), SplitLoaderError> {
    Ok(())
}

/// How long the register could be edited when what comes further behind is fetched.
const QUIET: Duration = Duration::from_millis(700);

/// Fetches what comes further behind, so that the first click on another page does not wait.
pub fn fetch_further_ahead() {
    let fetch = || {
        spawn_local(async {
            let _ = arrive_further().await;
        });
    };
    set_timeout(fetch, QUIET);
}

#[wasm_split(further, wasm_split_path = ::leptos::wasm_split, fallible)]
fn arrive_further() -> Result<(), SplitLoaderError> {
    Ok(())
}

type Fetch = fn() -> LocalBoxFuture<'static, Result<(), SplitLoaderError>>;
type Door = Box<dyn Fn() -> LocalBoxFuture<'static, Arrived> + Send>;

#[derive(Clone, Copy, PartialEq)]
enum Standing {
    OnItsWay,
    Here,
    Missing,
}

/// The view behind a door, once the part is here.
pub fn behind_the_door(fetch: Fetch, door: Door) -> AnyView {
    let standing = RwSignal::new(Standing::OnItsWay);
    let ask = move || {
        standing.set(Standing::OnItsWay);
        spawn_local(async move {
            let (part, has_words, has_looks) =
                join3(fetch(), i18n::speak_also(i18n::REGISTER), styles::arrive()).await;
            let is_here = part.is_ok() && has_words && has_looks;
            standing.try_set(if is_here { Standing::Here } else { Standing::Missing });
        });
    };
    match fetch().now_or_never() {
        Some(Ok(())) if i18n::speaks(i18n::REGISTER) && styles::are_here() => standing.set(Standing::Here),
        _ => ask(),
    }
    let view = move || match standing.get() {
        // Behind an open door nothing waits.
        Standing::Here => {
            untrack(|| door().now_or_never()).and_then(Result::ok).unwrap_or_else(|| ().into_any())
        }
        Standing::Missing => missing(ask),
        Standing::OnItsWay => ().into_any(),
    };
    view.into_any()
}

fn missing(ask: impl Fn() + Send + 'static) -> AnyView {
    view! {
        <div class="failure" role="alert">
            {Icon::Alert.view()}
            <div class="failure-words">
                <p>{t("parts.missing")}</p>
                <div class="actions">
                    <button type="button" class="button" on:click=move |_| ask()>{t("do.try_again")}</button>
                </div>
            </div>
        </div>
    }
    .into_any()
}
