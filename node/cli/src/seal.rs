//! Shows BABE the seal of a block while it looks for equivocations.
//!
//! `sc-consensus-babe` 0.60 compares, keeps and reports headers as they go through the import: without the seal, which waits among
//! the post-digests. What it reports like that proves nothing, and the runtime refuses it. So the seal is put back into the header
//! before BABE's import ([`Sealed`]), and taken out again behind it ([`Unsealed`]), where the block is executed without it.

use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sp_runtime::{
	traits::{Block as BlockT, Header as _},
	DigestItem,
};

/// Where the post-digests wait between the two.
const POST_DIGESTS: &[u8] = b"dmex-post-digests";

/// Around BABE's import.
#[derive(Clone)]
pub struct Sealed<I>(pub I);

/// What BABE's import hands the block on to.
#[derive(Clone)]
pub struct Unsealed<I>(pub I);

#[async_trait::async_trait]
impl<B: BlockT, I: BlockImport<B> + Send + Sync> BlockImport<B> for Sealed<I> {
	type Error = I::Error;

	async fn check_block(&self, block: BlockCheckParams<B>) -> Result<ImportResult, Self::Error> {
		self.0.check_block(block).await
	}

	async fn import_block(&self, mut block: BlockImportParams<B>) -> Result<ImportResult, Self::Error> {
		block.post_hash = Some(block.post_hash());
		let post_digests = core::mem::take(&mut block.post_digests);
		for item in &post_digests {
			block.header.digest_mut().push(item.clone());
		}
		block.insert_intermediate(POST_DIGESTS, post_digests);
		self.0.import_block(block).await
	}
}

#[async_trait::async_trait]
impl<B: BlockT, I: BlockImport<B> + Send + Sync> BlockImport<B> for Unsealed<I> {
	type Error = I::Error;

	async fn check_block(&self, block: BlockCheckParams<B>) -> Result<ImportResult, Self::Error> {
		self.0.check_block(block).await
	}

	async fn import_block(&self, mut block: BlockImportParams<B>) -> Result<ImportResult, Self::Error> {
		if let Ok(post_digests) = block.remove_intermediate::<Vec<DigestItem>>(POST_DIGESTS) {
			for _ in &post_digests {
				block.header.digest_mut().pop();
			}
			block.post_digests = post_digests;
		}
		self.0.import_block(block).await
	}
}
