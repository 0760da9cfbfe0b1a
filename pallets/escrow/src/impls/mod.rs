//! What the pallet does.

mod books;
mod freezes;
mod money;
mod queries;
mod refunds;
