//! Pictures of the pages of an issue's versions, drawn before anybody waits for them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{id::IssueId, issue::FrozenIssue};
use jiff::Timestamp;
use store::{
    issues::{self, Undrawn},
    jobs::Outcome,
};
use typeset::{Measures, Typesetter};

use super::{JobError, Tools};
use crate::press::{PIXELS, pictures_in};

pub(super) async fn done(
    tools: &Tools,
    issue: IssueId,
    now: Timestamp,
    is_over: Arc<AtomicBool>,
) -> Result<Outcome, JobError> {
    let store = &tools.store;
    let mut drawn = 0;
    for Undrawn { pdf_hash, content } in issues::undrawn(store.reader(), issue).await? {
        let bodies = content.content().items().map(|item| item.body.as_str());
        let (pictures, all_there) = pictures_in(store, bodies).await?;
        if !all_there {
            return Err(JobError("版面里有图片的文件找不到".to_owned()));
        }
        let (typesetter, over) = (tools.typesetter.with_pictures(pictures), is_over.clone());
        let pages = tokio::task::spawn_blocking(move || draw(&typesetter, &content, &over));
        let mut put = Vec::new();
        for picture in pages.await.map_err(JobError::of)?? {
            put.push(store.put_file(picture).await?);
        }
        let transaction = store.begin().await?;
        let connection = transaction.connection();
        let is_kept = issues::keep_page_pictures(connection, issue, &pdf_hash, &put, now).await?;
        // Every page looks as before.
        transaction.commit_unseen().await?;
        if is_kept {
            drawn += put.len();
            continue;
        }
        // Its words may have been destroyed meanwhile.
        for picture in &put {
            store.take_back(picture).await?;
        }
    }
    Ok(Outcome { words: format!("画好了{drawn}页的图"), is_good: true })
}

fn draw(
    typesetter: &Typesetter,
    issue: &FrozenIssue,
    is_over: &AtomicBool,
) -> Result<Vec<Vec<u8>>, JobError> {
    let laid_out = typesetter.lay_out_issue(issue.content(), &Measures::default()).map_err(JobError::of)?;
    let mut pictures = Vec::new();
    for page in 0..laid_out.pages() {
        if is_over.load(Ordering::Relaxed) {
            return Err(JobError("还没有画完，程序就要停止".to_owned()));
        }
        pictures.extend(laid_out.png(page, PIXELS));
    }
    Ok(pictures)
}
