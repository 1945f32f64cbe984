package synod.policies_test

import data.synod.authz
import data.synod.policies

policy(changes) := object.union(
	{
		"namespace": "review", "name": "narrow", "mode": "Enforce", "failurePolicy": "Refuse", "looksAt": [],
		"namespaces": ["review"], "groups": [], "actions": [], "parameters": {"limit": 2},
	},
	changes,
)

question(action, namespace, group) := {
	"subject": {"id": "person:ada", "kind": "person", "roles": ["admin"], "namespace": "", "name": "ada", "groups": []},
	"action": action,
	"scope": {"namespace": namespace, "group": group},
	"resource": {},
	"time": "2026-01-01T00:00:00Z",
}

has_a_say(changes, action, namespace, group) if {
	found := policies.applicable with input as question(action, namespace, group)
		with data.synod.declared as {"review/narrow": policy(changes)}
	found == {{"namespace": "review", "name": "narrow", "mode": "Enforce", "failurePolicy": "Refuse", "looksAt": []}}
}

test_a_policy_has_a_say_in_its_namespaces if {
	has_a_say({}, "state.read", "review", "")
	has_a_say({}, "state.read", "review", "release")
	not has_a_say({}, "state.read", "other", "")
	not has_a_say({}, "state.read", "", "")
	has_a_say({"namespaces": []}, "state.read", "", "")
}

test_a_policy_has_a_say_in_its_groups if {
	has_a_say({"groups": ["release"]}, "state.read", "review", "release")
	not has_a_say({"groups": ["release"]}, "state.read", "review", "other")
	not has_a_say({"groups": ["release"]}, "state.read", "review", "")
}

test_a_policy_has_a_say_in_its_actions if {
	has_a_say({"actions": ["state.read"]}, "state.read", "review", "")
	not has_a_say({"actions": ["state.read"]}, "state.write", "review", "")
	has_a_say({"actions": ["task.read", "state.*"]}, "state.write", "review", "")
	not has_a_say({"actions": ["state.*"]}, "statement.write", "review", "")
}

test_no_policy_has_a_say_in_declarations if {
	not has_a_say({}, "declaration.write", "review", "")
	not has_a_say({"actions": ["declaration.*"]}, "declaration.read", "review", "")
}

changes_resource(action, kind) := object.union(
	question(action, "review", ""),
	{"resource": {"kind": kind, "name": "x", "object": null}},
)

test_policies_have_a_say_in_resources_but_not_in_the_mending_of_policies if {
	asked := {[action, kind] |
		some action in ["resource.create", "resource.update", "resource.delete"]
		some kind in ["Agent", "GovernancePolicy"]
		found := policies.applicable with input as changes_resource(action, kind)
			with data.synod.declared as {"review/narrow": policy({})}
		count(found) == 1
	}
	asked == {
		["resource.create", "Agent"],
		["resource.update", "Agent"],
		["resource.delete", "Agent"],
		["resource.create", "GovernancePolicy"],
	}
}

test_what_is_allowed_names_the_policies_to_ask if {
	answer := authz.decision with input as question("state.read", "review", "")
		with data.synod.declared as {"review/narrow": policy({})}
	answer.allow
	count(answer.policies) == 1
}

test_what_is_denied_asks_nobody if {
	answer := authz.decision with input as question("session.open", "review", "")
		with data.synod.declared as {"review/narrow": policy({})}
	not answer.allow
	count(answer.policies) == 0
}

test_nothing_declared_asks_nobody if {
	answer := authz.decision with input as question("state.read", "review", "")
	count(answer.policies) == 0
}

ask(name) := object.union(question("state.read", "review", ""), {"policy": {"namespace": "review", "name": name}})

test_a_policy_is_asked_with_its_parameters_alone if {
	found := policies.question with input as ask("narrow")
		with data.synod.declared as {"review/narrow": policy({})}
	found.parameters == {"limit": 2}
	not found.policy
	found.action == "state.read"
}

test_a_policy_without_parameters_has_none if {
	found := policies.question with input as ask("unknown")
	found.parameters == {}
}

test_a_policy_says_what_it_denies_and_warns_of if {
	found := policies.verdict with input as ask("narrow")
		with data.synod.declared as {"review/narrow": policy({})}
		with data.tenant as {"review": {"narrow": {"deny": ["no"], "warn": ["careful"]}}}
	found == {"deny": ["no"], "warn": ["careful"]}
}

test_a_policy_says_what_is_not_kept if {
	found := policies.verdict with input as ask("narrow")
		with data.tenant as {"review": {"narrow": {"deny": [], "mask": ["subject.groups"]}}}
	found == {"deny": [], "mask": ["subject.groups"]}
}

test_a_policy_says_how_much_there_may_be if {
	found := policies.verdict with input as ask("narrow")
		with data.tenant as {"review": {"narrow": {"quota": {"tasks": 3}}}}
	found == {"quota": {"tasks": 3}}
}

test_a_policy_that_says_nothing_says_nothing if {
	found := policies.verdict with input as ask("narrow")
		with data.tenant as {"review": {"narrow": {"helper": 1}}}
	found == {}
}
