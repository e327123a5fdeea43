// Check ML-DSA-44 signatures with @noble/post-quantum: a JSON array of {key, sig, message} in base64
// on standard input, an array of true and false on standard output. `key` is the raw public key.
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { readFileSync } from 'node:fs'

const from = text => new Uint8Array(Buffer.from(text, 'base64'))
const check = ({ key, sig, message }) => {
  try {
    return ml_dsa44.verify(from(sig), from(message), from(key))
  } catch {
    return false // a signature or key of another length
  }
}
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(check)))
