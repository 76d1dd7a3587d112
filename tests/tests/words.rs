//! Words are never lost and acts never doubled: each page keeps its own text, a form that is posted twice is done once,
//! one is not in conflict with oneself, what is typed outlives the session, and the ground may move.

#[path = "words/forms_once.rs"]
mod forms_once;
#[path = "words/ground.rs"]
mod ground;
#[path = "words/lost_sessions.rs"]
mod lost_sessions;
#[path = "words/pages.rs"]
mod pages;
#[path = "words/taken_away.rs"]
mod taken_away;
