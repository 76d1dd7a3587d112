//! What a file is to the subject that uses it: rights follow the subject, as far as the role goes.

coded! {
    /// What a kept file is to its subject.
    pub enum FileRole {
        /// The pages of a version of an issue, as they are signed and read.
        IssuePages = ("issue_pages", "版面"),
        /// A picture of one of those pages.
        PagePicture = ("page_picture", "版面图"),
        /// The pages of a version of a month's bulletin.
        BulletinPages = ("bulletin_pages", "通报"),
        /// A picture that stands in a text.
        Picture = ("picture", "图片"),
        /// The file in which a text came.
        Original = ("original", "原件"),
        /// What belongs to an item and is not printed.
        Attachment = ("attachment", "附件"),
    }
}
