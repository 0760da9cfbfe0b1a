//! What tests of DMEX share: how much storage a piece of code touches.

use std::collections::BTreeSet;

/// The storage that was touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accesses {
	/// Keys that were read from the state below, each once.
	pub read: BTreeSet<Vec<u8>>,
	/// Keys that were written or removed, each once.
	pub written: BTreeSet<Vec<u8>>,
	/// Bytes of the trie nodes that were visited. It grows with the depth of the trie, and with each step of an iteration,
	/// also of one that reads no value.
	pub visited_bytes: usize,
}

/// Runs `run` on the committed state of `ext`, and tells what it touched. Its changes are committed.
pub fn accesses<R>(ext: &mut sp_io::TestExternalities, run: impl FnOnce() -> R) -> (R, Accesses) {
	ext.commit_all().expect("the state of a test can be committed");
	let recorder = Default::default();
	let outcome = ext.execute_with_recorder(Clone::clone(&recorder), run);
	let read = recorder
		.recorded_keys()
		.into_values()
		.flat_map(|keys| keys.into_keys())
		.map(|key| key.to_vec())
		.collect();
	let written = ext
		.overlayed_changes()
		.changes()
		.map(|(key, _)| key.clone())
		.collect();
	let visited_bytes = recorder.estimate_encoded_size();
	ext.commit_all().expect("the state of a test can be committed");
	(
		outcome,
		Accesses {
			read,
			written,
			visited_bytes,
		},
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_io::storage;

	#[test]
	fn accesses_should_tell_reads_from_writes() {
		let mut ext = sp_io::TestExternalities::new_empty();
		ext.execute_with(|| (0u8..200).for_each(|key| storage::set(&[key], &[key])));
		let (value, touched) = accesses(&mut ext, || {
			storage::set(b"new", b"");
			storage::clear(&[7]);
			storage::get(&[3]);
			storage::get(&[3])
		});
		assert_eq!(value.map(|bytes| bytes.to_vec()), Some(vec![3]));
		assert_eq!(touched.read, BTreeSet::from([vec![3]]));
		assert_eq!(touched.written, BTreeSet::from([b"new".to_vec(), vec![7]]));
	}

	#[test]
	fn accesses_should_show_an_iteration_that_reads_no_value() {
		let visited = |steps: usize| {
			let mut ext = sp_io::TestExternalities::new_empty();
			ext.execute_with(|| {
				(0u16..5_000).for_each(|key| storage::set(&key.to_be_bytes(), &key.to_be_bytes().repeat(20)))
			});
			accesses(&mut ext, || {
				let mut key = vec![0];
				(0..steps).for_each(|_| key = storage::next_key(&key).unwrap());
			})
			.1
			.visited_bytes
		};
		// Equal nodes count once: each key has a value of its own.
		let (few, many) = (visited(10), visited(4_000));
		assert!(many > 20 * few, "{few} and {many}");
	}
}
