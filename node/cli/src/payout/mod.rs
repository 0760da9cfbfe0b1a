//! `filecoin-payout`: what an operator runs, by hand or from cron, so that redemptions are paid.
//!
//! | file | |
//! |---|---|
//! | [`plan`] | what to do about each redemption: pure |
//! | [`dmex`], [`filecoin`] | what both chains say; [`http`] asks them |
//! | [`message`], [`key`] | messages to custody, and who signs them |
//!
//! A pass reads the DMEX chain at its last finalized block and Filecoin at its head, decides, and sends. It keeps nothing.

pub mod dmex;
pub mod filecoin;
pub mod http;
pub mod key;
pub mod message;
pub mod plan;

use crate::filecoin::{read_token, HttpUrl};
use dmex_primitives::BlockNumber;
use fil_primitives::{
	amount::{format_fil, parse_fil},
	Address, Network,
};
use http::Rpc;
use key::SigningKey;
use message::{Call, Gas, MAX_GAS};
use pallet_fil_gateway::{Custody, RedemptionId};
use plan::{Decision, Situation};
use std::{
	path::PathBuf,
	str::FromStr,
	time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Turns of proposers in a day.
const TURNS_OF_DAY: BlockNumber = 48;
/// The shortest turn, on chains whose day is short.
const SHORTEST_TURN: BlockNumber = 4;
/// Approvals that custody needs at least: a single one would be the proposal itself, before the chain could bind anything.
const LEAST_APPROVALS: u32 = 2;

const EXAMPLES: &str = "\
Examples:
  dmex-node filecoin-payout --filecoin-rpc http://127.0.0.1:1234 \\
      --filecoin-token-file /etc/dmex/lotus.token --key-file /etc/dmex/signer.key --dry-run
      Says what there is to propose and to approve, and sends nothing.

  */5 * * * *  dmex-node filecoin-payout … >> /var/log/dmex-payout.log
      From cron, on every operator's machine. It is safe to run on several at once.

Each redemption is proposed by the signer whose turn it is, and approved by the others once the
DMEX chain has bound it to exactly that transaction. So nothing is paid twice.

Exit code: 0 if all is done or waits, 1 if something was refused or failed.";

/// Proposes and approves payouts of redemptions in the custody multisig on Filecoin.
#[derive(Debug, clap::Parser)]
#[command(after_long_help = EXAMPLES)]
pub struct FilecoinPayoutCmd {
	/// A DMEX node that you trust: your own. Over http, also where the URL says ws.
	#[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9944")]
	pub rpc: NodeUrl,

	/// A Filecoin node (Lotus, Forest or a hosted one), by http or https, with or without /rpc/v1.
	#[arg(long, value_name = "URL")]
	pub filecoin_rpc: HttpUrl,

	/// File with the token of the Filecoin node; it needs the right to `write`.
	#[arg(long, value_name = "PATH")]
	pub filecoin_token_file: Option<PathBuf>,

	/// File with the signer's secp256k1 key: as `lotus wallet export` prints it, or 32 bytes in hex.
	#[arg(long, value_name = "PATH")]
	pub key_file: PathBuf,

	/// Say what would be sent, and send nothing.
	#[arg(long)]
	pub dry_run: bool,

	/// The most that one message may cost, in FIL.
	#[arg(long, value_name = "FIL", default_value = "0.1")]
	pub max_fee: Fil,

	/// Gas limit of each message, instead of the node's estimate.
	#[arg(long, value_name = "GAS", value_parser = clap::value_parser!(u64).range(1..=MAX_GAS))]
	pub gas_limit: Option<u64>,

	/// Propose although it is another signer's turn, if that one is out of action.
	#[arg(long)]
	pub out_of_turn: bool,

	/// Leave redemptions below this id alone.
	#[arg(long, value_name = "ID", default_value_t = 0)]
	pub from: RedemptionId,

	/// Go on for ever, with a pass every so many seconds.
	#[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
	pub watch: Option<u64>,
}

/// A URL of a DMEX node. The same port answers http and ws; http is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeUrl(pub HttpUrl);

impl FromStr for NodeUrl {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let http = match text.split_once("://") {
			Some(("ws", rest)) => format!("http://{rest}"),
			Some(("wss", rest)) => format!("https://{rest}"),
			_ => text.into(),
		};
		http.parse().map(Self)
	}
}

