//! What can be tested of the node without starting it.

mod filecoin;
mod payout;

use dmex_cli::{
	cli,
	service::{block_size_limit, gossip_duration},
};
use sp_consensus_babe::SlotDuration;
use std::time::Duration;

#[test]
fn command_line_should_be_consistent() {
	cli::described().debug_assert();
}

#[test]
fn help_should_speak_of_dmex() {
	let help = cli::described().render_long_help().to_string();
	assert!(help.contains("DMEX") && help.contains("production-spec"));
	assert!(help.contains("--filecoin-rpc") && help.contains("filecoin-payout"));
	assert!(!help.contains("staging"));
}

#[test]
fn gossip_should_fit_into_the_slot() {
	for millis in [250, 500, 1_000, 3_000, 6_000] {
		let slot = SlotDuration::from_millis(millis);
		assert!(gossip_duration(slot) * 4 < slot.as_duration());
	}
	assert_eq!(
		gossip_duration(SlotDuration::from_millis(3_000)),
		Duration::from_millis(333)
	);
}

#[test]
fn proposer_should_fill_what_the_runtime_accepts() {
	assert!(block_size_limit() > sc_basic_authorship::DEFAULT_BLOCK_SIZE_LIMIT);
}
