//! A small Filecoin chain that answers in JSON, as Lotus or as Forest does. It knows nothing of the scanner: balances follow from what
//! messages do.

use crate::{
	offchain::{
		parse::{self, *},
		scan::{Each, FilecoinNode, Side},
	},
	types::{ActorId, Custody, Signers},
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	string::{String, ToString},
	vec::Vec,
};
use fil_primitives::{address::id_to_eth, Address, Cid, Network, Payload};
use serde_json::{json, Value};

pub const FIL: u128 = 1_000_000_000_000_000_000;
pub const CUSTODY: ActorId = 3_000_123;
pub const MINER: ActorId = 1_000;
pub const OWNER: ActorId = 2_001;
pub const ZERO_TIME: u64 = 1_700_000_000;

pub fn robust() -> Address {
	Address::new(Payload::Actor([7; 20])).unwrap()
}

pub fn id(id: ActorId) -> Address {
	Address::from_id(id).unwrap()
}

/// The f1 address of account n; its actor is 2000 + n.
pub fn key(n: u8) -> Address {
	Address::new(Payload::Secp256k1([n; 20])).unwrap()
}

/// The f1 address of account n of many; its actor is 10,000 + n.
pub fn wide(n: u16) -> Address {
	let [high, low] = n.to_be_bytes();
	let mut hash = WIDE;
	(hash[0], hash[1]) = (high, low);
	Address::new(Payload::Secp256k1(hash)).unwrap()
}

const WIDE: [u8; 20] = [0xfe; 20];

pub fn cid(text: &str) -> Cid {
	Cid::of(text.as_bytes())
}

pub fn custody() -> Custody {
	Custody {
		network: Network::Main,
		genesis: cid("genesis"),
		id: CUSTODY,
		robust: robust(),
		signers: Signers {
			ids: vec![2_001, 2_002, 2_003].try_into().unwrap(),
			approvals: 2,
		},
		announced: None,
	}
}

/// A call and the calls below it.
#[derive(Clone, Debug)]
pub struct Tree {
	pub from: ActorId,
	pub to: Address,
	pub invoked: Option<ActorId>,
	pub value: u128,
	pub method: u64,
	pub params: Vec<u8>,
	pub exit: i64,
	pub subcalls: Vec<Tree>,
}

impl Tree {
	pub fn send(from: ActorId, to: Address, invoked: ActorId, value: u128) -> Self {
		Tree {
			from,
			to,
			invoked: Some(invoked),
			value,
			method: 0,
			params: vec![],
			exit: 0,
			subcalls: vec![],
		}
	}

	pub fn call(from: ActorId, to: ActorId, method: u64, subcalls: Vec<Tree>) -> Self {
		Tree {
			method,
			subcalls,
			..Tree::send(from, id(to), to, 0)
		}
	}

	pub fn with(mut self, params: &[u8]) -> Self {
		self.params = params.to_vec();
		self
	}

	pub fn failing(mut self, exit: i64) -> Self {
		self.exit = exit;
		self
	}

	/// What it changes of custody's balance, and whether custody's methods ran.
	fn effect(&self) -> (i128, bool) {
		if self.exit != 0 {
			return (0, false);
		}
		let value = i128::try_from(self.value).unwrap();
		let own = match (self.from == CUSTODY, self.invoked == Some(CUSTODY)) {
			(false, true) => value,
			(true, false) => -value,
			_ => 0,
		};
		let touched = self.invoked == Some(CUSTODY) && self.method != 0;
		self.subcalls
			.iter()
			.map(Tree::effect)
			.fold((own, touched), |(sum, any), (delta, touched)| {
				(sum + delta, any || touched)
			})
	}

