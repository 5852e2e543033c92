//! Edits of a long text between an editor and its paper: found by comparing, rebased over what
//! arrived meanwhile. Positions and lengths count UTF-16 code units, as editor and paper both do.
//! Knows no browser and no CRDT.

/// Some characters taken out at one place of a text, others put in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Where.
    pub at: usize,
    /// How many code units go.
    pub delete: usize,
    /// What comes.
    pub insert: String,
}

impl Splice {
    /// The smallest splice that makes `after` of `before`; none if they are the same.
    ///
    /// Where several would do, as for one more letter among equal ones, it is the one that ends at the
    /// caret: there the person typed, and there a colleague's edit of the same place must find it.
    pub fn between(before: &str, after: &str, caret: usize) -> Option<Self> {
        if before == after {
            return None;
        }
        let behind_caret = after.len() - byte_at(after, caret);
        let at_caret = Split::with_suffix_of_at_most(before, after, behind_caret);
        let smallest = Split::prefix_first(before, after);
        let split = if at_caret.kept() >= smallest.kept() { at_caret } else { smallest };
        Some(Self {
            at: units(before.get(..split.prefix).unwrap_or_default()),
            delete: units(from(without(before, split.suffix), split.prefix)),
            insert: from(without(after, split.suffix), split.prefix).to_owned(),
        })
    }

    /// The splice of one key, told from what the browser says of its input, without reading the text: its
    /// kind and data, the text's lengths before and after, and the caret. None for an input of which that
    /// leaves a doubt: then the texts must be compared.
    pub fn of_key(kind: &str, data: Option<&str>, before: usize, after: usize, caret: usize) -> Option<Self> {
        match (kind, data) {
            ("insertText", Some(insert)) => {
                let count = units(insert);
                // Something was replaced, if the text did not grow by just this.
                let grew = count > 0 && before.checked_add(count) == Some(after);
                let at = caret.checked_sub(count).filter(|_| grew)?;
                Some(Self { at, delete: 0, insert: insert.to_owned() })
            }
            ("deleteContentBackward" | "deleteContentForward", _) => {
                let delete = before.checked_sub(after).filter(|count| *count > 0)?;
                (caret <= after).then(|| Self { at: caret, delete, insert: String::new() })
            }
            _ => None,
        }
    }

    /// The text after this splice. What lies beyond the text's end is left out.
    pub fn apply_to(&self, text: &str) -> String {
        let from = byte_at(text, self.at);
        let to = byte_at(text, self.at + self.delete);
        let before = text.get(..from).unwrap_or_default();
        let behind = text.get(to..).unwrap_or_default();
        [before, &self.insert, behind].concat()
    }
}

/// Two edits made apart from one text: each as it must be carried out after the other, so that both
/// orders end in the same text. Of two insertions at one place, ours comes first.
///
/// A deletion takes only what stood in the text when it was made; what the other edit put in the
/// midst of it stays, which can make two splices of one.
pub fn rebase(ours: &[Splice], theirs: &[Splice]) -> (Vec<Splice>, Vec<Splice>) {
    let mut ours: Vec<Edit> = ours.iter().map(Edit::of).collect();
    let theirs = theirs
        .iter()
        .map(|splice| {
            let mut their = Edit::of(splice);
            for our in &mut ours {
                (*our, their) = our.beside(&their);
            }
            their
        })
        .collect::<Vec<_>>();
    (ours.iter().flat_map(Edit::splices).collect(), theirs.iter().flat_map(Edit::splices).collect())
}

/// The length of a text as browsers count it.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The byte where a code unit's character begins; the text's end for positions beyond it.
fn byte_at(text: &str, unit: usize) -> usize {
    let mut seen = 0;
    for (byte, char) in text.char_indices() {
        if seen >= unit {
            return byte;
        }
        seen += char.len_utf16();
    }
    text.len()
}

/// How many bytes two texts share at their ends. Whole characters, so no surrogate pair is torn.
struct Split {
    prefix: usize,
    suffix: usize,
}

impl Split {
    fn prefix_first(before: &str, after: &str) -> Self {
        let prefix = common(before.chars(), after.chars());
        let suffix = common(from(before, prefix).chars().rev(), from(after, prefix).chars().rev());
        Self { prefix, suffix }
    }

    fn with_suffix_of_at_most(before: &str, after: &str, most: usize) -> Self {
        let tail = from(after, after.len() - most);
        let suffix = common(before.chars().rev(), tail.chars().rev());
        let prefix = common(without(before, suffix).chars(), without(after, suffix).chars());
        Self { prefix, suffix }
    }

    fn kept(&self) -> usize {
        self.prefix + self.suffix
    }
}

fn from(text: &str, byte: usize) -> &str {
    text.get(byte..).unwrap_or_default()
}

fn without(text: &str, suffix: usize) -> &str {
    text.get(..text.len() - suffix).unwrap_or_default()
}

fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).map(|(char, _)| char.len_utf8()).sum()
}

/// An edit of a whole text, from its start to its end; what is not mentioned is kept.
#[derive(Debug, Clone, Default)]
struct Edit(Vec<Step>);

#[derive(Debug, Clone)]
enum Step {
    Keep(usize),
    Delete(usize),
    Insert(String),
}

impl Edit {
    fn of(splice: &Splice) -> Self {
        let mut edit = Self::default();
        edit.keep(splice.at);
        edit.insert(&splice.insert);
        edit.delete(splice.delete);
        edit
    }

    fn keep(&mut self, count: usize) {
        match self.0.last_mut() {
            Some(Step::Keep(last)) => *last += count,
            _ if count > 0 => self.0.push(Step::Keep(count)),
            _ => {}
        }
    }

    fn delete(&mut self, count: usize) {
        match self.0.last_mut() {
            Some(Step::Delete(last)) => *last += count,
            _ if count > 0 => self.0.push(Step::Delete(count)),
            _ => {}
        }
    }

    fn insert(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Step::Insert(last)) => last.push_str(text),
            _ if !text.is_empty() => self.0.push(Step::Insert(text.to_owned())),
            _ => {}
        }
    }

    /// The splices that carry it out, one after the other.
    fn splices(&self) -> Vec<Splice> {
        let mut splices: Vec<Splice> = Vec::new();
        let mut at = 0;
        let mut joins = false;
        for step in &self.0 {
            if let Step::Keep(count) = step {
                at += count;
                joins = false;
                continue;
            }
            if !joins {
                splices.push(Splice { at, delete: 0, insert: String::new() });
                joins = true;
            }
            let Some(splice) = splices.last_mut() else { continue };
            match step {
                Step::Delete(count) => splice.delete += count,
                Step::Insert(text) => {
                    splice.insert.push_str(text);
                    at += units(text);
                }
                Step::Keep(_) => {}
            }
        }
        splices
    }

    /// Both edits as they are after the other.
    fn beside(&self, other: &Self) -> (Self, Self) {
        let (mut ours, mut theirs) = (Self::default(), Self::default());
        let (mut our_steps, mut their_steps) = (self.0.iter().cloned(), other.0.iter().cloned());
        let (mut our, mut their) = (our_steps.next(), their_steps.next());
        loop {
            match (our.take(), their.take()) {
                (None, None) => return (ours, theirs),
                (Some(Step::Insert(text)), standing) => {
                    ours.insert(&text);
                    theirs.keep(units(&text));
                    (our, their) = (our_steps.next(), standing);
                }
                (standing, Some(Step::Insert(text))) => {
                    theirs.insert(&text);
                    ours.keep(units(&text));
                    (our, their) = (standing, their_steps.next());
                }
                (one, another) => {
                    let count = length(one.as_ref()).min(length(another.as_ref()));
                    let gone = |step: &Option<Step>| matches!(step, Some(Step::Delete(_)));
                    match (gone(&one), gone(&another)) {
                        (true, true) => {}
                        (true, false) => ours.delete(count),
                        (false, true) => theirs.delete(count),
                        (false, false) => {
                            ours.keep(count);
                            theirs.keep(count);
                        }
                    }
                    our = shortened(one, count).or_else(|| our_steps.next());
                    their = shortened(another, count).or_else(|| their_steps.next());
                }
            }
        }
    }
}

/// An edit that has ended keeps all the rest.
fn length(step: Option<&Step>) -> usize {
    match step {
        Some(Step::Keep(count) | Step::Delete(count)) => *count,
        Some(Step::Insert(_)) => 0,
        None => usize::MAX,
    }
}

