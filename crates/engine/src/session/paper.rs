//! Papers that the page has open: its copy writes as an actor of its own; ours is told by it, and tells it.

use super::{Answer, Session};
use crate::documents::own_doc;
use crate::host::Chance;
use crate::paper_message::PaperNews;
use bridge::{Event, Failure, Response};
use register::RecordId;
use sync::DocId;

impl Session {
    /// Opens a record's paper for the page, or opens it again in place of a copy that is no more.
    pub async fn open_paper(&mut self, record: &RecordId) -> Answer {
        let doc = own_doc(record);
        if self.docs.document(doc).is_none()
            && let Err(failure) = self.try_document(doc).await
        {
            return Some(Err(failure));
        }
        self.settle().await;
        let held = self.papers.get(&doc).and_then(|(_, actor)| *actor);
        let actor = held.unwrap_or_else(|| self.replica.lease(&mut Chance(&*self.host)));
        self.papers.insert(doc, (record.clone(), Some(actor)));
        let document = self.docs.read_paper(doc);
        let paper = document.map(|document| Response::Paper { document, actor: actor.0.to_vec() });
        Some(paper.ok_or_else(|| Failure::Defect("the paper did not open".into())))
    }

    /// The page is done with a paper. Its cache is saved before it leaves memory.
    pub async fn close_paper(&mut self, record: &RecordId) {
        let doc = own_doc(record);
        self.take_up().await;
        self.docs.leave_paper(doc);
        if self.may_save() && self.save_cache(doc).await {
            self.docs.close(doc);
        }
    }

    pub(super) fn tell_paper(&self, doc: DocId, news: &PaperNews) {
        if let (Some((record, _)), Ok(changes)) = (self.papers.get(&doc), bridge::encode(news)) {
            self.tell(Event::Paper { record: record.clone(), changes });
        }
    }
}
