package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func bytes64(text string) []byte { return must(base64.StdEncoding.DecodeString(text)) }

func main() {
	var genesis struct{ Parties []struct{ Party, Log string } }
	json.Unmarshal(must(os.ReadFile(os.Args[1])), &genesis)
	proof, signed, _ := strings.Cut(string(must(os.ReadFile(os.Args[3]))), "\n\n")
	origin, _, _ := strings.Cut(signed, "\n")
	var known []note.Verifier
	for _, p := range genesis.Parties {
		if p.Party == os.Args[2] {
			key := ed25519.PublicKey(bytes64(p.Log)[12:])
			known = append(known, must(note.NewVerifier(must(note.NewEd25519VerifierKey(origin, key)))))
		}
	}
	head := must(note.Open([]byte(signed), note.VerifierList(known...)))
	var index, size int64
	var root, step tlog.Hash
	fmt.Sscan(strings.Split(head.Text, "\n")[1], &size)
	copy(root[:], bytes64(strings.Split(head.Text, "\n")[2]))
	lines := strings.Split(proof, "\n")
	fmt.Sscanf(lines[1], "index %d", &index)
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		copy(step[:], bytes64(line))
		path = append(path, step)
	}
	leaf := tlog.RecordHash(must(os.ReadFile(os.Args[4])))
	if err := tlog.CheckRecord(path, size, root, index, leaf); err != nil {
		panic(err)
	}
	fmt.Printf("proven: entry %d of %d in %s\n", index, size, origin)
}
