// Be a foreign log that asks an Overflight node for cosignatures (C2SP tlog-witness), with the Go
// team's own code for TLS, HTTP, notes, trees and proofs. Reads one JSON object on standard input;
// says in JSON what was answered, or leaves with 1 and the first thing that is wrong.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	URL     string // of add-checkpoint
	Cert    string // PEM, shown to the node
	Key     string // PEM
	Pin     string // hex SHA-256 of the node's SubjectPublicKeyInfo
	Signer  string // of the log, as x/mod writes private keys
	Log     string // its verifier key
	Witness string // name of the witness
	Public  []byte // its Ed25519 key
	Sizes   []int64
}

func try(err error, what string) {
	if err != nil {
		fmt.Fprintln(os.Stderr, what+": "+err.Error())
		os.Exit(1)
	}
}

// cosigner verifies cosignature/v1 lines: a time, then Ed25519 over the time and the text.
type cosigner struct {
	name   string
	public ed25519.PublicKey
}

func (c cosigner) Name() string { return c.name }

func (c cosigner) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(c.name+"\n\x04"), c.public...))
	return binary.BigEndian.Uint32(sum[:])
}

func (c cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	front := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.public, append([]byte(front), text...), sig[8:])
}

// log keeps the hashes of a growing tree.
type log struct {
	size   int64
	hashes []tlog.Hash
}

func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		found = append(found, l.hashes[index])
	}
	return found, nil
}

func (l *log) grow(size int64) {
	for ; l.size < size; l.size++ {
		more, err := tlog.StoredHashes(l.size, []byte(fmt.Sprint("entry ", l.size)), l)
		try(err, "hashes")
		l.hashes = append(l.hashes, more...)
	}
}

func (l *log) head(size int64, signer note.Signer) []byte {
	root, err := tlog.TreeHash(size, l)
	try(err, "root")
	text := fmt.Sprintf("%s\n%d\n%s\n", signer.Name(), size, base64.StdEncoding.EncodeToString(root[:]))
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	try(err, "sign")
	return signed
}

func (l *log) body(old, size int64, signer note.Signer) []byte {
	var steps strings.Builder
	if old > 0 && old < size {
		proof, err := tlog.ProveTree(size, old, l)
		try(err, "proof")
		for _, step := range proof {
			steps.WriteString(base64.StdEncoding.EncodeToString(step[:]) + "\n")
		}
	}
	return append([]byte(fmt.Sprintf("old %d\n%s\n", old, steps.String())), l.head(size, signer)...)
}

func client(in input) *http.Client {
	cert, err := tls.X509KeyPair([]byte(in.Cert), []byte(in.Key))
	try(err, "certificate")
	pinned := func(raw [][]byte, _ [][]*x509.Certificate) error {
		shown, err := x509.ParseCertificate(raw[0])
		if err != nil {
			return err
		}
		sum := sha256.Sum256(shown.RawSubjectPublicKeyInfo)
		if hex.EncodeToString(sum[:]) != in.Pin {
			return errors.New("another key")
		}
		return nil
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		Certificates:          []tls.Certificate{cert},
		InsecureSkipVerify:    true, // the key is compared instead
		VerifyPeerCertificate: pinned,
		MinVersion:            tls.VersionTLS13,
	}}}
}

type answer struct {
	Status int
	Media  string
	Body   string
}

func main() {
	var in input
	try(json.NewDecoder(os.Stdin).Decode(&in), "input")
	signer, err := note.NewSigner(in.Signer)
	try(err, "signer")
	known, err := note.NewVerifier(in.Log)
	try(err, "verifier")
	keys := note.VerifierList(known, cosigner{in.Witness, in.Public})
	calls := client(in)
	post := func(body []byte) answer {
		response, err := calls.Post(in.URL, "text/plain", bytes.NewReader(body))
		try(err, "post")
		defer response.Body.Close()
		said, err := io.ReadAll(response.Body)
		try(err, "answer")
		return answer{response.StatusCode, response.Header.Get("Content-Type"), string(said)}
	}
	var answers []answer
	tree := &log{}
	old := int64(0)
	for _, size := range in.Sizes {
		tree.grow(size)
		got := post(tree.body(old, size, signer))
		answers = append(answers, got)
		if got.Status != http.StatusOK {
			continue
		}
		opened, err := note.Open(append(tree.head(size, signer), got.Body...), keys)
		try(err, "open")
		if len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 {
			try(errors.New("a line that does not verify"), "open")
		}
		old = size
	}
	// What must be refused.
	tree.grow(old + 9)
	bad := tree.body(old, old+9, signer)
	stranger, _, err := note.GenerateKey(nil, signer.Name())
	try(err, "key")
	foreign, err := note.NewSigner(stranger)
	try(err, "key")
	elsewhere, _, err := note.GenerateKey(nil, "elsewhere.example/log")
	try(err, "key")
	other, err := note.NewSigner(elsewhere)
	try(err, "key")
	for _, body := range [][]byte{
		tree.body(old-1, old+9, signer),                     // 409
		append([]byte("old 0"), bad...),                     // 400
		tree.body(old, old+9, foreign),                      // 403
		tree.body(old, old+9, other),                        // 404
		bytes.Replace(bad, []byte("\n"), []byte("\n"+strings.Repeat("A", 43)+"=\n"), 1), // 422
	} {
		answers = append(answers, post(body))
	}
	try(json.NewEncoder(os.Stdout).Encode(answers), "output")
}
