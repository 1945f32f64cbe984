package builtin.data_classes_test

import data.builtin.data_classes as policy

parameters := {"classes": [
	{
		"name": "personal",
		"prefixes": ["people/", "findings/people/"],
		"roles": ["auditor"],
		"agents": ["registrar"],
		"patterns": [`[a-z]+@[a-z]+\.[a-z]+`],
	},
	{"name": "secret", "prefixes": ["secret/"]},
]}

agent(name) := {"id": concat("", ["agent:review/", name]), "kind": "agent", "name": name, "roles": ["agent"]}

person(roles) := {"id": "person:ada", "kind": "person", "name": "ada", "roles": roles}

ask(subject, resource) := {
	"subject": subject,
	"scope": {"namespace": "review", "group": "g"},
	"resource": resource,
	"parameters": parameters,
}

write(key, value) := {"type": "WriteDocument", "key": key, "write": {"type": "Put", "value": value}}

test_who_is_not_cleared_touches_no_document_of_a_class if {
	policy.deny == {"agent:review/lead is cleared for no documents of the class personal"} with input as ask(
		agent("lead"),
		{"key": "people/ada"},
	)
	count(policy.deny) == 1 with input as ask(agent("lead"), write("findings/people/ada", 1))
	count(policy.deny) == 1 with input as ask(person(["viewer"]), {"key": "secret/a"})
}

test_who_is_cleared_does if {
	count(policy.deny) == 0 with input as ask(agent("registrar"), {"key": "people/ada"})
	count(policy.deny) == 0 with input as ask(person(["auditor"]), {"key": "people/ada"})
	count(policy.deny) == 0 with input as ask(person(["auditor:review"]), {"key": "people/ada"})
	count(policy.deny) == 1 with input as ask(person(["auditor:other"]), {"key": "people/ada"})
}

test_a_name_of_a_role_clears_no_agent if {
	count(policy.deny) == 1 with input as ask(object.union(agent("auditor"), {"roles": ["auditor"]}), {"key": "people/a"})
	count(policy.deny) == 1 with input as ask(object.union(person([]), {"name": "registrar"}), {"key": "people/a"})
}

test_nobody_lists_what_they_may_not_see if {
	every prefix in ["", "p", "people/", "people/a"] {
		count(policy.deny) > 0 with input as ask(agent("lead"), {"prefix": prefix})
	}
	count(policy.deny) == 0 with input as ask(agent("lead"), {"prefix": "findings/x"})
	count(policy.deny) == 0 with input as ask(agent("registrar"), {"prefix": "people/"})
}

test_processes_of_synod_are_not_concerned if {
	count(policy.deny) == 0 with input as ask({"id": "service:x", "kind": "service", "name": "x"}, {"key": "people/a"})
}

test_what_looks_like_a_class_is_kept_there if {
	refused := {"findings/a holds what is of the class personal, which is kept under findings/people/, people/"}
	policy.deny == refused with input as ask(agent("lead"), write("findings/a", {"to": ["ada@example.org"]}))
	policy.deny == refused with input as ask(agent("lead"), write("findings/a", {"ada@example.org": 1}))
	count(policy.deny) == 0 with input as ask(agent("registrar"), write("people/ada", "ada@example.org"))
	count(policy.deny) == 0 with input as ask(agent("lead"), write("findings/a", {"to": "ada"}))
}

test_values_of_a_class_are_masked if {
	"resource.write.value" in policy.mask with input as ask(agent("registrar"), write("people/a", 1))
	"existing.value" in policy.mask with input as ask(agent("lead"), write("findings/a", "ada@example.org"))
	count(policy.mask) == 0 with input as ask(agent("lead"), write("findings/a", 1))
}
