package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// A cell is a register, or the result of a task. Where a write of unknown fate may have set it, its
// revision is known only to be above one.
type cell struct {
	Exists   bool
	Value    string
	Revision int64
	IsAbove  bool
}

// The states that may follow when an operation takes effect on a cell.
func step(state, in, out any) []any {
	before, op, answer := state.(cell), in.(operation), out.(operation)
	switch op.Op {
	case "read":
		return before.read(answer.Output)
	case "write":
		return before.write(op, answer)
	case "result":
		return before.readValue(answer.Output)
	default:
		return before.complete(op, answer)
	}
}

func (c cell) holds(found output) bool {
	if found.Value == nil {
		return !c.Exists
	}
	return c.Exists && c.Value == *found.Value
}

func (c cell) read(found output) []any {
	if !c.holds(found) {
		return nil
	}
	if !c.Exists {
		return []any{c}
	}
	return c.at(found.Revision)
}

func (c cell) readValue(found output) []any {
	if c.holds(found) {
		return []any{c}
	}
	return nil
}

// The cell, if this may be its revision.
func (c cell) at(revision int64) []any {
	if c.IsAbove && revision > c.Revision {
		c.Revision, c.IsAbove = revision, false
		return []any{c}
	}
	if !c.IsAbove && revision == c.Revision {
		return []any{c}
	}
	return nil
}

func (c cell) write(op, answer operation) []any {
	matches := c.expects(op.Input.Expected)
	after := cell{Exists: true, Value: *op.Input.Value}
	switch answer.Outcome {
	case outcomeOK:
		after.Revision = answer.Output.Revision
		if len(matches) == 0 || after.Revision <= c.Revision {
			return nil
		}
		return []any{after}
	case outcomeRefused:
		// Its revision may be another than the expected one.
		if len(matches) == 0 || (c.IsAbove && op.Input.Expected > 0) {
			return []any{c}
		}
		return nil
	default:
		states := []any{c}
		for range matches {
			after.Revision, after.IsAbove = c.Revision, true
			states = append(states, after)
		}
		return states
	}
}

// The cell as it must be for a write to be accepted; none where it can't be.
func (c cell) expects(revision int64) []any {
	switch {
	case revision == expectAny:
		return []any{c}
	case revision == expectAbsent:
		if c.Exists {
			return nil
		}
		return []any{c}
	case !c.Exists:
		return nil
	default:
		return c.at(revision)
	}
}

func (c cell) complete(op, answer operation) []any {
	after := cell{Exists: true, Value: *op.Input.Value}
	switch answer.Outcome {
	case outcomeOK:
		if c.Exists {
			return nil
		}
		return []any{after}
	case outcomeRefused:
		// The lease may have gone to another.
		return []any{c}
	default:
		if c.Exists {
			return []any{c}
		}
		return []any{c, after}
	}
}

func describe(in, out any) string {
	op, answer := in.(operation), out.(operation)
	return fmt.Sprintf("%s %s: %s %d -> %s %s %d", op.Client, op.Op, text(op.Input.Value), op.Input.Expected,
		answer.Outcome, text(answer.Output.Value), answer.Output.Revision)
}

func text(value *string) string {
	if value == nil {
		return "nothing"
	}
	return *value
}

func model() porcupine.Model {
	nondeterministic := porcupine.NondeterministicModel{
		Init:              func() []any { return []any{cell{}} },
		Step:              step,
		DescribeOperation: describe,
	}
	return nondeterministic.ToModel()
}
