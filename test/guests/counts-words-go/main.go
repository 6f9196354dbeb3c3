// The guest counts-words-go: plain Go and its standard library, on WASI preview 1 with the adapter to 0.2.
package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"unsafe"

	world "counts-words-go/internal/test/counts-words-go/counts-words-go"
	"counts-words-go/internal/test/counts-words-go/words"

	"go.bytecodealliance.org/cm"
)

//go:generate go tool wit-bindgen-go generate --out internal --package-root counts-words-go/internal world.wit

func init() {
	words.Exports.CountWords = countWords
	world.Exports.ReadFile = readFile
	world.Exports.ReadVariable = readVariable
	world.Exports.PrintLine = func(line string) { fmt.Println(line) }
}

func main() {}

func countWords(text string) cm.List[words.WordCount] {
	counts := map[string]uint32{}
	for _, word := range strings.Fields(text) {
		counts[strings.ToLower(word)]++
	}
	list := make([]words.WordCount, 0, len(counts))
	for word, count := range counts {
		list = append(list, words.WordCount{Word: strings.Clone(word), Count: count})
	}
	slices.SortFunc(list, func(a, b words.WordCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Word, b.Word))
	})
	return cm.ToList(list)
}

func readFile(path string) cm.Result[string, string, string] {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return cm.Err[cm.Result[string, string, string]](err.Error())
	}
	return cm.OK[cm.Result[string, string, string]](string(bytes))
}

func readVariable(name string) cm.Option[string] {
	value, found := os.LookupEnv(name)
	if !found {
		return cm.None[string]()
	}
	return cm.Some(value)
}

// Keeps what the host wrote reachable for the garbage collector; an instance lives for one call.
var received [][]byte

//go:wasmexport cabi_realloc
func reallocate(old unsafe.Pointer, oldSize, _, size uint32) unsafe.Pointer {
	if size <= oldSize {
		return old
	}
	bytes := make([]byte, size)
	if old != nil {
		copy(bytes, unsafe.Slice((*byte)(old), oldSize))
	}
	received = append(received, bytes)
	return unsafe.Pointer(&bytes[0])
}
