package main

import (
	"fmt"
	"sort"
)

// checkWatches holds the watches of one key to each other: what any of them saw, all must see that
// were there, once and in order. A client's watch begins, or begins anew, by a line of its own.
func checkWatches(lines []operation) string {
	values := map[int64]string{}
	for _, line := range lines {
		if line.Op != "event" {
			continue
		}
		value := text(line.Output.Value)
		if other, seen := values[line.Output.Revision]; seen && other != value {
			return fmt.Sprintf("revision %d is %s to one and %s to another", line.Output.Revision, other, value)
		}
		values[line.Output.Revision] = value
	}
	revisions := make([]int64, 0, len(values))
	for revision := range values {
		revisions = append(revisions, revision)
	}
	sort.Slice(revisions, func(i, j int) bool { return revisions[i] < revisions[j] })

	positions := map[string]int64{}
	for _, line := range lines {
		position, isOpen := positions[line.Client]
		switch {
		case line.Op == "watch":
			positions[line.Client] = line.Input.After
		case !isOpen:
			return fmt.Sprintf("%s saw an event before its watch began", line.Client)
		default:
			found := line.Output.Revision
			if found <= position {
				return fmt.Sprintf("%s saw revision %d at or after %d: a repeat, or out of order", line.Client, found, position)
			}
			next := sort.Search(len(revisions), func(i int) bool { return revisions[i] > position })
			if revisions[next] != found {
				return fmt.Sprintf("%s saw revision %d behind %d, but others saw %d between: a gap", line.Client, found, position, revisions[next])
			}
			positions[line.Client] = found
		}
	}
	return ""
}