fn shortened(step: Option<Step>, by: usize) -> Option<Step> {
    match step? {
        Step::Keep(count) if count > by => Some(Step::Keep(count - by)),
        Step::Delete(count) if count > by => Some(Step::Delete(count - by)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn splice(at: usize, delete: usize, insert: &str) -> Splice {
        Splice { at, delete, insert: insert.to_owned() }
    }

    fn play(text: &str, splices: &[Splice]) -> String {
        splices.iter().fold(text.to_owned(), |text, splice| splice.apply_to(&text))
    }

    #[test]
    fn equal_texts_need_no_splice() {
        assert_eq!(Splice::between("minutes", "minutes", 3), None);
    }

    #[test]
    fn a_letter_among_equal_ones_is_found_where_the_caret_is() {
        assert_eq!(Splice::between("aaa", "aaaa", 2), Some(splice(1, 0, "a")));
        assert_eq!(Splice::between("aaa", "aa", 1), Some(splice(1, 1, "")));
        assert_eq!(Splice::between("no no", "no no no", 3), Some(splice(0, 0, "no ")));
    }

    #[test]
    fn a_key_is_told_by_lengths_and_the_caret() {
        assert_eq!(Splice::of_key("insertText", Some("x"), 4, 5, 3), Some(splice(2, 0, "x")));
        assert_eq!(Splice::of_key("insertText", Some("😀"), 4, 6, 6), Some(splice(4, 0, "😀")));
        assert_eq!(Splice::of_key("deleteContentBackward", None, 4, 3, 2), Some(splice(2, 1, "")));
        assert_eq!(Splice::of_key("deleteContentForward", None, 6, 4, 0), Some(splice(0, 2, "")));
    }

    #[test]
    fn an_input_that_leaves_a_doubt_is_no_key() {
        // A selection was replaced.
        assert_eq!(Splice::of_key("insertText", Some("x"), 4, 4, 3), None);
        assert_eq!(Splice::of_key("insertText", None, 4, 5, 3), None);
        assert_eq!(Splice::of_key("insertText", Some("x"), 4, 5, 0), None);
        assert_eq!(Splice::of_key("deleteContentBackward", None, 4, 4, 2), None);
        assert_eq!(Splice::of_key("deleteContentBackward", None, 4, 3, 9), None);
        assert_eq!(Splice::of_key("historyUndo", None, 4, 3, 2), None);
        assert_eq!(Splice::of_key("insertCompositionText", Some("x"), 4, 5, 3), None);
    }

    #[test]
    fn a_caret_elsewhere_never_makes_the_splice_larger() {
        assert_eq!(Splice::between("abc", "abxc", 0), Some(splice(2, 0, "x")));
        assert_eq!(Splice::between("abc", "abxc", 99), Some(splice(2, 0, "x")));
    }

    #[test]
    fn a_surrogate_pair_is_replaced_whole() {
        // Both emoji begin with the same high surrogate.
        assert_eq!(Splice::between("a😀b", "a😁b", 3), Some(splice(1, 2, "😁")));
    }

    #[test]
    fn positions_count_utf16_units() {
        assert_eq!(Splice::between("😀é", "😀éx", 4), Some(splice(3, 0, "x")));
    }

    #[test]
    fn what_a_colleague_writes_within_our_deletion_stays() {
        let (ours, theirs) = rebase(&[splice(0, 5, "")], &[splice(2, 0, "new")]);
        assert_eq!(play("stale", &[splice(2, 0, "new")]), "stnewale");
        assert_eq!(play("stnewale", &ours), "new");
        assert_eq!(play("", &theirs), "new");
    }

    #[test]
    fn of_two_insertions_at_one_place_ours_comes_first() {
        let (ours, theirs) = rebase(&[splice(1, 0, "X")], &[splice(1, 0, "Y")]);
        assert_eq!(play("aYb", &ours), "aXYb");
        assert_eq!(play("aXb", &theirs), "aXYb");
    }

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(prop_oneof![Just('a'), Just('b'), Just('\n'), Just('é'), Just('😀')], 0..12)
            .prop_map(|chars| chars.into_iter().collect())
    }

    /// An edit in several splices, each of the text that the one before left: found by comparing texts.
    fn edit(from: &str, through: &[String]) -> (Vec<Splice>, String) {
        let mut text = from.to_owned();
        let mut splices = Vec::new();
        for next in through {
            splices.extend(Splice::between(&text, next, next.len()));
            text.clone_from(next);
        }
        (splices, text)
    }

    proptest! {
        #[test]
        fn a_splice_makes_the_new_text_of_the_old(before in text(), after in text(), caret in 0..30_usize) {
            let made = Splice::between(&before, &after, caret).map_or(before.clone(), |s| s.apply_to(&before));
            prop_assert_eq!(made, after);
        }

        #[test]
        fn edits_made_apart_end_in_the_same_text_in_either_order(
            base in text(),
            ours in proptest::collection::vec(text(), 0..4),
            theirs in proptest::collection::vec(text(), 0..4),
        ) {
            let (ours, ours_alone) = edit(&base, &ours);
            let (theirs, theirs_alone) = edit(&base, &theirs);
            let (ours_after, theirs_after) = rebase(&ours, &theirs);
            prop_assert_eq!(play(&theirs_alone, &ours_after), play(&ours_alone, &theirs_after));
        }

        #[test]
        fn all_that_both_wrote_is_there_when_nobody_deletes(
            base in text(), ours in text(), theirs in text(), at in 0..12_usize, there in 0..12_usize,
        ) {
            let place = |at: usize| units(base.get(..byte_at(&base, at)).unwrap_or_default());
            let (ours, theirs) = (splice(place(at), 0, &ours), splice(place(there), 0, &theirs));
            let (after, _) = rebase(std::slice::from_ref(&ours), std::slice::from_ref(&theirs));
            let both = play(&theirs.apply_to(&base), &after);
            prop_assert_eq!(units(&both), units(&base) + units(&ours.insert) + units(&theirs.insert));
            prop_assert!(both.contains(&ours.insert) || !theirs.insert.is_empty());
        }
    }
}
