// Command linearizability judges a history of operations; docs/histories.md tells its form.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/anishathalye/porcupine"
)

const (
	exitHolds     = 0
	exitViolation = 1
	exitUsage     = 2
	exitUndecided = 3
)

// A verdict is the program's answer.
type verdict struct {
	Verdict    string    `json:"verdict"`
	Operations int       `json:"operations"`
	Partitions int       `json:"partitions"`
	Failures   []failure `json:"failures,omitempty"`
	Undecided  []string  `json:"undecided,omitempty"`
}

// A failure is an object whose history can't be, the one with the fewest operations first.
type failure struct {
	Kind          string `json:"kind"`
	Key           string `json:"key"`
	Operations    int    `json:"operations"`
	Reason        string `json:"reason"`
	Visualization string `json:"visualization,omitempty"`
}

type partition struct{ kind, key string }

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(arguments []string, out, problems io.Writer) int {
	flags := flag.NewFlagSet("linearizability", flag.ContinueOnError)
	flags.SetOutput(problems)
	limit := flags.Duration("timeout", time.Minute, "for each register and task")
	folder := flags.String("visualizations", "", "folder for a page that shows the smallest failure")
	if flags.Parse(arguments) != nil || flags.NArg() != 1 {
		fmt.Fprintln(problems, "linearizability: expected one file: linearizability [--timeout 60s] [--visualizations FOLDER] HISTORY")
		return exitUsage
	}
	file, err := os.Open(flags.Arg(0))
	if err != nil {
		fmt.Fprintln(problems, "linearizability:", err)
		return exitUsage
	}
	defer file.Close()
	history, err := readHistory(file)
	if err != nil {
		fmt.Fprintf(problems, "linearizability: %s: %v\n", flags.Arg(0), err)
		return exitUsage
	}
	found, err := judge(history, *limit, *folder)
	if err != nil {
		fmt.Fprintln(problems, "linearizability:", err)
		return exitUsage
	}
	if err := json.NewEncoder(out).Encode(found); err != nil {
		fmt.Fprintln(problems, "linearizability:", err)
		return exitUsage
	}
	switch found.Verdict {
	case "holds":
		return exitHolds
	case "violation":
		return exitViolation
	default:
		return exitUndecided
	}
}

func judge(history []operation, limit time.Duration, folder string) (verdict, error) {
	parts := map[partition][]operation{}
	for _, one := range history {
		part := partition{kinds[one.Op], one.Key}
		if (one.Op == "write" || one.Op == "complete") && one.Input.Value == nil {
			return verdict{}, fmt.Errorf("expected a value of the %s of %s", one.Op, one.Key)
		}
		parts[part] = append(parts[part], one)
	}
	order := make([]partition, 0, len(parts))
	for part := range parts {
		order = append(order, part)
	}
	sort.Slice(order, func(i, j int) bool {
		left, right := len(parts[order[i]]), len(parts[order[j]])
		return left < right || (left == right && order[i].key < order[j].key)
	})
	found := verdict{Verdict: "holds", Operations: len(history), Partitions: len(parts)}
	for _, part := range order {
		if err := found.add(part, parts[part], limit, folder); err != nil {
			return found, err
		}
	}
	switch {
	case len(found.Failures) > 0:
		found.Verdict = "violation"
	case len(found.Undecided) > 0:
		found.Verdict = "undecided"
	}
	return found, nil
}

func (v *verdict) add(part partition, lines []operation, limit time.Duration, folder string) error {
	failed := failure{Kind: part.kind, Key: part.key, Operations: len(lines)}
	if part.kind == "watch" {
		if failed.Reason = checkWatches(lines); failed.Reason != "" {
			v.Failures = append(v.Failures, failed)
		}
		return nil
	}
	result, info := porcupine.CheckOperationsVerbose(model(), operations(lines), limit)
	switch result {
	case porcupine.Ok:
	case porcupine.Unknown:
		v.Undecided = append(v.Undecided, part.kind+" "+part.key)
	default:
		failed.Reason = "no order of its operations explains their answers"
		if folder != "" && len(v.Failures) == 0 {
			failed.Visualization = filepath.Join(folder, "violation.html")
			if err := porcupine.VisualizePath(model(), info, failed.Visualization); err != nil {
				return err
			}
		}
		v.Failures = append(v.Failures, failed)
	}
	return nil
}

// An operation of unknown fate may take effect at any later time, or never.
func operations(lines []operation) []porcupine.Operation {
	clients := map[string]int{}
	all := make([]porcupine.Operation, 0, len(lines))
	for _, line := range lines {
		if line.Outcome == outcomeUnknown && (line.Op == "read" || line.Op == "result") {
			continue
		}
		client, known := clients[line.Client]
		if !known {
			client = len(clients)
			clients[line.Client] = client
		}
		returned := line.Return
		if line.Outcome == outcomeUnknown {
			returned = math.MaxInt64
		}
		all = append(all, porcupine.Operation{
			ClientId: client, Input: line, Call: line.Invoke, Output: line, Return: returned,
		})
	}
	return all
}
