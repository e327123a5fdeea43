// Check a log in C2SP layout with the Go team's own code for notes, trees, tiles and proofs
// (golang.org/x/mod/sumdb). Reads one JSON object on standard input; says what it found in JSON, or
// leaves with 1 and the first thing that is wrong.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	Folder      string   // of one log: checkpoint, tile/…
	Key         string   // its verifier key line
	Inclusion   []proof  // proofs made elsewhere, under the checkpoint
	Consistency []proof  // the same for older heads
	Others      []string // key lines that must not verify
}

type proof struct {
	At   int64    // index of the entry, or size of the older head
	Hash []byte   // leaf hash, or root of the older head
	Path [][]byte
}

func try(err error, what string) {
	if err != nil {
		fmt.Fprintln(os.Stderr, what+": "+err.Error())
		os.Exit(1)
	}
}

func must(good bool, what string) {
	if !good {
		fmt.Fprintln(os.Stderr, what)
		os.Exit(1)
	}
}

// tiles reads the tiles of a folder; C2SP leaves the height, which is always 8, out of the path.
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(asked []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range asked {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func hashOf(data []byte) (hash tlog.Hash) {
	must(len(data) == tlog.HashSize, "a hash of another length")
	copy(hash[:], data)
	return hash
}

func pathOf(steps [][]byte) []tlog.Hash {
	path := make([]tlog.Hash, 0, len(steps))
	for _, step := range steps {
		path = append(path, hashOf(step))
	}
	return path
}

// head opens the checkpoint with the log's key and reads origin, size and root.
func head(in input) tlog.Tree {
	key, err := note.NewVerifier(in.Key)
	try(err, "key")
	data, err := os.ReadFile(filepath.Join(in.Folder, "checkpoint"))
	try(err, "checkpoint")
	read, err := note.Open(data, note.VerifierList(key))
	try(err, "note")
	for _, line := range in.Others {
		other, err := note.NewVerifier(line)
		try(err, "other key")
		_, err = note.Open(data, note.VerifierList(other))
		must(err != nil, "another key verifies the note")
	}
	lines := strings.Split(read.Text, "\n")
	must(len(lines) == 4 && lines[0] == key.Name(), "checkpoint lines")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	try(err, "size")
	root, err := base64.StdEncoding.DecodeString(lines[2])
	try(err, "root")
	return tlog.Tree{N: size, Hash: hashOf(root)}
}

// entries reads every bundle of entries and hashes each entry.
func entries(folder string, size int64) []tlog.Hash {
	var hashes []tlog.Hash
	for at := int64(0); at < size; at += 256 {
		width := 256
		if size-at < 256 {
			width = int(size - at)
		}
		tile := tlog.Tile{H: 8, L: -1, N: at / 256, W: width}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(folder, path))
		try(err, "entries")
		for len(data) > 1 {
			end := 2 + int(binary.BigEndian.Uint16(data))
			must(len(data) >= end, "a cut off entry")
			hashes = append(hashes, tlog.RecordHash(data[2:end]))
			data = data[end:]
		}
	}
	must(int64(len(hashes)) == size, "another number of entries")
	return hashes
}

func main() {
	var in input
	try(json.NewDecoder(os.Stdin).Decode(&in), "input")
	tree := head(in)
	reader := tlog.TileHashReader(tree, tiles{in.Folder})
	computed, err := tlog.TreeHash(tree.N, reader)
	try(err, "tiles")
	must(computed == tree.Hash, "the tiles lead to another root")
	for index, hash := range entries(in.Folder, tree.N) {
		path, err := tlog.ProveRecord(tree.N, int64(index), reader)
		try(err, "prove record")
		try(tlog.CheckRecord(path, tree.N, tree.Hash, int64(index), hash), "record")
	}
	for _, p := range in.Inclusion {
		try(tlog.CheckRecord(pathOf(p.Path), tree.N, tree.Hash, p.At, hashOf(p.Hash)), "inclusion")
	}
	for _, p := range in.Consistency {
		old, err := tlog.TreeHash(p.At, reader)
		try(err, "older root")
		must(old == hashOf(p.Hash), "another older root")
		try(tlog.CheckTree(pathOf(p.Path), tree.N, tree.Hash, p.At, old), "consistency")
		made, err := tlog.ProveTree(tree.N, p.At, reader)
		try(err, "prove tree")
		must(fmt.Sprint(made) == fmt.Sprint(tlog.TreeProof(pathOf(p.Path))), "another proof")
	}
	out := map[string]any{"size": tree.N, "root": fmt.Sprintf("%x", tree.Hash[:])}
	try(json.NewEncoder(os.Stdout).Encode(out), "output")
}