/// An amount of FIL on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fil(pub u128);

impl FromStr for Fil {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		parse_fil(text)
			.map(Self)
			.map_err(|_| "not an amount of FIL, such as 0.1".into())
	}
}

struct Context<'a> {
	cmd: &'a FilecoinPayoutCmd,
	dmex: Rpc,
	filecoin: Rpc,
	key: SigningKey,
}

impl FilecoinPayoutCmd {
	/// Runs it.
	pub fn run(&self) -> sc_cli::Result<()> {
		let runtime = sc_cli::build_runtime()?;
		runtime
			.block_on(self.passes())
			.map_err(|error| sc_cli::Error::Application(error.into()))
	}

	async fn passes(&self) -> Result<(), String> {
		let key = SigningKey::read(&self.key_file)?;
		if let Some(warning) = key::permission_warning(&self.key_file) {
			eprintln!("Warning: {warning}");
		}
		let token = self.filecoin_token_file.as_deref().map(read_token).transpose()?;
		if token.is_some() && self.filecoin_rpc.is_plain() && !self.filecoin_rpc.is_local() {
			eprintln!(
				"Warning: the token goes to {} unencrypted: everybody on the way can read it",
				self.filecoin_rpc
			);
		}
		let context = Context {
			cmd: self,
			dmex: Rpc::new("the DMEX node", self.rpc.0.as_str().into(), None)?,
			filecoin: Rpc::new("the Filecoin node", self.filecoin_rpc.filecoin_api(), token)?,
			key,
		};
		let Some(seconds) = self.watch else {
			return match context.pass(self.from).await?.bad {
				0 => Ok(()),
				bad => Err(format!("{bad} refused or failed")),
			};
		};
		let mut from = self.from;
		loop {
			match context.pass(from).await {
				Ok(pass) => from = pass.lowest.unwrap_or(from),
				Err(error) => eprintln!("Error: {error}"),
			}
			tokio::time::sleep(Duration::from_secs(seconds)).await;
		}
	}
}

/// How a pass ended.
struct Pass {
	/// Lines that somebody should look at.
	bad: usize,
	/// The lowest redemption that is open. Those below never come back.
	lowest: Option<RedemptionId>,
}

