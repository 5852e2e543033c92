//! Answers to what the page asks of an open register.

use super::{Answer, Session};
use crate::documents::{home_of, own_doc};
use crate::host::Chance;
use bridge::{Failure, HistoryEntry, Response};
use register::{Kind, RecordId, Value};
use std::collections::BTreeSet;
use sync::{DocId, InviteError};

impl Session {
    /// Makes an invitation; its link begins with the address of the app.
    pub async fn invite(&mut self, page: &str) -> Answer {
        let now = self.now();
        match self.replica.invite(now, &mut Chance(&*self.host)) {
            Ok((invitation, effects)) => {
                self.effects.extend(effects);
                self.settle().await;
                Some(match &self.refused {
                    Some(_) => Err(self.storage_failure()),
                    None => Ok(Response::Invitation(format!(
                        "{page}#j={}{}",
                        invitation.to_fragment(),
                        bridge::said_beside(self.entry.purpose.unwrap_or_default())
                    ))),
                })
            }
            Err(InviteError::NoRelay) => Some(Err(Failure::NoRelay)),
            Err(InviteError::NotOwner) => Some(Err(Failure::NotOwner)),
            Err(InviteError::NotWritten(error)) => Some(Err(Failure::Defect(error.to_string()))),
        }
    }

    /// Who set what when in a record, in its paper too.
    pub async fn history(&mut self, record: &RecordId) -> Answer {
        self.take_up().await;
        let paper = own_doc(record);
        let was_open = self.docs.document(paper).is_some();
        let has_paper = Kind::by_name(&record.kind).is_some_and(Kind::has_paper);
        if has_paper
            && !was_open
            && let Err(failure) = self.open_document(paper).await
        {
            return Some(Err(failure));
        }
        self.settle().await;
        let mut docs = BTreeSet::from([home_of(record)]);
        docs.extend(has_paper.then_some(paper));
        let mut entries = Vec::new();
        for doc in docs {
            let items = self.docs.document(doc).map(|document| document.history(record));
            entries.extend(items.into_iter().flatten().map(|item| HistoryEntry {
                by: item.by,
                at: item.at,
                code: item.code,
                number: item.number,
                path: item.path,
                from: item.from.into_iter().next().unwrap_or(Value::Empty),
                to: item.to,
                typed: item.typed,
                shapes: item.shapes.into_iter().collect(),
            }));
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        if has_paper && !was_open && !self.docs.is_read(paper) {
            self.docs.close(paper);
        }
        Some(Ok(Response::History(entries)))
    }

    /// How the records of a kind stood at a time. Kinds whose records have documents of their own are not asked
    /// about.
    pub async fn stood_at(&mut self, kind: &str, at: i64) -> Answer {
        self.take_up().await;
        self.settle().await;
        let document = self.docs.document(DocId::REGISTER);
        Some(Ok(Response::Stood(document.map(|document| document.stood_at(kind, at)).unwrap_or_default())))
    }
}
