//! Saving a backup, and the recovery code that is shown once.

use crate::components::copies::age_words;
use crate::components::failure::FailureNotice;
use crate::components::icon::Icon;
use crate::components::qr::Qr;
use crate::i18n::{t, t_with};
use crate::platform::intl;
use crate::session::{Session, ToastKind, use_session};
use bridge::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What this section shows beside its words.
#[derive(Clone, Copy)]
struct Saving {
    session: Session,
    busy: RwSignal<bool>,
    /// The code that was made just now.
    code: RwSignal<Option<String>>,
    outcome: RwSignal<Option<Result<String, Failure>>>,
}

impl Saving {
    fn begin(self, new_code: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.outcome.set(None);
        spawn_local(async move {
            let tell_code = move |code| {
                self.code.try_set(Some(code));
            };
            let outcome = self.session.back_up(new_code, tell_code).await;
            self.outcome.try_set(Some(outcome));
            self.busy.try_set(false);
            if self.code.try_with_untracked(Option::is_some) == Some(true) {
                self.session.focus_soon("#recovery-title".to_owned());
            }
        });
    }

    fn copy(self) {
        let code = self.code.get_untracked().unwrap_or_default();
        spawn_local(async move {
            let words = if self.session.copy(&code).await { "backup.copied" } else { "invite.not_copied" };
            self.session.say(ToastKind::Done, t(words));
        });
    }
}

/// The section.
#[component]
pub fn Backup() -> impl IntoView {
    let session = use_session();
    let saving = Saving {
        session,
        busy: RwSignal::new(false),
        code: RwSignal::new(None),
        outcome: RwSignal::new(None),
    };
    let has_code = Memo::new(move |_| session.status().has_recovery_code);
    let button = move || t(if saving.busy.get() { "backup.making" } else { "backup.make" });
    view! {
        <section class="card backup" aria-labelledby="backup-title">
            <h2 id="backup-title">{t("backup.title")}</h2>
            <p>{t("backup.words")}</p>
            <p class="backup-last">{move || last(session)}</p>
            {move || outcome(saving)}
            {move || saving.code.get().map(|code| sheet(saving, code))}
            <Show when=move || !has_code.get()><p class="field-help">{t("backup.first_code")}</p></Show>
            <div class="actions">
                <button type="button" class="button" disabled=move || saving.busy.get() on:click=move |_| saving.begin(false)>
                    {Icon::Device.view()} {button}
                </button>
            </div>
            <Show when=move || has_code.get()>
                <details class="backup-more">
                    <summary>{t("backup.another_code")}</summary>
                    <p class="field-help">{t("backup.another_code_why")}</p>
                    <button type="button" class="button-small" disabled=move || saving.busy.get() on:click=move |_| saving.begin(true)>
                        {t("backup.another_code")}
                    </button>
                </details>
            </Show>
        </section>
    }
}

fn last(session: Session) -> String {
    match session.status().backed_up_at {
        None => t("backup.none"),
        Some(at) => t_with("backup.last", &[("age", &age_words(at)), ("when", &intl::moment(at))]),
    }
}

fn outcome(saving: Saving) -> Option<AnyView> {
    Some(match saving.outcome.get()? {
        Err(failure) => view! { <FailureNotice failure /> }.into_any(),
        Ok(name) => {
            let handed = t_with("backup.handed", &[("name", &name)]);
            let same = saving.code.with(Option::is_none).then(|| t("backup.same_code"));
            view! { <p class="backup-handed" role="status">{Icon::Check.view()} <span>{handed} " " {same}</span></p> }
                .into_any()
        }
    })
}

/// The code with its picture, as it is printed.
fn sheet(saving: Saving, code: String) -> AnyView {
    let session = saving.session;
    view! {
        <section class="recovery-sheet" aria-labelledby="recovery-title">
            <div class="recovery-words">
                <h3 id="recovery-title" tabindex="-1">{t("backup.code")}</h3>
                <p class="recovery-for">{session.recovery_heading()}</p>
                <p class="recovery-code" translate="no">{code.clone()}</p>
                <p>{t("backup.code_once")}</p>
            </div>
            <Qr text=code label=t("backup.qr") />
            <div class="actions">
                <button type="button" class="button" on:click=move |_| session.print()>{t("backup.print")}</button>
                <button type="button" class="button-small" on:click=move |_| saving.copy()>{t("do.copy")}</button>
                <button type="button" class="button-quiet" on:click=move |_| saving.code.set(None)>{t("backup.noted")}</button>
            </div>
        </section>
    }
    .into_any()
}
