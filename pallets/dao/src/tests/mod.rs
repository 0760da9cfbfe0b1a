//! One file for each call, then the stories that join several of them.
#![allow(missing_docs)]

mod activate_community_stage;
mod cancel_enactment;
mod council;
mod delegate_votes;
mod elections;
mod enact;
mod invariants;
mod origins;
mod propose_motion;
mod propose_referendum;
mod queries;
mod referenda;
mod schedule_enactment;
mod set_council;
mod set_parameter;
mod stand_for_council;
mod vote_for_council;
mod vote_in_referendum;
