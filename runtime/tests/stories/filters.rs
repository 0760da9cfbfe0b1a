//! Calls that are shut stay shut whatever way they come: directly, by a batch, a proxy or a multisig.

use crate::chain::*;
use dmex_primitives::constants::*;
use dmex_runtime::{configs::system::ProxyType, *};
use frame_support::{dispatch::GetDispatchInfo, instances::Instance1, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

/// What is shut to everybody.
fn shut() -> Vec<RuntimeCall> {
	let keys = KeyPairs::fresh(9);
	let fee = (crate::dao::FEES[0].0)(None);
	vec![
		pallet_session::Call::set_keys {
			keys: keys.public(),
			proof: keys.proof(&id(Alice)),
		}
		.into(),
		pallet_session::Call::purge_keys {}.into(),
		pallet_balances::Call::burn {
			value: DMC,
			keep_alive: true,
		}
		.into(),
		pallet_parameters::Call::set_parameter { key_value: fee }.into(),
		pallet_collective::Call::<Runtime, Instance1>::propose {
			threshold: 1,
			proposal: Box::new(transfer(Bob, DMC)),
			length_bound: 1_000,
		}
		.into(),
		pallet_collective::Call::<Runtime, Instance1>::execute {
			proposal: Box::new(transfer(Bob, DMC)),
			length_bound: 1_000,
		}
		.into(),
		pallet_democracy::Call::delegate {
			to: id(Bob).into(),
			conviction: pallet_democracy::Conviction::Locked1x,
			balance: DMC,
		}
		.into(),
		pallet_elections_phragmen::Call::submit_candidacy { candidate_count: 0 }.into(),
	]
}

fn filtered() -> DispatchError {
	frame_system::Error::<Runtime>::CallFiltered.into()
}

/// Runs `way` with each call that is shut: nothing happens but fees.
fn each_is_refused(way: impl Fn(&mut Chain, RuntimeCall) -> DispatchResult) {
	Genesis::quick().run(|chain| {
		let (keys, issuance) = (Session::load_keys(&id(Alice)), Balances::total_issuance());
		assert!(keys.is_some());
		for call in shut() {
			let block = chain.block();
			assert_eq!(way(chain, call.clone()), Err(filtered()), "{call:?}");
			let minted = Balance::from(chain.block() - block) * DMC / 2;
			assert!(minted == 0 || minted == DMC / 2);
		}
		assert_eq!(Session::load_keys(&id(Alice)), keys);
		let minted = Balance::from(chain.block() - 1) * DMC / 2;
		assert_eq!(Balances::total_issuance(), issuance + minted);
		assert!(pallet_collective::Proposals::<Runtime, Instance1>::get().is_empty());
		assert_eq!(FEE(), sp_runtime::Permill::from_percent(2));
	});
}

/// The fee that one of the calls would reset.
const FEE: fn() -> sp_runtime::Permill = crate::dao::FEES[0].1;

#[test]
fn shut_calls_should_be_refused_directly() {
	each_is_refused(|chain, call| chain.call(Alice, call));
}

#[test]
fn shut_calls_should_be_refused_in_batches() {
	each_is_refused(|chain, call| chain.call(Alice, pallet_utility::Call::batch_all { calls: vec![call] }));
	each_is_refused(|chain, call| {
		chain
			.call(Alice, pallet_utility::Call::batch { calls: vec![call] })
			.unwrap();
		let error = chain.find_event(|event| match event {
			RuntimeEvent::Utility(pallet_utility::Event::BatchInterrupted { index: 0, error }) => Some(error),
			_ => None,
		});
		Err(error.expect("the batch is interrupted"))
	});
	each_is_refused(|chain, call| {
		chain
			.call(Alice, pallet_utility::Call::force_batch { calls: vec![call] })
			.unwrap();
		let error = chain.find_event(|event| match event {
			RuntimeEvent::Utility(pallet_utility::Event::ItemFailed { error }) => Some(error),
			_ => None,
		});
		Err(error.expect("the item fails"))
	});
	// A batch in a batch.
	each_is_refused(|chain, call| {
		let inner = pallet_utility::Call::batch_all { calls: vec![call] };
		chain.call(
			Alice,
			pallet_utility::Call::batch_all {
				calls: vec![inner.into()],
			},
		)
	});
}

#[test]
fn shut_calls_should_be_refused_as_a_derivative_and_as_an_alternative() {
	each_is_refused(|chain, call| {
		chain.call(
			Alice,
			pallet_utility::Call::as_derivative {
				index: 0,
				call: Box::new(call),
			},
		)
	});
	each_is_refused(|chain, call| {
		let fallback = Box::new(call);
		let main = Box::new(transfer(Bob, GENESIS_SUPPLY));
		chain.call(Alice, pallet_utility::Call::if_else { main, fallback })
	});
}

#[test]
fn shut_calls_should_be_refused_through_a_proxy() {
	each_is_refused(|chain, call| {
		let delegate = id(Bob).into();
		let any = pallet_proxy::Call::add_proxy {
			delegate,
			proxy_type: ProxyType::Any,
			delay: 0,
		};
		let _already = chain.call(Alice, any);
		let proxied = pallet_proxy::Call::proxy {
			real: id(Alice).into(),
			force_proxy_type: None,
			call: Box::new(call),
		};
		chain.call(Bob, proxied).unwrap();
		let executed = chain.find_event(|event| match event {
			RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
			_ => None,
		});
		executed.expect("the proxy acts")
	});
}

#[test]
fn shut_calls_should_be_refused_through_a_multisig() {
	each_is_refused(|chain, call| {
		let other_signatories = vec![id(Bob)];
		let call = Box::new(call);
		chain.call(
			Alice,
			pallet_multisig::Call::as_multi_threshold_1 {
				other_signatories,
				call,
			},
		)
	});
	each_is_refused(|chain, call| {
		let max_weight = call
			.get_dispatch_info()
			.call_weight
			.saturating_add(Weight::from_parts(1_000_000, 0));
		let part = |others: Vec<AccountId>, maybe_timepoint| pallet_multisig::Call::as_multi {
			threshold: 2,
			other_signatories: others,
			maybe_timepoint,
			call: Box::new(call.clone()),
			max_weight,
		};
		chain.call(Alice, part(vec![id(Bob)], None)).unwrap();
		let (_, _, operation) = pallet_multisig::Multisigs::<Runtime>::iter()
			.next()
			.expect("an operation begins");
		let timepoint = operation.when;
		chain.call(Bob, part(vec![id(Alice)], Some(timepoint))).unwrap();
		let executed = chain.find_event(|event| match event {
			RuntimeEvent::Multisig(pallet_multisig::Event::MultisigExecuted { result, .. }) => Some(result),
			_ => None,
		});
		executed.expect("the multisig acts")
	});
}

#[test]
fn proxies_should_do_what_their_type_says_and_no_more() {
	Genesis::quick().run(|chain| {
		for (delegate, proxy_type) in [(Bob, ProxyType::Validator), (Charlie, ProxyType::Governance)] {
			let delegate = id(delegate).into();
			chain
				.call(
					Alice,
					pallet_proxy::Call::add_proxy {
						delegate,
						proxy_type,
						delay: 0,
					},
				)
				.unwrap();
		}
		let mut by = |who, call: RuntimeCall| {
			let real = id(Alice).into();
			let call = Box::new(call);
			chain
				.call(
					who,
					pallet_proxy::Call::proxy {
						real,
						force_proxy_type: None,
						call,
					},
				)
				.unwrap();
			chain
				.find_event(|event| match event {
					RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
					_ => None,
				})
				.expect("the proxy acts")
		};
		for who in [Bob, Charlie] {
			assert_eq!(by(who, transfer(who, DMC)), Err(filtered()));
			let hidden = pallet_utility::Call::batch_all {
				calls: vec![transfer(who, DMC)],
			};
			assert_eq!(by(who, hidden.into()), Err(filtered()));
		}
		let keys = KeyPairs::fresh(9);
		let set_keys = pallet_validator_set::Call::set_keys {
			keys: keys.public(),
			proof: keys.proof(&id(Alice)),
		};
		assert_eq!(by(Charlie, set_keys.clone().into()), Err(filtered()));
		assert_eq!(by(Bob, set_keys.into()), Ok(()));
		assert_eq!(Session::load_keys(&id(Alice)), Some(keys.public()));
		let call = Box::new(crate::dao::set(crate::dao::minimum_set_size(2)));
		assert_eq!(
			by(Charlie, pallet_dao::Call::propose_motion { call }.into()),
			Ok(())
		);
	});
}

#[test]
fn doors_that_only_root_opens_should_be_shut_to_the_council_and_to_users() {
	Genesis::quick().run(|chain| {
		let root_only: Vec<RuntimeCall> = vec![
			frame_system::Call::set_storage { items: vec![] }.into(),
			frame_system::Call::set_heap_pages { pages: 8 }.into(),
			frame_system::Call::authorize_upgrade_without_checks {
				code_hash: Hash::zero(),
			}
			.into(),
			pallet_scheduler::Call::schedule {
				when: 100,
				maybe_periodic: None,
				priority: 0,
				call: Box::new(transfer(Bob, DMC)),
			}
			.into(),
			pallet_balances::Call::force_unreserve {
				who: id(Alice).into(),
				amount: DMC,
			}
			.into(),
			pallet_balances::Call::force_adjust_total_issuance {
				direction: pallet_balances::AdjustmentDirection::Increase,
				delta: DMC,
			}
			.into(),
			pallet_nfts::Call::force_create {
				owner: id(Alice).into(),
				config: pallet_nfts::CollectionConfig {
					settings: pallet_nfts::CollectionSettings::all_enabled(),
					max_supply: None,
					mint_settings: Default::default(),
				},
			}
			.into(),
			pallet_assets::Call::<Runtime, Instance1>::create {
				id: 77.into(),
				admin: id(Alice).into(),
				min_balance: 1,
			}
			.into(),
			pallet_assets::Call::<Runtime, Instance1>::mint {
				id: IFIL.into(),
				beneficiary: id(Alice).into(),
				amount: DMC,
			}
			.into(),
		];
		for call in root_only {
			assert!(chain.call(Alice, call.clone()).is_err(), "{call:?}");
			let refused = pallet_dao::Error::<Runtime>::NotADecision;
			assert_eq!(chain.propose(Alice, call).err(), Some(refused.into()));
		}
		assert_eq!((asset(IFIL, &id(Alice)), asset_owner(77)), (0, None));
	});
}
