//! Words are never lost and acts never doubled: each page keeps its own text, a form that is posted twice is done once,
//! one is not in conflict with oneself, what is typed outlives the session, and the ground may move.

mod copies;
mod forms_once;
mod ground;
mod lost_sessions;
mod pages;
mod taken_away;
