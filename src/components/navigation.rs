//! The navigation in the words of the work: which kinds and pages stand in which group, the column beside
//! every page, and the sheet that holds all of it on a phone. A new kind gets its place in [`groups`].

use crate::components::icon::Icon;
use crate::i18n::{find, kinds_label, t, t_with};
use crate::places;
use crate::platform::prefs;
use crate::session::{Session, use_session};
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use register::{Kind, Purpose};

const OPENED: &str = "navigation_opened";

/// What stands in a group.
#[derive(Clone, Copy)]
pub enum Item {
    /// The list of a kind. A kind that this version does not know is left out.
    List(&'static str),
    /// A page of its own, by its name in the address and under `nav.`.
    Page(&'static str, Icon),
}

/// A group: what is used most stands there always, the rest once it is opened.
pub struct Group {
    /// Its heading, after `nav.`.
    pub heading: &'static str,
    /// What stands there always.
    pub first: &'static [Item],
    /// What stands there once it is opened.
    pub more: &'static [Item],
}

use Item::{List, Page};

/// The groups of a register for a purpose, as people think.
pub fn groups(purpose: Purpose) -> &'static [Group] {
    match purpose {
        Purpose::Isms => OF_ISMS,
        Purpose::Concerns => OF_CONFIDANTS,
    }
}

/// The pages in them that are no lists.
pub fn pages(purpose: Purpose) -> impl Iterator<Item = (&'static str, Icon)> {
    let items = groups(purpose).iter().flat_map(|group| group.first.iter().chain(group.more));
    items.filter_map(|item| if let Page(name, icon) = item { Some((*name, *icon)) } else { None })
}

static OF_CONFIDANTS: &[Group] =
    &[Group { heading: "concerns", first: &[List("concern"), List("action"), List("person")], more: &[] }];

static OF_ISMS: &[Group] = &[
    Group {
        heading: "lead",
        first: &[
            Page("commitments", Icon::Commitment),
            List("management_review"),
            List("decision"),
            List("action"),
        ],
        more: &[List("leadership_act"), List("coordination_meeting")],
    },
    Group {
        heading: "direct",
        first: &[List("document"), Page("objectives", Icon::Direct)],
        more: &[
            List("objective"),
            List("strategic_goal"),
            List("kpi"),
            List("intended_outcome"),
            List("issue"),
            List("interested_party"),
            List("obligation"),
            List("isms_change"),
        ],
    },
    Group {
        heading: "risk",
        first: &[List("risk"), List("control"), Page("risk_map", Icon::Map)],
        more: &[
            List("assessment_round"),
            Page("risk_criteria", Icon::Settings),
            List("asset"),
            List("supplier"),
            List("business_activity"),
            List("exception"),
        ],
    },
    Group {
        heading: "people",
        first: &[List("person"), Page("concerns", Icon::Confidence), List("training")],
        more: &[
            List("role"),
            Page("raci", Icon::Process),
            List("area"),
            List("competence"),
            Page("competence_matrix", Icon::Training),
            List("communication"),
            List("recognition"),
            List("feedback"),
        ],
    },
    Group {
        heading: "learn",
        first: &[List("incident"), List("nonconformity")],
        more: &[
            List("audit"),
            List("finding"),
            List("certificate"),
            List("exercise"),
            List("improvement_idea"),
            List("lesson_learned"),
            List("benchmark"),
        ],
    },
    Group { heading: "resources", first: &[List("resource")], more: &[] },
];

/// Kinds that people meet on a page made for them, not in a list.
pub const WITHOUT_LIST: &[&str] = &["organization", "commitment", "practice", "risk_criteria"];

/// What a phone's bar holds, beside the way to the rest.
const IN_BAR: [&str; 5] = ["overview", "management_review", "action", "risk", "concern"];

/// One way that the navigation offers.
#[derive(Clone)]
struct Way {
    icon: Icon,
    words: String,
    /// The same where there is little room.
    short: String,
    place: String,
    in_bar: bool,
}

impl Way {
    fn of(session: Session, item: Item) -> Option<Self> {
        let (name, icon, words, place) = match item {
            List(kind) => {
                Kind::by_name(kind)?;
                (kind, Icon::of_kind(kind), kinds_label(kind), places::list(session, kind))
            }
            Page(name, icon) => (name, icon, t(&format!("nav.{name}")), places::page(session, name)),
        };
        let short = find(&format!("nav.short.{name}")).unwrap_or_else(|| words.clone());
        Some(Self { icon, words, short, place, in_bar: IN_BAR.contains(&name) })
    }

    fn overview(session: Session) -> Self {
        let words = t("nav.overview");
        let place = places::overview(&session.key());
        Self { icon: Icon::Overview, short: words.clone(), words, place, in_bar: true }
    }

    fn is_at(&self, path: &str) -> bool {
        let here = places::href(&self.place);
        let path = path.trim_end_matches('/');
        path == here || (self.icon != Icon::Overview && path.starts_with(&format!("{here}/")))
    }