	fn json(&self, forest: bool) -> Value {
		json!({
			"Msg": { "From": id(self.from).to_text(Network::Main), "To": self.to.to_text(Network::Main),
				"Value": self.value.to_string(), "Method": self.method, "Params": bytes(&self.params, forest), "ParamsCodec": 81,
				"GasLimit": 42, "ReadOnly": false },
			"MsgRct": { "ExitCode": self.exit, "Return": "", "ReturnCodec": 0 },
			"InvokedActor": self.invoked.map(|id| json!({ "Id": id, "State": { "Code": link(&cid("code")), "Head": link(&cid("head")),
				"Nonce": 0, "Balance": "9", "DelegatedAddress": null } })),
			"GasCharges": [{ "Name": "OnChainMessage", "tg": 9, "cg": 9, "sg": 0, "tt": 0 }],
			"Subcalls": if self.subcalls.is_empty() { Value::Null } else {
				Value::Array(self.subcalls.iter().map(|call| call.json(forest)).collect())
			},
			"Logs": [], "IpldOps": [],
		})
	}

	fn touches(&self, side: Side) -> bool {
		let own = match side {
			Side::From => self.from == CUSTODY,
			Side::To => self.invoked == Some(CUSTODY),
		};
		own || self.subcalls.iter().any(|call| call.touches(side))
	}
}

#[derive(Clone, Debug)]
pub struct Sent {
	pub cid: Cid,
	pub from: Address,
	pub tree: Tree,
}

#[derive(Clone, Debug)]
pub struct Block {
	pub tipset: Tipset,
	pub sent: Vec<Sent>,
	/// Custody before its messages.
	pub balance: u128,
	pub state: u64,
	pub rewards: Vec<u128>,
	pub mined: u128,
}

#[derive(Clone, Debug)]
pub struct Miner {
	pub raw: u128,
	pub qap: u128,
	pub enough: bool,
	pub owner: ActorId,
	pub beneficiary: ActorId,
	pub quota: String,
}

#[derive(Clone, Debug)]
pub struct Sim {
	pub blocks: Vec<Block>,
	pub balance: u128,
	pub state: u64,
	pub mined: u128,
	pub miners: BTreeMap<ActorId, Miner>,
	pub pending: Vec<Value>,
	pub signers: Vec<ActorId>,
	pub streams: bool,
	pub salt: u64,
	/// Added to custody's balance from a height on, without any message.
	pub jump: Option<(u64, u128)>,
}

impl Default for Sim {
	fn default() -> Self {
		let miner = |qap: u128, owner| Miner {
			raw: qap / 10,
			qap,
			enough: true,
			owner,
			beneficiary: owner,
			quota: "0".into(),
		};
		let mut sim = Sim {
			blocks: vec![],
			balance: 0,
			state: 0,
			mined: 0,
			miners: BTreeMap::from([
				(MINER, miner(100 << 40, OWNER)),
				(1_001, miner(200 << 40, 2_002)),
				(1_002, miner(700 << 40, 2_003)),
			]),
			pending: vec![],
			signers: vec![2_001, 2_002, 2_003],
			streams: true,
			salt: 0,
			jump: None,
		};
		sim.mine(0, vec![]);
		sim
	}
}

impl Sim {
	pub fn sent(&mut self, from: Address, tree: Tree) -> Sent {
		self.salt += 1;
		Sent {
			cid: cid(&format!("message {}", self.salt)),
			from,
			tree,
		}
	}

	/// A message to custody from account n.
	pub fn pay(&mut self, n: u8, value: u128, params: &[u8]) -> Sent {
		let tree = Tree::send(2_000 + u64::from(n), robust(), CUSTODY, value).with(params);
		self.sent(key(n), tree)
	}

	/// A message to custody from an address of that actor.
	pub fn pay_from(&mut self, from: Address, actor: ActorId, value: u128, params: &[u8]) -> Sent {
		let tree = Tree::send(actor, robust(), CUSTODY, value).with(params);
		self.sent(from, tree)
	}

