// Package export_test_counts_words_go_words holds the interface words, under the name that wit-bindgen asks for.
package export_test_counts_words_go_words

import (
	"cmp"
	"slices"
	"strings"

	"wit_component/test_counts_words_go_words"
)

type wordCount = test_counts_words_go_words.WordCount

// CountWords counts the words of a text, the most frequent first.
func CountWords(text string) []wordCount {
	counts := map[string]uint32{}
	for _, word := range strings.Fields(text) {
		counts[strings.ToLower(word)]++
	}
	list := make([]wordCount, 0, len(counts))
	for word, count := range counts {
		list = append(list, wordCount{Word: strings.Clone(word), Count: count})
	}
	slices.SortFunc(list, func(a, b wordCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Word, b.Word))
	})
	return list
}
