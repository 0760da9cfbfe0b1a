/** The Filecoin test server: what it writes and reads, to the byte. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Address, maskedId } from '../src/filecoin/address.ts';
import { ALICE, CUSTODY, dice, MEMO } from '../src/filecoin/client.ts';
import {
	amountBytes,
	amountFromBytes,
	base32,
	base64,
	blake2b,
	cbor,
	cidText,
	fromBase32,
	fromBase64,
	fromCbor,
	fromHex,
	hex,
	parseCid,
	readUvarint,
	utf8,
	uvarint,
} from '../src/filecoin/encoding.ts';
import {
	type Message,
	depositMemo,
	exportedKey,
	keyOf,
	messageCbor,
	messageCid,
	messageFromCbor,
	proposalHash,
	proposeParams,
	redeemMemo,
	signedMessage,
	signerOf,
	txnParams,
} from '../src/filecoin/message.ts';
import { FIL } from '../src/filecoin/state.ts';

describe('encoding', () => {
	const RAW =
		'8a00583103802d67ff9a87c6c227d3441f9e13eeb34d72c0b823d37ea4679b0622de42c191004c53abf17ccf7b2dc585d781de8035550172705674338c21ede614258978f0e4161b587b0918b44a00056bc75e2d631000001a003739e044006e0fd64400061de20040';
	const SIGNATURE =
		'3e0aeebf3de783405e46574553eb8c935dfa9d7c197d5661808c4694f5f9de4b788bdfd34a9b51f4bd863366a3b552a69384053eb3e6e3896487bd694eea028600';
	const PUBLIC_KEY =
		'04054a56978bd8cbe7081966f18981cd19e8b69028bb1bd11bc56c05888ab075d1d2f46ae8e76b77ed6573e83604988f430c3f80d1c3fb6d83084f5044788f67b8';
	const SENDER = 'f1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q';

	test('names and signs a message of mainnet as mainnet did', () => {
		const message = messageFromCbor(fromHex(RAW));
		assert.equal(hex(messageCbor(message)), RAW);
		assert.equal(message.value, 100n * FIL);
		assert.equal(message.nonce, 180);
		assert.equal(cidText(messageCid(message)), 'bafy2bzaceb5f6ng6qebjb22zzh63ribbp2mnq53de3u62flruywitof7lkxzw');
		assert.equal(hex(blake2b(messageCid(message), 32)), 'ee9499af7cd4b68b612ca9f4aa47a49d3670c0322fb082af6fa464a492d38865');
		const signature = { type: 1, data: fromHex(SIGNATURE) };
		assert.equal(signerOf(message, signature)?.text(), SENDER);
		assert.equal(signedMessage(message, signature).cid, 'bafy2bzacebmxdgvlwh6szsmbz7codx35obiuhdhfaviw5ssfgg4lidupcfk4k');
		assert.equal(Address.secp(fromHex(PUBLIC_KEY)).text(), SENDER);
		assert.equal(hex(Address.parse(SENDER).bytes), '0172705674338c21ede614258978f0e4161b587b09');
		const key = keyOf('anyone');
		const signed = key.sign({ ...message, from: key.address });
		assert.equal(signerOf(signed.message, signed.signature)?.text(), key.address.text());
		const exported = JSON.parse(Buffer.from(exportedKey(key), 'hex').toString()) as { Type: string; PrivateKey: string };
		assert.deepEqual([exported.Type, exported.PrivateKey], ['secp256k1', base64(key.secretKey)]);
		const forged = { ...message, value: message.value + 1n };
		assert.notEqual(signerOf(forged, signature)?.text(), SENDER);
	});

	test('names a BLS message of mainnet as mainnet did', () => {
		const message: Message = {
			to: Address.parse('f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq'),
			from: Address.parse('f16k4kochdxvsscebwfaiwg2hsbx2ydiqfy5zbmxi'),
			nonce: 1,
			value: 49_500_000_000_000_000_000n,
			gasLimit: 2_260_810,
			feeCap: 9_015_347n,
			premium: 150_282n,
			method: 0,
			params: new Uint8Array(),
		};
		assert.equal(cidText(messageCid(message)), 'bafy2bzaceceemtti4amop2qlchfu4w4mbyjbgsxuimliiqyv3crqaj4rfp57c');
		const bls = signedMessage(message, { type: 2, data: new Uint8Array(96) });
		assert.equal(bls.cid, bls.unsignedCid);
	});

	test('writes memos and parameters of a multisig to the byte', () => {
		assert.equal(base64(depositMemo(ALICE)), MEMO);
		assert.equal(hex(depositMemo(ALICE)), '5829444d455801d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27df18ee626');
		const memo = redeemMemo(42n, fromHex('7e00d8cfa2563ae2'));
		assert.equal(base64(memo), 'WBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk');
		const proposal = { to: Address.parse(SENDER), value: (3n * FIL) / 2n, method: 0, params: memo };
		assert.equal(
			base64(proposeParams(proposal)),
			'hFUBcnBWdDOMIe3mFCWJePDkFhtYewlJABTREg17FgAAAFgbWBlETVhSAQAAAAAAAAAqfgDYz6JWOuIfWfmk',
		);
		const hash = proposalHash(1000, proposal);
		assert.equal(hex(hash), '2b1499f6ef8d40c42213058adb7b272273b244827df02f7a3735e7f00075950f');
		assert.equal(base64(txnParams(7, hash)), 'ggdYICsUmfbvjUDEIhMFitt7JyJzskSCffAvejc15/AAdZUP');
		assert.equal(base64(cbor([true, 0, new Uint8Array()])), 'g/UAQA==');
		assert.equal(base64(cbor([true, 6, new Uint8Array()])), 'g/UGQA==');
	});

	test('reads addresses of all protocols, and only in their canonical form', () => {
		const ethereum = '0xd388ab098ed3e84c0d808776440b48f685198498';
		const delegated = Address.ethereum(ethereum);
		assert.equal(delegated.text('t'), 't410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy');
		assert.equal(Address.parse('t410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy', 't').ethereumHex, ethereum);
		assert.equal(maskedId(CUSTODY), '0xff000000000000000000000000000000002dc73b');
		assert.equal(Address.ethereum(maskedId(CUSTODY)).text(), 'f03000123');
		const texts = [
			'f00',
			'f018446744073709551615',
			SENDER,
			Address.actor(utf8('x')).text(),
			delegated.text(),
			'f3rnlnagjk5wlk23q3lwlaqq7afy2gvtglxr2mltmbbzh4udxeabnl46pstnxtghbya45fxr4f67dyg2yrkrpq',
		];
		for (const text of texts) {
			const address = Address.parse(text);
			assert.equal(address.text(), text);
			assert.equal(Address.fromBytes(address.bytes).text(), text);
			assert.throws(() => Address.parse(text, 't'), text);
		}
		const bad = [
			'',
			'f',
			'f0',
			'f0+1',
			'f001',
			'f0-1',
			'f018446744073709551616',
			'f51',
			SENDER.toUpperCase(),
			SENDER.replace('f1', 'f2'),
			SENDER.replace(/q$/, 'a'),
			SENDER.slice(0, -1),
			`${SENDER}a`,
			`${SENDER}=`,
			't410f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy',
			'f411f2oekwcmo2pueydmaq53eic2i62crtbeyuzx2gmy',
		];
		for (const text of bad) assert.throws(() => Address.parse(text), text);
		const masked = `040a${maskedId(5).slice(2)}`;
		assert.throws(() => Address.fromBytes(fromHex(masked)), 'a masked id is no f410 address');
	});

	test('reads back what it writes, and nothing else', () => {
		const roll = dice(1);
		const random = (size: number): Uint8Array => Uint8Array.from({ length: size }, () => roll(256));
		for (let round = 0; round < 500; round += 1) {
			const bytes = random(roll(70));
			assert.deepEqual(fromBase32(base32(bytes)), bytes);
			assert.deepEqual(fromBase64(base64(bytes)), bytes);
			const value = BigInt(`0x${hex(random(8))}`) >> BigInt(roll(64));
			assert.deepEqual(readUvarint(uvarint(value)), { value, size: uvarint(value).length });
			assert.equal(amountFromBytes(amountBytes(value)), value);
			assert.equal(amountFromBytes(amountBytes(-value)), -value);
			const nested = [value, -1n - value, [bytes, true, null], 'text'];
			assert.deepEqual(fromCbor(cbor(nested)), nested);
		}
		for (const wrong of ['1801', '5801aa', '8201', '0000', 'ff', '9f00ff', '190001', 'a0']) {
			assert.throws(() => fromCbor(fromHex(wrong)), wrong);
		}
		assert.throws(() => amountFromBytes(fromHex('00')), 'zero is nothing');
		assert.throws(() => amountFromBytes(fromHex('000001')), 'leading zeros');
		assert.throws(() => readUvarint(fromHex('8000')), 'a varint that is too long');
		assert.throws(() => fromBase32('aaaaab'), 'bits after the end');
		assert.throws(() => parseCid('bafkreiaa'));
	});
});