	/// A tipset at that height, with messages that the next one shows.
	pub fn mine(&mut self, height: u64, sent: Vec<Sent>) {
		self.salt += 1;
		let parents = self
			.blocks
			.last()
			.map(|block| block.tipset.key.clone())
			.unwrap_or_default();
		let wins: Vec<(ActorId, u32)> = if height % 3 == 1 {
			vec![(1_001, 1), (MINER, 2)]
		} else {
			vec![(1_002, 1)]
		};
		let block_cid = |n: u64| cid(&format!("block {height} {n} {}", self.salt));
		let tipset = Tipset {
			key: (0..wins.len() as u64).map(block_cid).collect(),
			height,
			parents,
			time: ZERO_TIME + 30 * height,
			wins: wins.clone(),
		};
		let rewards: Vec<u128> = wins
			.iter()
			.map(|(_, count)| u128::from(*count) * (FIL + u128::from(height)))
			.collect();
		let (delta, touched) = sent
			.iter()
			.map(|sent| sent.tree.effect())
			.fold((0, false), |(a, b), (delta, touched)| (a + delta, b || touched));
		self.blocks.push(Block {
			tipset,
			sent,
			balance: self.balance,
			state: self.state,
			rewards: rewards.clone(),
			mined: self.mined,
		});
		self.mined += rewards.iter().sum::<u128>();
		self.balance = u128::try_from(i128::try_from(self.balance).unwrap() + delta).unwrap();
		self.state += u64::from(touched);
	}

	pub fn mine_to(&mut self, height: u64) {
		for height in self.blocks.last().unwrap().tipset.height + 1..=height {
			self.mine(height, vec![]);
		}
	}

	fn find(&self, key: &[Cid]) -> Option<(usize, &Block)> {
		self.blocks
			.iter()
			.enumerate()
			.find(|(_, block)| block.tipset.key == key)
	}

	pub fn view(&self) -> View<'_> {
		View {
			sim: self,
			forest: false,
			depth: 5,
			failing: BTreeSet::new(),
			competing: false,
			counts: BTreeMap::new(),
			silent: BTreeSet::new(),
			renamed: BTreeSet::new(),
			unindexed: false,
			hanging: BTreeSet::new(),
			calls_left: None,
			replays_left: None,
			head_time: None,
		}
	}

	pub fn forest(&self) -> View<'_> {
		View {
			forest: true,
			..self.view()
		}
	}

	pub fn finalized(&self) -> Tipset {
		self.view().finalized().unwrap()
	}
}

/// A node of the chain.
#[derive(Clone)]
pub struct View<'a> {
	pub sim: &'a Sim,
	pub forest: bool,
	pub depth: u64,
	/// Methods that fail.
	pub failing: BTreeSet<&'static str>,
	/// Lists a message that was never executed.
	pub competing: bool,
	/// Messages that `trace_filter` leaves out.
	pub silent: BTreeSet<Cid>,
	pub counts: BTreeMap<&'static str, u32>,
	/// Messages that the Ethereum view names otherwise.
	pub renamed: BTreeSet<Cid>,
	/// It does not know any more which ones these are.
	pub unindexed: bool,
	/// Methods that do not answer in time.
	pub hanging: BTreeSet<&'static str>,
	/// How many calls there is time for.
	pub calls_left: Option<u32>,
	/// How many replays there is time for.
	pub replays_left: Option<u32>,
	/// When the head was mined, if not when it was.
	pub head_time: Option<u64>,
}

/// Reads a body in small pieces.
pub fn read(mut reader: impl Reader, body: &[u8]) -> Result<(), Unknown> {
	body.chunks(7).try_for_each(|chunk| reader.feed(chunk))?;
	reader.finish()
}

pub fn messages_of(body: &[u8], id: u64, network: Network) -> Result<Vec<ParentMessage>, Unknown> {
	let mut all = vec![];
	let keep = |one: ParentMessage| {
		all.push(one);
		Ok(())
	};
	read(parse::parent_messages(id, network, keep), body)?;
	Ok(all)
}

pub fn receipts_of(body: &[u8], id: u64) -> Result<Vec<i64>, Unknown> {
	let mut all = vec![];
	let keep = |one: i64| {
		all.push(one);
		Ok(())
	};
	read(parse::parent_receipts(id, keep), body)?;
	Ok(all)
}

pub fn lines_of(body: &[u8], id: u64) -> Result<Vec<FlatTrace>, Unknown> {
	let mut all = vec![];
	let keep = |one: FlatTrace| {
		all.push(one);
		Ok(())
	};
	read(parse::flat_traces(id, keep), body)?;
	Ok(all)
}

