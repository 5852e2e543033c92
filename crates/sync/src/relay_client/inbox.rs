//! How far a mailbox was read: its places without gaps, and the chain over them, which shows a relay that was
//! rolled back or tells two stories.

use std::collections::BTreeMap;

/// The most places held back because one before them has not come.
const MAX_AHEAD: usize = 4096;

/// How far one mailbox was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inbox {
    /// The last place that all is known up to.
    pub(crate) seq: u64,
    /// The chain there.
    pub(crate) chain: [u8; 32],
    /// Acknowledged or told places beyond it: the chain there, and what lies there.
    ahead: BTreeMap<u64, ([u8; 32], Option<[u8; 32]>)>,
}

/// What a place told does to the reading.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Advance {
    /// It is known already.
    Known,
    /// It is taken in.
    Taken,
    /// The chain does not follow: the relay is not the one that was read before.
    Broken,
}

impl Inbox {
    pub(crate) fn at(seq: u64, chain: [u8; 32]) -> Self {
        Self { seq, chain, ahead: BTreeMap::new() }
    }

    /// The relay told a place. `blob` is absent where it dropped the bytes, whose chain must be believed.
    pub(crate) fn told(&mut self, seq: u64, chain: [u8; 32], blob: Option<[u8; 32]>) -> Advance {
        if seq <= self.seq {
            return Advance::Known;
        }
        if let Some((known, _)) = self.ahead.get(&seq) {
            return if *known == chain { Advance::Known } else { Advance::Broken };
        }
        if self.ahead.len() >= MAX_AHEAD {
            return Advance::Broken;
        }
        self.ahead.insert(seq, (chain, blob));
        while let Some((chain, blob)) = self.ahead.remove(&(self.seq + 1)) {
            if blob.is_some_and(|blob| wire::chain(&self.chain, &blob) != chain) {
                return Advance::Broken;
            }
            self.seq += 1;
            self.chain = chain;
        }
        Advance::Taken
    }

    /// Whether all was said up to where the relay says that it ends.
    pub(crate) fn ends(&self, upto: u64, chain: &[u8; 32]) -> bool {
        self.seq > upto || (self.seq == upto && self.chain == *chain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{CHAIN_START, chain};

    #[test]
    fn places_may_come_out_of_order_but_must_form_the_chain() {
        let first = chain(&CHAIN_START, &[1; 32]);
        let second = chain(&first, &[2; 32]);
        let mut inbox = Inbox::default();
        assert_eq!(inbox.told(2, second, Some([2; 32])), Advance::Taken);
        assert_eq!(inbox.seq, 0);
        assert_eq!(inbox.told(1, first, Some([1; 32])), Advance::Taken);
        assert_eq!((inbox.seq, inbox.chain), (2, second));
        assert_eq!(inbox.told(1, first, Some([1; 32])), Advance::Known);
        assert!(inbox.ends(2, &second));
        assert!(!inbox.ends(2, &first));
        assert_eq!(inbox.told(3, [9; 32], Some([3; 32])), Advance::Broken);
    }
}
