//! Addresses and what answers there, in a router that can tell them: whoever checks who may go where asks for all of them.

use axum::{Router, routing::MethodRouter};

use crate::request::state::AppState;

/// As [`Router`], with the list of its addresses.
#[derive(Debug)]
pub struct Routes<State = AppState> {
    router: Router<State>,
    addresses: Vec<&'static str>,
}

impl<State: Clone + Send + Sync + 'static> Default for Routes<State> {
    fn default() -> Self {
        Self { router: Router::new(), addresses: Vec::new() }
    }
}

impl<State: Clone + Send + Sync + 'static> Routes<State> {
    #[must_use]
    pub fn route(mut self, address: &'static str, answer: MethodRouter<State>) -> Self {
        self.router = self.router.route(address, answer);
        if !self.addresses.contains(&address) {
            self.addresses.push(address);
        }
        self
    }

    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        let unknown: Vec<_> =
            other.addresses.into_iter().filter(|address| !self.addresses.contains(address)).collect();
        self.addresses.extend(unknown);
        self
    }

    /// As they are written, with their parameters: `/items/{item}`.
    pub fn addresses(&self) -> &[&'static str] {
        &self.addresses
    }

    pub fn into_router(self) -> Router<State> {
        self.router
    }
}
