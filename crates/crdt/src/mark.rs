//! Marks: bold, links and the like, from one place of a text to another. What a mark may be, and that its end
//! stands behind its beginning: Automerge trusts that, and what a reader shows would depend on luck.

use crate::change::{Action, Key, Operation, Scalar};
use crate::graph::Id;
use crate::judge::Judge;
use crate::stage::Refusal;

/// Longest name of a mark, in bytes. Names that we do not know are kept.
const MAX_NAME: usize = 64;
/// Longest value, in bytes: an address fits.
const MAX_VALUE: usize = 4096;
/// The mark that leads somewhere.
const LINK: &str = "link";
/// Where a link may lead; everything else could run as a script somewhere.
const SCHEMES: [&str; 5] = ["https://", "http://", "mailto:", "/", "#"];

/// Whether a paper may hold a mark. Links are written as Automerge's rich text has them,
/// `{"href":"…","title":""}`, with nothing in the address that JSON would have to escape.
pub(crate) fn is_sound(name: &str, value: &Scalar) -> bool {
    let has_name = !name.is_empty() && name.len() <= MAX_NAME && !name.chars().any(char::is_control);
    let has_value = match value {
        Scalar::Other => false,
        Scalar::Text(text) => text.len() <= MAX_VALUE && (name != LINK || address(text).is_some()),
        Scalar::Null => true,
        Scalar::Flag(_) | Scalar::Int(_) | Scalar::Number(_) => name != LINK,
    };
    has_name && has_value
}

/// Where a link's mark leads, if a link may lead there.
pub(crate) fn address(link: &str) -> Option<&str> {
    let address = link.strip_prefix("{\"href\":\"")?.strip_suffix("\",\"title\":\"\"}")?;
    let is_plain = !address.chars().any(|char| char.is_control() || char == '"' || char == '\\');
    let leads =
        |scheme: &&str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (is_plain && SCHEMES.iter().any(leads)).then_some(address)
}

impl Judge<'_> {
    /// Beginning and end come as two operations in a row, in one text, and in this order in it.
    pub(crate) fn mark(&mut self, operation: &Operation, at: usize) -> Result<(), Refusal> {
        let operations = std::sync::Arc::clone(&self.operations);
        if operation.action != Action::MarkEnd {
            let end = operations.get(at + 1);
            let has_end =
                end.is_some_and(|end| end.action == Action::MarkEnd && end.container == operation.container);
            return if has_end { Ok(()) } else { Err(Refusal::Malformed) };
        }
        let begin = at.checked_sub(1).and_then(|before| operations.get(before));
        let begin = begin.filter(|begin| {
            matches!(begin.action, Action::MarkBegin { .. }) && begin.container == operation.container
        });
        let begin = begin.ok_or(Refusal::Malformed)?;
        let own = Id { actor: self.actor, counter: self.start_op.saturating_add(at as u32 - 1) };
        if operation.key == Key::Element(own) || self.stands_behind(&operation.key, &begin.key, at) {
            Ok(())
        } else {
            Err(Refusal::Malformed)
        }
    }

    /// Whether what is inserted now behind `later` comes after what was just inserted behind `earlier`.
    ///
    /// Elements form a tree by what each was inserted behind; the text is that tree, of siblings the newest
    /// first. The two paths are followed up to where they meet; whoever inserts has the highest counter, so
    /// the greater of two ids is never above the other.
    fn stands_behind(&mut self, later: &Key, earlier: &Key, at: usize) -> bool {
        let (Some(mut one), Some(mut other)) = (place(earlier), place(later)) else { return false };
        let (mut under_one, mut under_other) = (None, None);
        while one != other {
            let is_one_newer = self.is_newer(one, other);
            let (step, under) =
                if is_one_newer { (&mut one, &mut under_one) } else { (&mut other, &mut under_other) };
            let Some(id) = *step else { return false };
            let Some(Some(outer)) = self.look(id, at, |found| place(&found.key)) else { return false };
            *under = Some(id);
            *step = outer;
        }
        match (under_one, under_other) {
            // Behind the same element: what is inserted later comes first.
            (None, None) | (Some(_), None) => false,
            (None, Some(_)) => true,
            (one, other) => self.is_newer(one, other),
        }
    }

    /// As Automerge orders what was inserted in one place. The text's head is older than everything.
    fn is_newer(&self, one: Option<Id>, other: Option<Id>) -> bool {
        let (Some(one), Some(other)) = (one, other) else { return one.is_some() };
        let author = |id: Id| self.graph.actor(id.actor);
        (one.counter, author(one)) > (other.counter, author(other))
    }
}

/// The element that a key names; none for the head.
#[allow(clippy::option_option, reason = "no place, the head, or an element")]
fn place(key: &Key) -> Option<Option<Id>> {
    match key {
        Key::Map(_) => None,
        Key::Head => Some(None),
        Key::Element(id) => Some(Some(*id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(address: &str) -> Scalar {
        Scalar::Text(format!("{{\"href\":\"{address}\",\"title\":\"\"}}").into())
    }

    #[test]
    fn links_lead_to_pages_and_mail_alone() {
        for good in
            ["https://example.org/a?b=c#d", "HTTP://example.org", "mailto:ada@example.org", "/r/1", "#x"]
        {
            assert!(is_sound("link", &link(good)), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            " javascript:x",
            "java\\u0073cript:x",
            "data:text/html,x",
            "vbscript:x",
            "",
            "x",
        ] {
            assert!(!is_sound("link", &link(bad)), "{bad}");
        }
        assert!(!is_sound("link", &Scalar::Flag(true)));
        assert!(!is_sound("link", &Scalar::Text("https://example.org".into())));
        assert!(is_sound("link", &Scalar::Null));
    }

    #[test]
    fn unknown_names_are_kept_within_their_size() {
        assert!(is_sound("highlight", &Scalar::Text("yellow".into())));
        assert!(!is_sound("", &Scalar::Flag(true)));
        assert!(!is_sound(&"x".repeat(65), &Scalar::Flag(true)));
        assert!(!is_sound("note", &Scalar::Text("x".repeat(4097).into())));
        assert!(!is_sound("note", &Scalar::Other));
    }
}
