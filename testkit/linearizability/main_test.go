package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	absent = `{"client":"c","op":"read","key":"a","output":{},"outcome":"ok","invoke":0,"return":1}`
	first  = `{"client":"c","op":"write","key":"a","input":{"value":"x","expected":0},"output":{"revision":5},"outcome":"ok","invoke":2,"return":3}`
)

func read(client, value string, revision, invoke, returned string) string {
	return `{"client":"` + client + `","op":"read","key":"a","output":{"value":"` + value + `","revision":` + revision +
		`},"outcome":"ok","invoke":` + invoke + `,"return":` + returned + `}`
}

func write(client, value, expected, outcome, revision, invoke, returned string) string {
	return `{"client":"` + client + `","op":"write","key":"a","input":{"value":"` + value + `","expected":` + expected +
		`},"output":{"revision":` + revision + `},"outcome":"` + outcome + `","invoke":` + invoke + `,"return":` + returned + `}`
}

func task(op, value, outcome, invoke, returned string) string {
	side := "input"
	if op == "result" {
		side = "output"
	}
	return `{"client":"c` + invoke + `","op":"` + op + `","key":"t","` + side + `":{"value":"` + value + `"},"outcome":"` + outcome +
		`","invoke":` + invoke + `,"return":` + returned + `}`
}

func watch(client, after string) string {
	return `{"client":"` + client + `","op":"watch","key":"w","input":{"after":` + after + `},"outcome":"ok","invoke":0,"return":0}`
}

func event(client, revision, value string) string {
	return `{"client":"` + client + `","op":"event","key":"w","output":{"revision":` + revision + `,"value":"` + value +
		`"},"outcome":"ok","invoke":0,"return":0}`
}

func TestVerdicts(t *testing.T) {
	for name, one := range map[string]struct {
		exit  int
		lines []string
	}{
		"reads what was written":         {exitHolds, []string{absent, first, read("d", "x", "5", "4", "5")}},
		"stale read":                     {exitViolation, []string{first, `{"client":"d","op":"read","key":"a","output":{},"outcome":"ok","invoke":4,"return":5}`}},
		"read during the write":          {exitHolds, []string{first, `{"client":"d","op":"read","key":"a","output":{},"outcome":"ok","invoke":2,"return":9}`}},
		"lost acknowledged write":        {exitViolation, []string{first, write("d", "y", "5", "ok", "6", "4", "5"), read("c", "x", "5", "6", "7")}},
		"two writes on one revision":     {exitViolation, []string{first, write("c", "y", "5", "ok", "6", "4", "9"), write("d", "z", "5", "ok", "7", "4", "9")}},
		"one of two is refused":          {exitHolds, []string{first, write("c", "y", "5", "ok", "6", "4", "9"), write("d", "z", "5", "refused", "0", "4", "9")}},
		"refused without a reason":       {exitViolation, []string{first, write("c", "y", "5", "refused", "0", "4", "5")}},
		"repeated apply":                 {exitViolation, []string{first, write("c", "y", "-1", "ok", "6", "4", "5"), read("c", "y", "7", "6", "7")}},
		"revision falls":                 {exitViolation, []string{first, write("c", "y", "-1", "ok", "4", "4", "5")}},
		"unknown write that took effect": {exitHolds, []string{first, write("c", "y", "5", "unknown", "0", "4", "0"), read("d", "y", "9", "6", "7"), read("d", "y", "9", "8", "9")}},
		"unknown write that did not":     {exitHolds, []string{first, write("c", "y", "5", "unknown", "0", "4", "0"), read("d", "x", "5", "6", "7")}},
		"unknown write, undone":          {exitViolation, []string{first, write("c", "y", "5", "unknown", "0", "4", "0"), read("d", "y", "9", "6", "7"), read("d", "x", "5", "8", "9")}},
		"one result":                     {exitHolds, []string{task("complete", "r", "ok", "1", "2"), task("complete", "s", "refused", "3", "4"), task("result", "r", "ok", "5", "6")}},
		"two results":                    {exitViolation, []string{task("complete", "r", "ok", "1", "2"), task("complete", "s", "ok", "3", "4")}},
		"a refused result":               {exitViolation, []string{task("complete", "r", "refused", "1", "2"), task("result", "r", "ok", "3", "4")}},
		"a result of unknown fate":       {exitHolds, []string{task("complete", "r", "unknown", "1", "2"), task("result", "r", "ok", "3", "4")}},
		"watches agree":                  {exitHolds, []string{watch("c", "4"), event("c", "5", "x"), event("c", "7", "y"), watch("d", "5"), event("d", "7", "y")}},
		"a watch with a gap":             {exitViolation, []string{watch("c", "4"), event("c", "5", "x"), event("c", "7", "y"), watch("d", "4"), event("d", "7", "y")}},
		"a watch that repeats":           {exitViolation, []string{watch("c", "4"), event("c", "5", "x"), event("c", "5", "x")}},
		"a watch out of order":           {exitViolation, []string{watch("c", "4"), event("c", "7", "y"), event("c", "5", "x")}},
		"watches of two histories":       {exitViolation, []string{watch("c", "4"), event("c", "5", "x"), watch("d", "4"), event("d", "5", "y")}},
		"a watch after compaction":       {exitHolds, []string{watch("c", "4"), event("c", "5", "x"), event("c", "7", "y"), watch("d", "4"), watch("d", "6"), event("d", "7", "y")}},
		"no JSON":                        {exitUsage, []string{"{"}},
		"an unknown op":                  {exitUsage, []string{strings.Replace(absent, "read", "look", 1)}},
		"a field too many":               {exitUsage, []string{strings.Replace(absent, "{", `{"more":1,`, 1)}},
		"a return before its invocation": {exitUsage, []string{read("c", "x", "1", "5", "4")}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "history.jsonl")
			if err := os.WriteFile(path, []byte(strings.Join(one.lines, "\n")), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, problems bytes.Buffer
			if exit := run([]string{"--visualizations", folder, path}, &out, &problems); exit != one.exit {
				t.Fatalf("expected exit code %d, but found %d: %s%s", one.exit, exit, &out, &problems)
			}
			if one.exit != exitViolation {
				return
			}
			var found verdict
			if err := json.Unmarshal(out.Bytes(), &found); err != nil {
				t.Fatal(err)
			}
			if page := found.Failures[0].Visualization; page != "" {
				if _, err := os.Stat(page); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestSmallestFailureComesFirst(t *testing.T) {
	large := []string{first, write("c", "y", "5", "refused", "0", "4", "5"), read("c", "x", "5", "6", "7")}
	var lines []string
	for _, line := range large {
		lines = append(lines, strings.Replace(line, `"key":"a"`, `"key":"large"`, 1))
	}
	lines = append(lines, first, write("c", "y", "5", "refused", "0", "4", "5"))
	history, err := readHistory(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	found, err := judge(history, 0, "")
	if err != nil || len(found.Failures) != 2 || found.Failures[0].Key != "a" {
		t.Fatalf("expected the smaller of two failures first, but found %+v %v", found, err)
	}
}
