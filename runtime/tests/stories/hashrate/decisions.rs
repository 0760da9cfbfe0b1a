//! The DAO's table: rows 1 and 5, in both stages.

use crate::{chain::*, products::*};
use dmex_primitives::{constants::*, ProductState};
use dmex_runtime::*;
use pallet_democracy::ReferendumInfo;
use pallet_hashrate_nft::Listing;
use sp_runtime::DispatchError;

/// Has a referendum held and won, with the oracle going on meanwhile.
fn referendum(chain: &mut Chain, call: impl Into<RuntimeCall>, mut each_day: impl FnMut(&mut Chain)) {
	roomy(chain);
	let index = chain.table(Alice, call).expect("a referendum that can be held");
	for who in [Alice, Bob, Charlie] {
		roomy(chain);
		chain.aye(who, index, 100_000 * DMC).unwrap();
	}
	while matches!(
		pallet_democracy::ReferendumInfoOf::<Runtime>::get(index),
		Some(ReferendumInfo::Ongoing(_))
	) {
		next_day(chain, REWARD);
		each_day(chain);
	}
	for _ in 0..3 {
		next_day(chain, REWARD);
		each_day(chain);
	}
}

#[test]
fn rows_1_and_5_should_be_decided_by_the_council() {
	issuer_story(|chain| {
		// Row 1 is told above; row 5 from freeze to its ends.
		let product = running(chain, 30);
		for call in [
			EscrowCall::freeze_by_decision { product },
			EscrowCall::resume { product },
			EscrowCall::terminate { product },
		] {
			refused(chain, Alice, call.clone(), DispatchError::BadOrigin);
			refused(chain, ISSUER, call, DispatchError::BadOrigin);
		}
		chain.decide(EscrowCall::freeze_by_decision { product }).unwrap();
		assert_eq!(state(product), Some(ProductState::Frozen));
		refused_decision(
			chain,
			EscrowCall::terminate { product },
			EscrowError::FrozenWithoutBreach,
		);
		chain.decide(EscrowCall::resume { product }).unwrap();
		assert_eq!(state(product), Some(ProductState::Active));
		refused_decision(chain, EscrowCall::resume { product }, EscrowError::NotFrozen);
		next_days(chain, 9);
		chain.decide(EscrowCall::freeze_by_decision { product }).unwrap();
		chain.next();
		chain.decide(EscrowCall::terminate { product }).unwrap();
		assert_eq!(final_state(product), ProductState::Terminated);
	});
}

#[test]
fn rows_1_and_5_should_be_decided_by_the_council_or_by_referendum_in_stage_two() {
	issuer_story(|chain| {
		chain.activate_community_stage();
		let soon = |today| Listing {
			start_day: today + 14,
			sale_until: today + 14,
			term_days: 60,
			..listing()
		};
		let by_referendum = list(chain, soon(today())).unwrap();
		let by_council = approved(chain, soon(today()));
		referendum(chain, approve(by_referendum), |_| {});
		assert_eq!(state(by_referendum), Some(ProductState::Approved));
		buy(chain, Alice, by_referendum).unwrap();
		buy(chain, Alice, by_council).unwrap();
		let start = book(by_referendum).pay.day;
		go_to_day(chain, start);
		assert_eq!(state(by_referendum), Some(ProductState::Active));
		let product = by_referendum;
		let pay_day = |chain: &mut Chain| {
			let _nothing_is_open_yet = pay(chain, product, expected(1, REWARD));
		};
		referendum(chain, EscrowCall::freeze_by_decision { product }, pay_day);
		assert_eq!(state(product), Some(ProductState::Frozen));
		// It would lapse before a referendum is over: the council is quicker.
		chain.decide(EscrowCall::resume { product }).unwrap();
		assert_eq!(state(product), Some(ProductState::Active));
		// In breach it does not lapse.
		next_days(chain, 12);
		chain.call(Eve, EscrowCall::freeze { product }).unwrap();
		referendum(chain, EscrowCall::terminate { product }, |_| {});
		assert_eq!(final_state(product), ProductState::Terminated);

		let product = by_council;
		if state(product) == Some(ProductState::Active) {
			chain.call(Eve, EscrowCall::freeze { product }).unwrap();
		}
		let arrears = Balance::from(today() - book(product).pay.day) * expected(1, REWARD);
		pay(chain, product, arrears).unwrap();
		referendum(chain, EscrowCall::resume { product }, |_| {});
		assert_eq!(state(product), Some(ProductState::Active));
	});
}
