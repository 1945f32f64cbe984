package builtin.separation_of_duties_test

import data.builtin.separation_of_duties as policy

approval(subject, started_by, deciders) := {
	"subject": subject,
	"action": "approval.decide",
	"scope": {"namespace": "review", "group": ""},
	"resource": {"type": "DecideApproval", "approval": 7, "approve": true},
	"existing": {"run": {"startedBy": started_by}, "deciders": deciders},
	"parameters": {},
}

ada := {"id": "person:ada", "kind": "person", "name": "ada", "roles": ["editor"]}

agent := {"id": "agent:review/ada", "kind": "agent", "name": "ada", "roles": ["agent"]}

with_parameters(question, parameters) := object.union(question, {"parameters": parameters})

test_starter_may_not_approve if {
	policy.deny == {"who starts a run does not decide its approvals"} with input as approval(ada, "person:ada", [])
	policy.deny == {"who starts a run does not decide its approvals"} with input as approval(ada, "ada", [])
}

test_starter_is_known_by_the_prefix_of_users if {
	question := with_parameters(approval(ada, "oidc:ada", []), {"kubernetesUserPrefix": "oidc:"})
	count(policy.deny) == 1 with input as question
	count(policy.deny) == 0 with input as approval(ada, "oidc:ada", [])
	count(policy.deny) == 0 with input as with_parameters(approval(ada, "ada", []), {"kubernetesUserPrefix": "oidc:"})
}

test_others_may_approve if {
	count(policy.deny) == 0 with input as approval(ada, "person:bob", ["person:bob"])
	count(policy.deny) == 0 with input as approval(agent, "ada", [])
	count(policy.deny) == 0 with input as approval(ada, "", [])
}

test_starter_may_where_it_is_allowed if {
	count(policy.deny) == 0 with input as with_parameters(
		approval(ada, "person:ada", []),
		{"starterMayApprove": true},
	)
}

test_nobody_approves_twice_in_a_run if {
	question := approval(ada, "person:bob", ["person:eve", "person:ada"])
	policy.deny == {"who decided an approval of a run decides no other of it"} with input as question
	count(policy.deny) == 0 with input as with_parameters(question, {"mayApproveTwice": true})
}

ballot(opened_by, run) := {
	"subject": agent,
	"action": "proposal.ballot",
	"scope": {"namespace": "review", "group": "g"},
	"resource": {"type": "CastBallot", "proposal": 7, "option": "yes"},
	"existing": {"openedBy": opened_by, "run": run},
	"parameters": {},
}

test_proposer_may_not_vote if {
	refused := {"who opens a proposal does not vote on it"}
	policy.deny == refused with input as ballot("agent:review/ada", null)
	policy.deny == refused with input as ballot("", {"startedBy": "agent:review/ada"})
}

test_others_may_vote if {
	count(policy.deny) == 0 with input as ballot("agent:review/bob", null)
	count(policy.deny) == 0 with input as ballot("", null)
	count(policy.deny) == 0 with input as ballot("", {"startedBy": "person:ada"})
}

test_proposer_may_where_it_is_allowed if {
	question := with_parameters(ballot("agent:review/ada", null), {"proposerMayVote": true})
	count(policy.deny) == 0 with input as question
}

test_exclusive_roles if {
	both := object.union(ada, {"roles": ["editor", "governor:review"]})
	elsewhere := object.union(ada, {"roles": ["editor", "governor:other"]})
	exclusive := {"exclusiveRoles": [["auditor", "admin"], ["editor", "governor"]]}
	policy.deny == {"the roles editor and governor exclude each other"} with input as with_parameters(
		approval(both, "", []),
		exclusive,
	)
	count(policy.deny) == 0 with input as with_parameters(approval(elsewhere, "", []), exclusive)
	count(policy.deny) == 0 with input as approval(both, "", [])
	count(policy.deny) == 0 with input as with_parameters(
		approval(object.union(agent, {"roles": ["editor", "governor"]}), "", []),
		exclusive,
	)
}

test_other_requests_are_none_of_its_business if {
	count(policy.deny) == 0 with input as {
		"subject": ada,
		"action": "state.write",
		"scope": {"namespace": "review", "group": "g"},
		"resource": {"type": "WriteDocument", "key": "a"},
		"existing": null,
		"parameters": {},
	}
}
