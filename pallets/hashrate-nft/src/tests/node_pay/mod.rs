//! What nodes pay: shared by power, drawn when it is needed, counted from when it was reported.

mod days;
mod owners;
mod shares;

use super::*;
use frame_support::traits::{fungibles::Mutate, tokens::Preservation};

/// The node pays `amount`. Returns what is the miner's own.
fn node_pays(amount: Balance) -> Balance {
	HashrateNft::pay_node(&node(NODE), &ISSUER, amount).unwrap()
}

fn payouts() -> Payouts {
	crate::Nodes::<Test>::get(node(NODE)).payouts
}

fn undrawn(product: ProductId) -> Balance {
	payouts().undrawn(&book(product).node).unwrap()
}

fn attest(power: Power) {
	Attested::set([(NODE.to_vec(), power)].into());
}

fn advance(product: ProductId) {
	assert_ok!(HashrateNft::advance(signed(DAVE), product));
}

/// The pallet's account has what it needs to live.
fn seed() {
	assert_ok!(Money::transfer(
		ifil(),
		&DAVE,
		&HashrateNft::account(),
		IFIL_MIN,
		Preservation::Preserve
	));
	crate::Seeded::<Test>::insert(ifil(), ());
}

/// [`running`], with the account seeded. It weighs 200 of 1,000 power.
fn seeded() -> ProductId {
	let product = running();
	seed();
	attest(2_000);
	product
}

/// What escrow was told of days that fell due: the day, its pay, and what came in.
fn judged(product: ProductId) -> Vec<(Day, Balance, Balance)> {
	MockEscrow::book(product).unwrap().judged
}
