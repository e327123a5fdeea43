// Check Ed25519 signatures with Node's crypto: a JSON array of {key, sig, message} in base64 on
// standard input, an array of true and false on standard output. `key` is a SubjectPublicKeyInfo.
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const from = text => Buffer.from(text, 'base64')
const good = JSON.parse(readFileSync(0, 'utf8')).map(({ key, sig, message }) =>
  verify(null, from(message), createPublicKey({ key: from(key), format: 'der', type: 'spki' }), from(sig)))
console.log(JSON.stringify(good))
