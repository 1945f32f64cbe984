package builtin.namespace_quota_test

import data.builtin.namespace_quota as policy

question(type, usage, existing) := {
	"resource": {"type": type, "write": {"type": "Put"}},
	"existing": existing,
	"usage": usage,
	"parameters": {"documents": 3, "tasks": 1, "proposals": 1, "sessions": 1, "runs": 1},
}

test_one_more_than_the_quota_is_refused if {
	policy.deny == {"the quota is 3 documents, and there are 3"} with input as question(
		"WriteDocument",
		{"documents": 3},
		null,
	)
	kinds := {
		"SubmitTask": "tasks",
		"OpenProposal": "proposals",
		"OpenSession": "sessions",
		"StartRun": "runs",
	}
	every type, kind in kinds {
		count(policy.deny) == 1 with input as question(type, {kind: 1}, null)
	}
}

test_up_to_the_quota_is_not if {
	count(policy.deny) == 0 with input as question("WriteDocument", {"documents": 2}, null)
}

test_what_is_there_may_change_and_go if {
	count(policy.deny) == 0 with input as question("WriteDocument", {"documents": 5}, {"key": "a"})
	count(policy.deny) == 0 with input as object.union(
		question("WriteDocument", {"documents": 5}, null),
		{"resource": {"write": {"type": "Delete"}}},
	)
}

test_a_kind_without_a_parameter_has_no_limit if {
	count(policy.deny) == 0 with input as {
		"resource": {"type": "SubmitTask"},
		"existing": null,
		"usage": {"tasks": 100},
		"parameters": {"documents": 1},
	}
}

applied(kind, usage, existing) := {
	"action": "resource.create",
	"resource": {"kind": kind, "name": "a", "object": {}},
	"existing": existing,
	"usage": usage,
	"parameters": {"agents": 2, "groups": 1, "runs": 1},
}

test_one_more_resource_than_the_quota_is_refused if {
	policy.deny == {"the quota is 2 agents, and there are 2"} with input as applied("Agent", {"agents": 2}, null)
	count(policy.deny) == 1 with input as applied("CoordinationGroup", {"groups": 1}, null)
	count(policy.deny) == 1 with input as applied("WorkflowRun", {"runs": 1}, null)
	count(policy.deny) == 0 with input as applied("Agent", {"agents": 1}, null)
	count(policy.deny) == 0 with input as applied("Agent", {"agents": 2}, {"spec": {}})
	count(policy.deny) == 0 with input as applied("Workflow", {"agents": 9}, null)
}

test_other_requests_are_none_of_its_business if {
	count(policy.deny) == 0 with input as question("CastBallot", {"tasks": 100}, null)
}