pub fn pending_of(body: &[u8], id: u64, network: Network) -> Result<Vec<Pending>, Unknown> {
	let mut all = vec![];
	let keep = |one: Pending| {
		all.push(one);
		Ok(())
	};
	read(parse::pending(id, network, keep), body)?;
	Ok(all)
}

pub fn link(cid: &Cid) -> Value {
	json!({ "/": cid.to_text() })
}

pub fn bytes(bytes: &[u8], forest: bool) -> Value {
	match (bytes.is_empty(), forest) {
		(true, false) => Value::Null,
		(true, true) => "".into(),
		_ => data_encoding::BASE64.encode(bytes).into(),
	}
}

pub fn ok(result: Value) -> Vec<u8> {
	json!({ "jsonrpc": "2.0", "result": result, "id": 1 })
		.to_string()
		.into_bytes()
}

/// Another name of a message.
fn ethereum(message: &Cid) -> Cid {
	Cid::of(&message.to_bytes())
}

pub fn refused(code: i64) -> Vec<u8> {
	json!({ "jsonrpc": "2.0", "id": 1, "error": { "code": code, "message": "no" } })
		.to_string()
		.into_bytes()
}

pub fn tipset_json(tipset: &Tipset) -> Value {
	json!({
		"Cids": tipset.key.iter().map(link).collect::<Vec<_>>(),
		"Blocks": tipset.wins.iter().map(|(miner, count)| json!({
			"Miner": format!("f0{miner}"), "Ticket": { "VRFProof": "rIPy" }, "ElectionProof": { "WinCount": count, "VRFProof": "sN51" },
			"Parents": tipset.parents.iter().map(link).collect::<Vec<_>>(), "ParentWeight": "1", "Height": tipset.height,
			"Timestamp": tipset.time, "ForkSignaling": 0, "ParentBaseFee": "100",
		})).collect::<Vec<_>>(),
		"Height": tipset.height,
	})
}

impl View<'_> {
	fn ask(&mut self, method: &'static str) -> Result<(), Unknown> {
		let replays = self.replays_left.as_mut().filter(|_| method == "replay");
		for left in self.calls_left.as_mut().into_iter().chain(replays) {
			*left = left.checked_sub(1).ok_or(Unknown::Deadline)?;
		}
		if self.hanging.contains(method) {
			return Err(Unknown::Deadline);
		}
		*self.counts.entry(method).or_default() += 1;
		if self.failing.contains(method) {
			return Err(Unknown::Refused(Refusal::Other(1)));
		}
		Ok(())
	}

	fn at(&self, key: &[Cid]) -> Result<(usize, &Block), Unknown> {
		self.sim.find(key).ok_or(Unknown::Refused(Refusal::Other(1)))
	}

	fn id_of(&self, address: &Address) -> Option<ActorId> {
		match address.payload() {
			Payload::Id(id) => Some(*id),
			Payload::Actor(_) if *address == robust() => Some(CUSTODY),
			Payload::Secp256k1(hash) if hash[2..] == WIDE[2..] => {
				Some(10_000 + u64::from(u16::from_be_bytes([hash[0], hash[1]])))
			}
			Payload::Secp256k1(hash) => Some(2_000 + u64::from(hash[0])),
			_ => None,
		}
	}

	fn not_found(&self) -> Vec<u8> {
		refused(if self.forest { 1 } else { 11 })
	}

	fn tipset_body(&self, block: &Block) -> Result<Tipset, Unknown> {
		parse::tipset(&ok(tipset_json(&block.tipset)), 1, Network::Main)
	}

	pub fn asked(&self) -> u32 {
		self.counts.values().sum()
	}
}

