package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

const (
	lineBytesMax  = 1 << 20
	operationsMax = 5_000_000

	outcomeOK      = "ok"
	outcomeRefused = "refused"
	outcomeUnknown = "unknown"

	expectAny    = -1
	expectAbsent = 0
)

// An operation is one line of a history.
type operation struct {
	Client  string `json:"client"`
	Op      string `json:"op"`
	Key     string `json:"key"`
	Input   input  `json:"input"`
	Output  output `json:"output"`
	Outcome string `json:"outcome"`
	Invoke  int64  `json:"invoke"`
	Return  int64  `json:"return"`
}

// What was asked for. A write expects a revision, or any (-1), or that there is none (0); a watch
// begins behind a revision.
type input struct {
	Value    *string `json:"value,omitempty"`
	Expected int64   `json:"expected,omitempty"`
	After    int64   `json:"after,omitempty"`
}

// What was answered. No value means that there is none.
type output struct {
	Value    *string `json:"value,omitempty"`
	Revision int64   `json:"revision,omitempty"`
}

// The kind of object that each operation is of.
var kinds = map[string]string{
	"read":     "register",
	"write":    "register",
	"result":   "task",
	"complete": "task",
	"watch":    "watch",
	"event":    "watch",
}

func readHistory(from io.Reader) ([]operation, error) {
	var history []operation
	lines := bufio.NewScanner(from)
	lines.Buffer(make([]byte, 0, 64*1024), lineBytesMax)
	for number := 1; lines.Scan(); number++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if len(history) == operationsMax {
			return nil, fmt.Errorf("line %d: expected at most %d operations", number, operationsMax)
		}
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.DisallowUnknownFields()
		var one operation
		if err := decoder.Decode(&one); err != nil {
			return nil, fmt.Errorf("line %d: expected an operation as JSON: %w", number, err)
		}
		if err := one.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		history = append(history, one)
	}
	return history, lines.Err()
}

func (o operation) check() error {
	if kinds[o.Op] == "" {
		return fmt.Errorf("expected an op of read, write, complete, result, watch, event; found %q", o.Op)
	}
	if o.Client == "" || o.Key == "" {
		return fmt.Errorf("expected a client and a key")
	}
	switch o.Outcome {
	case outcomeOK, outcomeRefused:
		if o.Return < o.Invoke {
			return fmt.Errorf("expected a return not before the invocation at %d; found %d", o.Invoke, o.Return)
		}
	case outcomeUnknown:
	default:
		return fmt.Errorf("expected an outcome of ok, refused, unknown; found %q", o.Outcome)
	}
	return nil
}