impl Context<'_> {
	async fn pass(&self, read_from: RedemptionId) -> Result<Pass, String> {
		let now = SystemTime::now()
			.duration_since(UNIX_EPOCH)
			.map_err(|_| "the clock of this machine is wrong")?
			.as_secs();
		let chain = dmex::read(&self.dmex, read_from, now).await?;
		let custody = &chain.custody;
		let filecoin = filecoin::read(&self.filecoin, custody, self.key.address(), now).await?;
		check_custody(custody, &filecoin)?;

		let network = custody.network;
		println!(
			"signing as {} ({}), custody {} ({} of {} approvals), {} redemptions",
			self.key.address().display(network),
			id_text(filecoin.me, network),
			id_text(custody.id, network),
			filecoin.approvals,
			filecoin.signers.len(),
			chain.redemptions.len(),
		);
		let lowest = chain.redemptions.first().map(|statement| statement.id);
		let situation = Situation {
			chain: chain.chain.0,
			network,
			now: chain.now,
			turn: (chain.calendar.blocks_per_day / TURNS_OF_DAY).max(SHORTEST_TURN),
			paused: chain.paused,
			signers: filecoin.signers,
			approvals: filecoin.approvals,
			me: filecoin.me,
			balance: filecoin.balance,
			unsettled: filecoin.unsettled,
			out_of_turn: self.cmd.out_of_turn,
			from: self.cmd.from,
			redemptions: chain.redemptions,
			pending: filecoin.pending,
		};
		let bad = self.carry_out(&situation, custody, filecoin.nonce).await;
		Ok(Pass { bad, lowest })
	}

	/// Sends what was decided, and says so. Returns how many lines somebody should look at.
	async fn carry_out(&self, situation: &Situation, custody: &Custody, mut nonce: u64) -> usize {
		let (mut bad, mut broken) = (0usize, false);
		for (about, decision) in plan::plan(situation) {
			match decision {
				Decision::Wait(wait) => println!("{about}: waits: {wait}"),
				Decision::Refuse(refusal) => {
					bad = bad.saturating_add(1);
					println!("{about}: refused: {refusal}");
				}
				// What comes after a message that may or may not be under way could take its nonce.
				Decision::Send(..) if broken => {
					println!("{about}: waits: an earlier message of this pass failed");
				}
				Decision::Send(call, errand) => {
					let sent = match self.prepare(custody, nonce, &call).await {
						Ok(_) if self.cmd.dry_run => Ok(errand.describe(false)),
						Ok(gas) => match self.send(custody, nonce, &call, gas).await {
							Ok(cid) => Ok(format!("{}: message {cid}", errand.describe(true))),
							Err(error) => {
								broken = true;
								Err(error)
							}
						},
						Err(error) => Err(error),
					};
					match sent {
						Ok(line) => {
							nonce = nonce.saturating_add(1);
							println!("{about}: {line}");
						}
						Err(error) => {
							bad = bad.saturating_add(1);
							println!("{about}: failed: {error}");
						}
					}
				}
			}
		}
		bad
	}

	/// Asks what the message would cost, and whether it would succeed.
	async fn prepare(&self, custody: &Custody, nonce: u64, call: &Call) -> Result<Gas, String> {
		let open = Gas {
			limit: self.cmd.gas_limit.unwrap_or(0),
			..Gas::default()
		};
		let draft = message::message(custody.robust, *self.key.address(), nonce, call, open);
		let estimate = filecoin::estimate(&self.filecoin, &draft, custody.network).await?;
		affordable(estimate, call.headroom(), self.cmd.gas_limit, self.cmd.max_fee)
	}

	async fn send(&self, custody: &Custody, nonce: u64, call: &Call, gas: Gas) -> Result<String, String> {
		let message = message::message(custody.robust, *self.key.address(), nonce, call, gas);
		let signature = self
			.key
			.sign(&message)
			.ok_or("the key's signature is not valid")?;
		filecoin::push(&self.filecoin, &message, &signature, custody.network)
			.await
			.map(|cid| cid.to_text())
	}
}

/// The gas of a message: the limit that the operator sets, or `headroom` times the estimate; if that is no more than he allows.
pub fn affordable(estimate: Gas, headroom: u64, limit: Option<u64>, most: Fil) -> Result<Gas, String> {
	let gas = Gas {
		limit: limit.unwrap_or(estimate.limit.saturating_mul(headroom).min(MAX_GAS)),
		..estimate
	};
	match gas.most() {
		Some(cost) if cost <= most.0 => Ok(gas),
		cost => Err(format!(
			"it may cost {} FIL, more than the {} of --max-fee",
			cost.map_or("too many".into(), format_fil),
			format_fil(most.0)
		)),
	}
}

/// Custody on Filecoin must be the one that the DMEX chain knows, and the key one of its signers'.
pub fn check_custody(custody: &Custody, filecoin: &filecoin::View) -> Result<(), String> {
	let is = |signers: &pallet_fil_gateway::Signers| {
		signers.ids.as_slice() == filecoin.signers && signers.approvals == filecoin.approvals
	};
	if !is(&custody.signers) && !custody.announced.as_ref().is_some_and(is) {
		return Err("custody's signers on Filecoin are not those that the DMEX chain knows".into());
	}
	if filecoin.approvals < LEAST_APPROVALS {
		return Err(
			"custody needs a single approval: a proposal would be paid before the DMEX chain could bind it"
				.into(),
		);
	}
	if !filecoin.signers.contains(&filecoin.me) {
		return Err(format!(
			"this key ({}) is none of custody's signers",
			id_text(filecoin.me, custody.network)
		));
	}
	Ok(())
}

fn id_text(id: u64, network: Network) -> String {
	Address::from_id(id).map_or_else(|_| id.to_string(), |address| address.to_text(network))
}