impl FilecoinNode for View<'_> {
	fn genesis(&mut self) -> Result<Cid, Unknown> {
		self.ask("genesis")?;
		Ok(cid("genesis"))
	}

	fn head(&mut self) -> Result<Tipset, Unknown> {
		self.ask("head")?;
		let head = self.tipset_body(self.sim.blocks.last().unwrap())?;
		Ok(Tipset {
			time: self.head_time.unwrap_or(head.time),
			..head
		})
	}

	fn finalized(&mut self) -> Result<Tipset, Unknown> {
		self.ask("finalized")?;
		let head = self.sim.blocks.last().unwrap().tipset.height;
		let block = self
			.sim
			.blocks
			.iter()
			.rev()
			.find(|block| block.tipset.height + self.depth <= head);
		self.tipset_body(block.unwrap_or(&self.sim.blocks[0]))
	}

	fn tipset(&mut self, key: &[Cid]) -> Result<Tipset, Unknown> {
		self.ask("tipset")?;
		self.tipset_body(self.at(key)?.1)
	}

	fn tipset_from(&mut self, height: u64, anchor: &[Cid]) -> Result<Tipset, Unknown> {
		self.ask("tipset_from")?;
		let (last, _) = self.at(anchor)?;
		let block = self.sim.blocks[..=last]
			.iter()
			.find(|block| block.tipset.height >= height);
		self.tipset_body(block.ok_or(Unknown::Refused(Refusal::Other(1)))?)
	}

	fn parent_messages(&mut self, block: &Cid, each: &mut Each<ParentMessage>) -> Result<(), Unknown> {
		self.ask("parent_messages")?;
		let child = self
			.sim
			.blocks
			.iter()
			.position(|other| other.tipset.key[0] == *block);
		let parent = &self.sim.blocks[child.ok_or(Unknown::Nothing)? - 1];
		let message = |sent: &Sent| {
			json!({ "Cid": link(&sent.cid), "Message": { "Version": 0, "To": sent.tree.to.to_text(Network::Main),
				"From": sent.from.to_text(Network::Main), "Nonce": 1, "Value": sent.tree.value.to_string(), "GasLimit": 9,
				"GasFeeCap": "1", "GasPremium": "1", "Method": sent.tree.method, "Params": bytes(&sent.tree.params, self.forest),
				"CID": link(&sent.cid) } })
		};
		let mut list: Vec<Value> = parent.sent.iter().map(message).collect();
		if self.competing {
			list.extend(list.first().cloned());
		}
		read(parse::parent_messages(1, Network::Main, each), &ok(list.into()))
	}

	fn parent_receipts(&mut self, block: &Cid) -> Result<Vec<i64>, Unknown> {
		self.ask("parent_receipts")?;
		let child = self
			.sim
			.blocks
			.iter()
			.position(|other| other.tipset.key[0] == *block);
		let parent = &self.sim.blocks[child.ok_or(Unknown::Nothing)? - 1];
		let list: Vec<Value> = parent
			.sent
			.iter()
			.map(
				|sent| json!({ "ExitCode": sent.tree.exit, "Return": null, "GasUsed": 9, "EventsRoot": null }),
			)
			.collect();
		receipts_of(&ok(list.into()), 1)
	}

	fn actor(&mut self, address: &Address, key: &[Cid]) -> Result<Option<Actor>, Unknown> {
		self.ask("actor")?;
		let (_, block) = self.at(key)?;
		let id = self.id_of(address).unwrap_or(u64::MAX);
		let (code, head, mut balance) = match id {
			CUSTODY => ("multisig", format!("custody {}", block.state), block.balance),
			id if self.sim.miners.contains_key(&id) => ("miner", format!("{id}"), 1),
			2_000..=2_255 => ("account", format!("{id}"), 1),
			_ => {
				let body = if self.forest {
					ok(Value::Null)
				} else {
					self.not_found()
				};
				return parse::actor(&body, 1);
			}
		};
		if let (CUSTODY, Some((from, more))) = (id, self.sim.jump) {
			balance += if block.tipset.height >= from { more } else { 0 };
		}
		let actor = json!({ "Code": link(&cid(code)), "Head": link(&cid(&head)), "Nonce": 0, "Balance": balance.to_string(),
			"DelegatedAddress": null });
		parse::actor(&ok(actor), 1)
	}

	fn lookup(&mut self, address: &Address, key: &[Cid]) -> Result<ActorId, Unknown> {
		self.ask("lookup")?;
		self.at(key)?;
		let body = self
			.id_of(address)
			.map_or(self.not_found(), |id| ok(format!("f0{id}").into()));
		parse::lookup(&body, 1, Network::Main)
	}

	fn account_key(&mut self, address: &Address, key: &[Cid]) -> Result<Option<Address>, Unknown> {
		self.ask("account_key")?;
		self.at(key)?;
		let n = address.id().and_then(|id| u8::try_from(id - 2_000).ok()).unwrap();
		parse::account_key(
			&ok(super::sim::key(n).to_text(Network::Main).into()),
			1,
			Network::Main,
		)
	}

	fn replay(&mut self, inclusion: &[Cid], message: &Cid) -> Result<Invocation, Unknown> {
		self.ask("replay")?;
		let (_, block) = self.at(inclusion)?;
		let sent = block
			.sent
			.iter()
			.find(|sent| sent.cid == *message)
			.ok_or(Unknown::Refused(Refusal::Other(1)))?;
		let body = ok(
			json!({ "MsgCid": link(message), "Msg": {}, "MsgRct": { "ExitCode": sent.tree.exit, "Return": "gwEAQA==",
			"GasUsed": 9, "EventsRoot": null }, "ExecutionTrace": sent.tree.json(self.forest), "Error": "", "Duration": 60000000 }),
		);
		let mut reader = TraceReader::new(1, Network::Main);
		body.chunks(7).try_for_each(|chunk| reader.feed(chunk))?;
		reader.finish()
	}

	fn traces(
		&mut self,
		height: u64,
		side: Side,
		actor: &[u8; 20],
		after: u32,
		count: u32,
	) -> Result<Vec<FlatTrace>, Unknown> {
		self.ask("traces")?;
		assert_eq!(*actor, id_to_eth(CUSTODY));
		let Some(block) = self.sim.blocks.iter().find(|block| block.tipset.height == height) else {
			return lines_of(&refused(12), 1);
		};
		let lines: Vec<Value> = block
			.sent
			.iter()
			.filter(|sent| sent.tree.touches(side) && !self.silent.contains(&sent.cid))
			.skip(after as usize)
			.take(count as usize)
			.map(|sent| {
				let hash = if self.renamed.contains(&sent.cid) {
					ethereum(&sent.cid)
				} else {
					sent.cid
				};
				let hash = data_encoding::HEXLOWER.encode(hash.digest());
				json!({ "type": "call", "subtraces": 0, "traceAddress": [0], "action": {}, "blockNumber": height,
					"transactionHash": format!("0x{hash}"), "transactionPosition": 12 })
			})
			.collect();
		lines_of(&ok(lines.into()), 1)
	}

	fn message_cid(&mut self, hash: &[u8; 32]) -> Result<Option<Cid>, Unknown> {
		self.ask("message_cid")?;
		let named = Cid::from_digest(*hash);
		let found = match self.renamed.iter().find(|cid| ethereum(cid) == named) {
			Some(_) if self.unindexed => Value::Null,
			Some(cid) => link(cid),
			None => link(&named),
		};
		parse::message_cid(&ok(found), 1)
	}

	fn pending(&mut self, multisig: &Address, key: &[Cid], each: &mut Each<Pending>) -> Result<(), Unknown> {
		self.ask("pending")?;
		assert_eq!(*multisig, robust());
		self.at(key)?;
		let body = ok(self.sim.pending.clone().into());
		read(parse::pending(1, Network::Main, each), &body)
	}

	fn multisig(&mut self, _: &Address, key: &[Cid]) -> Result<MultisigState, Unknown> {
		self.ask("multisig")?;
		self.at(key)?;
		let signers: Vec<String> = self.sim.signers.iter().map(|id| format!("f0{id}")).collect();
		let state = json!({ "Balance": "0", "Code": link(&cid("multisig")), "State": { "Signers": signers, "NumApprovalsThreshold": 2,
			"NextTxnID": 10, "InitialBalance": "0", "StartEpoch": 0, "UnlockDuration": 0, "PendingTxns": link(&cid("p")) } });
		parse::multisig(&ok(state), 1, Network::Main)
	}

	fn reward_state(&mut self, key: &[Cid]) -> Result<RewardState, Unknown> {
		self.ask("reward_state")?;
		let (_, block) = self.at(key)?;
		let height = u128::from(block.tipset.height);
		let mut state = json!({ "ThisEpochReward": (5 * (FIL + height)).to_string(), "Epoch": height });
		let fields = state.as_object_mut().unwrap();
		if self.sim.streams {
			fields.insert(
				"TotalMintedReward".into(),
				(block.mined + 10 * FIL).to_string().into(),
			);
			fields.insert("TotalBurnMinted".into(), (4 * FIL).to_string().into());
			fields.insert("TotalExplicitMinted".into(), (6 * FIL).to_string().into());
		} else {
			fields.insert("TotalStoragePowerReward".into(), block.mined.to_string().into());
		}
		parse::reward_state(&ok(json!({ "Balance": "0", "State": state })), 1)
	}

	fn total_power(&mut self, key: &[Cid]) -> Result<u128, Unknown> {
		self.ask("total_power")?;
		self.at(key)?;
		let total: u128 = self
			.sim
			.miners
			.values()
			.filter(|miner| miner.enough)
			.map(|miner| miner.qap)
			.sum();
		let state = json!({ "TotalQualityAdjPower": total.to_string(), "TotalQABytesCommitted": (total + 1).to_string() });
		parse::total_power(&ok(json!({ "State": state })), 1)
	}

	fn miner_power(&mut self, miner: &Address, key: &[Cid]) -> Result<MinerPower, Unknown> {
		self.ask("miner_power")?;
		self.at(key)?;
		let Some(miner) = self.sim.miners.get(&miner.id().unwrap()) else {
			return parse::miner_power(&refused(1), 1);
		};
		let (raw, qap) = if self.forest && !miner.enough {
			(0, 0)
		} else {
			(miner.raw, miner.qap)
		};
		let claim = json!({ "RawBytePower": raw.to_string(), "QualityAdjPower": qap.to_string() });
		parse::miner_power(
			&ok(json!({ "MinerPower": claim, "TotalPower": claim, "HasMinPower": miner.enough })),
			1,
		)
	}

	fn miner_info(&mut self, miner: &Address, key: &[Cid]) -> Result<MinerInfo, Unknown> {
		self.ask("miner_info")?;
		self.at(key)?;
		let Some(miner) = self.sim.miners.get(&miner.id().unwrap()) else {
			return parse::miner_info(&refused(1), 1, Network::Main);
		};
		let info = json!({ "Owner": format!("f0{}", miner.owner), "Beneficiary": format!("f0{}", miner.beneficiary),
			"BeneficiaryTerm": { "Quota": miner.quota, "UsedQuota": "7", "Expiration": 7_000_000 }, "PendingBeneficiaryTerm": null });
		parse::miner_info(&ok(info), 1, Network::Main)
	}

	fn sectors(&mut self, miner: &Address, key: &[Cid]) -> Result<Sectors, Unknown> {
		self.ask("sectors")?;
		self.at(key)?;
		assert!(self.sim.miners.contains_key(&miner.id().unwrap()));
		parse::sectors(&ok(json!({ "Live": 42, "Active": 40, "Faulty": 2 })), 1)
	}

	fn reward_distribution(&mut self, key: &[Cid]) -> Result<Vec<BlockReward>, Unknown> {
		self.ask("reward_distribution")?;
		if !self.sim.streams {
			return Err(Unknown::Refused(Refusal::Other(1)));
		}
		let (_, block) = self.at(key)?;
		let blocks: Vec<Value> = block
			.tipset
			.wins
			.iter()
			.zip(&block.rewards)
			.map(|((miner, count), reward)| {
				json!({ "Miner": format!("f0{miner}"), "WinCount": count,
				"Amounts": { "MintedReward": "1", "MinerPaid": (reward + 3).to_string() } })
			})
			.collect();
		let tipset: Vec<Value> = key.iter().map(link).collect();
		parse::reward_distribution(
			&ok(json!({ "TipSetKey": tipset, "Blocks": blocks })),
			1,
			Network::Main,
			key,
		)
	}
}
