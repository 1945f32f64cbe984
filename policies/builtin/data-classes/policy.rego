package builtin.data_classes

import rego.v1

# METADATA
# title: Documents of a class are for those who are cleared
# description: >-
#   A class of parameters.classes names the prefixes of its documents' keys, and who is cleared: persons by roles,
#   agents by name. Others neither read nor write them, nor list or watch what they may be among. Synod's own
#   processes are not concerned.
# custom:
#   solution: Have an agent or a role cleared in the class, or ask for a prefix outside of it.
#   controls:
#     - {framework: NIST-800-53, id: AC-4}
#     - {framework: ISO-27001, id: A.5.12}
deny contains sprintf("%s is cleared for no documents of the class %s", [input.subject.id, class.name]) if {
	input.subject.kind != "service"
	some class in input.parameters.classes
	some prefix in class.prefixes
	touches(prefix)
	not cleared(class)
}

# METADATA
# title: What looks like a class is kept where the class is kept
# description: >-
#   A text anywhere in a value, or the name of a member, that matches one of the class's patterns (RE2) is written
#   under one of the class's prefixes.
# custom:
#   solution: Write it under one of the prefixes that the reason names, or leave the text out.
#   controls:
#     - {framework: NIST-800-53, id: AC-4}
#     - {framework: ISO-27001, id: A.5.12}
deny contains sprintf("%s holds what is of the class %s, which is kept under %s", [where, class.name, places]) if {
	some class in input.parameters.classes
	count(matched(class)) > 0
	not keeps(class)
	where := input.resource.key
	places := concat(", ", sort(class.prefixes))
}

# What belongs to a class is not kept with a decision either.
mask contains path if {
	some class in input.parameters.classes
	classed(class)
	some path in ["resource.write.value", "resource.write.patch", "existing.value"]
}

touches(prefix) if startswith(input.resource.key, prefix)

touches(prefix) if startswith(input.resource.prefix, prefix)

touches(prefix) if startswith(prefix, input.resource.prefix)

cleared(class) if {
	input.subject.kind == "agent"
	input.subject.name in class.agents
}

cleared(class) if {
	input.subject.kind == "person"
	some role in class.roles
	held(role)
}

held(role) if role in input.subject.roles

held(role) if concat(":", [role, input.scope.namespace]) in input.subject.roles

matched(class) := {pattern |
	some text in texts
	some pattern in class.patterns
	regex.match(pattern, text)
}

# Those of a value, and the names of its members.
texts contains text if {
	walk(input.resource.write, [path, value])
	some text in ({value} | {name | some name in path})
	is_string(text)
}

keeps(class) if {
	some prefix in class.prefixes
	startswith(input.resource.key, prefix)
}

classed(class) if keeps(class)

classed(class) if count(matched(class)) > 0