    fn link(self, path: Memo<String>) -> AnyView {
        let here = self.clone();
        let current = move || here.is_at(&path.get()).then_some("page");
        view! {
            <a href=places::href(&self.place) aria-current=current title=self.words.clone()>
                {self.icon.view()} <span class="nav-long">{self.words.clone()}</span>
                <span class="nav-short" aria-hidden="true">{self.short}</span>
            </a>
        }
        .into_any()
    }
}

fn opened() -> Vec<String> {
    prefs::get(OPENED).unwrap_or_default().split(' ').map(str::to_owned).collect()
}

/// The column, or a phone's bar.
#[component]
pub fn Navigation(
    /// What folds the column to pictures.
    children: Children,
) -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    let all = RwSignal::new(false);
    let plain = |way: Way| {
        let in_bar = way.in_bar;
        view! { <li class:in-bar=in_bar>{way.link(path)}</li> }
    };
    let settings = Way::of(session, Page("settings", Icon::Settings)).map(plain);
    let purpose = untrack(|| session.purpose());
    let groups: Vec<_> = groups(purpose).iter().map(|group| group_view(session, path, group)).collect();
    view! {
        <nav class="nav" aria-label=t("nav.title")>
            <div class="nav-group"><ul>{plain(Way::overview(session))}</ul></div>
            {groups}
            <div class="nav-group"><ul>{settings}</ul></div>
            {children()}
            <button
                type="button"
                class="nav-more"
                aria-haspopup="dialog"
                aria-expanded=move || if all.get() { "true" } else { "false" }
                on:click=move |_| all.set(true)
            >
                {Icon::More.view()} <span>{t("nav.more")}</span>
            </button>
        </nav>
        {move || all.get().then(|| view! { <Sheet open=all path /> })}
    }
}

fn group_view(session: Session, path: Memo<String>, group: &'static Group) -> AnyView {
    let is_open = RwSignal::new(opened().iter().any(|name| name == group.heading));
    let toggle = move |_| {
        is_open.update(|open| *open = !*open);
        let mut names = opened();
        names.retain(|name| name != group.heading && !name.is_empty());
        if is_open.get_untracked() {
            names.push(group.heading.to_owned());
        }
        prefs::set(OPENED, &names.join(" "));
    };
    let first = group.first.iter().filter_map(|item| Way::of(session, *item)).map(|way| {
        let in_bar = way.in_bar;
        view! { <li class:in-bar=in_bar>{way.link(path)}</li> }.into_any()
    });
    // Where one is stays in view even in a closed group.
    let more = group.more.iter().filter_map(|item| Way::of(session, *item)).map(|way| {
        let here = way.clone();
        let is_shown = Memo::new(move |_| is_open.get() || here.is_at(&path.get()));
        view! { <li hidden=move || !is_shown.get()>{way.link(path)}</li> }.into_any()
    });
    let entries: Vec<AnyView> = first.chain(more).collect();
    let words = t(&format!("nav.{}", group.heading));
    // A group of one thing is called like that.
    let heading = if group.more.is_empty() {
        ().into_any()
    } else {
        let spoken = t_with("nav.all_of", &[("group", &words)]);
        view! {
            <h2>
                <button
                    type="button"
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    title=spoken
                    on:click=toggle
                >
                    {words} {Icon::Chevron.view()}
                </button>
            </h2>
        }
        .into_any()
    };
    view! { <div class="nav-group">{heading}<ul>{entries}</ul></div> }.into_any()
}

/// The whole navigation where the bar has no room for it. It is made when it opens.
#[component]
fn Sheet(open: RwSignal<bool>, path: Memo<String>) -> impl IntoView {
    let session = use_session();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    });
    let list = move |ways: Vec<Way>| {
        let ways = ways.into_iter().map(|way| view! { <li>{way.link(path)}</li> });
        view! { <ul>{ways.collect::<Vec<_>>()}</ul> }
    };
    let purpose = untrack(|| session.purpose());
    let groups = groups(purpose).iter().map(|group| {
        let items = group.first.iter().chain(group.more);
        let ways = items.filter_map(|item| Way::of(session, *item)).collect();
        let heading =
            (!group.more.is_empty()).then(|| view! { <h2>{t(&format!("nav.{}", group.heading))}</h2> });
        view! { <section>{heading}{list(ways)}</section> }
    });
    let groups: Vec<_> = groups.collect();
    let last = Way::of(session, Page("settings", Icon::Settings)).into_iter().collect();
    // Whichever way was taken, the sheet is done; the browser gives the focus back where it was otherwise.
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog node_ref=dialog class="nav-sheet" aria-labelledby="nav-sheet-title" on:close=move |_| open.set(false)>
            <form method="dialog">
                <h2 id="nav-sheet-title">{t("nav.everything")}</h2>
                <button class="button-icon" aria-label=t("do.close")>{Icon::Close.view()}</button>
            </form>
            <nav aria-label=t("nav.everything") on:click=close>
                {list(vec![Way::overview(session)])} {groups} {list(last)}
            </nav>
        </dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_a_register_has_one_place_in_its_navigation_or_a_page_of_its_own() {
        for purpose in Purpose::ALL {
            let listed: Vec<&str> = groups(purpose)
                .iter()
                .flat_map(|group| group.first.iter().chain(group.more))
                .filter_map(|item| if let List(kind) = item { Some(*kind) } else { None })
                .collect();
            for kind in purpose.kinds() {
                let places = listed.iter().filter(|name| **name == kind.name).count();
                let has_page = WITHOUT_LIST.contains(&kind.name);
                assert_eq!(places + usize::from(has_page), 1, "{}", kind.name);
            }
            assert!(listed.iter().all(|kind| purpose.has(kind)), "{listed:?}");
        }
    }
}
