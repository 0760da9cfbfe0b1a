//! The command line, and what has to hold before anything is decided.

use super::message::{address, CUSTODY};
use clap::FromArgMatches;
use dmex_cli::{
	cli::{described, Cli, Subcommand},
	payout::{affordable, check_custody, filecoin::View, message::Gas, Fil, FilecoinPayoutCmd, NodeUrl},
};
use fil_primitives::{Cid, Network};
use pallet_fil_gateway::{Custody, Signers};

fn parsed(args: &[&str]) -> Result<FilecoinPayoutCmd, clap::Error> {
	let all = [&["dmex-node", "filecoin-payout"], args].concat();
	let cli = Cli::from_arg_matches(&described().try_get_matches_from(all)?)?;
	match cli.subcommand {
		Some(Subcommand::FilecoinPayout(cmd)) => Ok(*cmd),
		other => panic!("{other:?}"),
	}
}

#[test]
fn command_line_should_be_read() {
	let needed = ["--filecoin-rpc", "https://node/rpc/v1", "--key-file", "key"];
	let cmd = parsed(&needed).unwrap();
	assert_eq!(cmd.rpc.0.as_str(), "http://127.0.0.1:9944");
	assert_eq!(cmd.max_fee, Fil(100_000_000_000_000_000));
	assert!(!cmd.dry_run && !cmd.out_of_turn && cmd.watch.is_none() && cmd.gas_limit.is_none());
	assert!(parsed(&needed[..2]).is_err(), "no key");
	assert!(parsed(&needed[2..]).is_err(), "no Filecoin node");
	for bad in [
		["--max-fee", "-1"],
		["--max-fee", "much"],
		["--watch", "0"],
		["--gas-limit", "0"],
		["--gas-limit", "10000000001"],
		["--rpc", "127.0.0.1:9944"],
		["--from", "-1"],
	] {
		assert!(parsed(&[&needed[..], &bad[..]].concat()).is_err(), "{bad:?}");
	}
}

#[test]
fn dmex_nodes_should_be_asked_over_http() {
	let url = |text: &str| text.parse::<NodeUrl>().map(|url| url.0.as_str().to_string());
	assert_eq!(url("ws://127.0.0.1:9944").as_deref(), Ok("http://127.0.0.1:9944"));
	assert_eq!(
		url("wss://dmex.example/x").as_deref(),
		Ok("https://dmex.example/x")
	);
	assert_eq!(url("http://[::1]:9944").as_deref(), Ok("http://[::1]:9944"));
	assert!(url("ipc:///dmex").is_err());
}

#[test]
fn fees_should_be_capped() {
	let estimate = Gas {
		limit: 1_000,
		fee_cap: 10,
		premium: 5,
	};
	assert_eq!(affordable(estimate, 1, None, Fil(10_000)), Ok(estimate));
	assert!(affordable(estimate, 1, None, Fil(9_999)).is_err());
	let ample = Gas {
		limit: 3_000,
		..estimate
	};
	assert_eq!(affordable(estimate, 3, None, Fil(30_000)), Ok(ample));
	assert!(affordable(estimate, 3, None, Fil(29_999)).is_err());
	let limited = Gas {
		limit: 50,
		..estimate
	};
	assert_eq!(affordable(estimate, 3, Some(50), Fil(500)), Ok(limited));
	assert!(affordable(estimate, 3, Some(50), Fil(499)).is_err());
	let absurd = Gas {
		fee_cap: u128::MAX,
		..estimate
	};
	assert!(affordable(absurd, 1, None, Fil(u128::MAX)).is_err());
}

fn signers(ids: &[u64], approvals: u32) -> Signers {
	Signers {
		ids: ids.to_vec().try_into().unwrap(),
		approvals,
	}
}

fn custody() -> Custody {
	Custody {
		network: Network::Main,
		genesis: Cid::of(b"genesis"),
		id: 3_000_123,
		robust: address(CUSTODY),
		signers: signers(&[2_000, 2_001, 2_002], 2),
		announced: None,
	}
}

fn view() -> View {
	View {
		height: 100,
		me: 2_001,
		nonce: 0,
		unsettled: false,
		balance: 0,
		signers: vec![2_000, 2_001, 2_002],
		approvals: 2,
		pending: Vec::new(),
	}
}

#[test]
fn custody_should_be_the_known_one() {
	assert_eq!(check_custody(&custody(), &view()), Ok(()));
	for (other, what) in [
		(
			View {
				approvals: 1,
				..view()
			},
			"not those",
		),
		(
			View {
				approvals: 3,
				..view()
			},
			"not those",
		),
		(
			View {
				signers: vec![2_000, 2_001],
				..view()
			},
			"not those",
		),
		(
			View {
				signers: vec![2_000, 2_001, 2_009],
				..view()
			},
			"not those",
		),
		(View { me: 2_100, ..view() }, "none of custody's signers"),
	] {
		let error = check_custody(&custody(), &other).unwrap_err();
		assert!(error.contains(what), "{error}");
	}
}

#[test]
fn announced_signers_should_be_accepted() {
	let mut changing = custody();
	changing.announced = Some(signers(&[2_001, 2_002, 2_009], 3));
	assert_eq!(check_custody(&changing, &view()), Ok(()));
	let changed = View {
		signers: vec![2_001, 2_002, 2_009],
		approvals: 3,
		..view()
	};
	assert_eq!(check_custody(&changing, &changed), Ok(()));
	assert!(check_custody(&custody(), &changed).is_err());
}

#[test]
fn a_single_approval_should_be_too_few() {
	let mut single = custody();
	single.signers.approvals = 1;
	let error = check_custody(
		&single,
		&View {
			approvals: 1,
			..view()
		},
	)
	.unwrap_err();
	assert!(error.contains("single approval"), "{error}");
}
