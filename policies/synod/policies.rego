# METADATA
# title: What declared policies say
# description: >-
#   A GovernancePolicy narrows what the base policy allows; it never allows anything. Which of them have a say in a
#   question is decided here, from what was declared of them (data.synod.declared). Each is asked by itself, so that
#   one that fails stops no other.
package synod.policies

# METADATA
# title: Policies that have a say in the question
# description: >-
#   An empty list of namespaces, groups or actions in what was declared is no restriction. None has a say in what the
#   operator declares, nor in changes and removals of policies, so that one that refuses everything can be mended.
applicable contains policy if {
	not startswith(input.action, "declaration.")
	not mends
	some declared in data.synod.declared
	within(declared.namespaces, input.scope.namespace)
	within(declared.groups, input.scope.group)
	concerns(declared.actions)
	policy := {
		"namespace": declared.namespace,
		"name": declared.name,
		"mode": declared.mode,
		"failurePolicy": declared.failurePolicy,
		"looksAt": declared.looksAt,
	}
}

# METADATA
# title: What one policy says
# description: The policy is named by input.policy. It sees the question, and its own parameters.
# entrypoint: true
verdict[word] := said if {
	asked := input.policy
	some word in ["deny", "warn", "mask", "quota"]
	said := data.tenant[asked.namespace][asked.name][word] with input as question
}

question := object.union(object.remove(input, {"policy"}), {"parameters": parameters})

default parameters := {}

parameters := data.synod.declared[id].parameters if id := concat("/", [input.policy.namespace, input.policy.name])

mends if {
	input.action in {"resource.update", "resource.delete"}
	input.resource.kind == "GovernancePolicy"
}

within(names, _) if count(names) == 0

within(names, name) if name in names

concerns(actions) if count(actions) == 0

concerns(actions) if input.action in actions

concerns(actions) if {
	some family in actions
	endswith(family, ".*")
	startswith(input.action, trim_suffix(family, "*"))
}
