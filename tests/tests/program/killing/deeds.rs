//! The office that is prepared once, and the acts that are done on its copies.

use app::request::flash::Mood;
use domain::{
    id::{IssueId, ItemId},
    item::Kind,
};
use store::blobs::Place;
use tests::{Backend, Client, Newsroom, Office, database::FreshDatabase, items, office::PASSWORD};

/// An act with its form, by somebody.
#[derive(Clone, Debug)]
pub struct Deed {
    pub name: &'static str,
    /// How often to kill the program in it.
    pub kills: usize,
    who: Client,
    fields: Vec<(String, String)>,
}

impl Deed {
    /// Asks the program at this address for it; whether it answered that it was done.
    pub async fn ask(&self, url: &str) -> bool {
        let answer = self.who.at(url).try_post(&format!("/do/{}", self.name), &self.fields).await;
        answer.is_ok_and(|answer| answer.whole_flash().is_some_and(|flash| flash.mood == Mood::Done))
    }
}

/// An office at rest: an issue that was signed, one that was published, items that can be combined, a record.
pub struct Prepared {
    pub data: tempfile::TempDir,
    pub database: FreshDatabase,
    pub editor: Client,
    pub reader: Client,
    /// The signed one and the published one.
    pub issues: [IssueId; 2],
    deeds: Vec<Deed>,
}

impl Prepared {
    /// With files where they are kept at first, or in another place.
    pub async fn new(backend: Backend, files: Option<Place>) -> Self {
        let office = Office::start_with(backend, |settings| settings.files = files).await;
        let room = Newsroom::open(&office).await;
        let other = office.unit("高唐局", &[]).await;
        let joint = room.shortlisted(Kind::Article, "（地矿科/周鹏 高唐局）", true).await;
        let signed = room.signed(1, &[joint, room.cleared(Kind::Brief).await]).await;
        let (adopted, brief) = (room.cleared(Kind::Article).await, room.cleared(Kind::Brief).await);
        let published = room.published(2, &[adopted, brief]).await;
        let pair = [room.cleared(Kind::Article).await, room.cleared(Kind::Article).await];
        let record = record(&room.editor).await;
        office.let_sessions_last().await;
        // The program tells the time by the machine's clock; sessions begin by it.
        office.set_now(&jiff::Zoned::now().datetime().strftime("%Y-%m-%dT%H:%M:%S").to_string());
        for person in [&room.editor, &room.signer, &room.reader] {
            person.sign_in(PASSWORD).await;
        }
        let version = items::load(&office, adopted).await.version;
        let deed = |name, kills, who: &Client, fields: &[(&str, String)]| Deed {
            name,
            kills,
            who: who.clone(),
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        };
        let reason = ("reason", "试一试".to_owned());
        let [survivor, source] = pair.map(|item: ItemId| item.to_string());
        let issue = [("issue", signed.to_string()), ("version", room.version(signed).await.to_string())];
        let chosen = [
            ("item", adopted.to_string()),
            ("version", version.to_string()),
            ("unit", other.to_string()),
            reason.clone(),
        ];
        let combined = [("survivor", survivor.clone()), ("item", survivor), ("item", source)];
        let deeds = vec![
            deed("publish", 12, &room.editor, &issue),
            deed("retract", 4, &room.signer, &[("item", brief.to_string()), reason.clone()]),
            deed("decide_credit", 4, &room.editor, &chosen),
            deed("combine", 3, &room.editor, &combined),
            deed("record_upper_adoption", 3, &room.editor, &upper_adoption("节约用地")),
            deed("reverse_record", 3, &room.editor, &[("record", record), reason]),
        ];
        let (editor, reader) = (room.editor.clone(), room.reader.clone());
        drop(room);
        let (data, database) = office.leave().await;
        database.quiet().await;
        Self { data, database, editor, reader, issues: [signed, published], deeds }
    }

    pub fn deeds(&self) -> Vec<Deed> {
        self.deeds.clone()
    }

    pub async fn remove(self) {
        self.database.remove().await;
    }
}

/// Records an upper adoption; its id.
async fn record(editor: &Client) -> String {
    editor.post("/do/add_upper_channel", &[("name", "每日动态")]).await;
    let answer = editor.post("/do/record_upper_adoption", &upper_adoption("矿山复绿")).await;
    let undo = answer.whole_flash().and_then(|flash| flash.undo.clone()).expect("it can be taken back");
    undo.fields[0].1.clone()
}

fn upper_adoption(title: &str) -> [(&'static str, String); 4] {
    [
        ("channel", "每日动态".to_owned()),
        ("title", title.to_owned()),
        ("date", "2024-01-10".to_owned()),
        ("units", "高唐局".to_owned()),
    ]
}
