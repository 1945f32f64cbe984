# METADATA
# title: Who may do what
# description: >-
#   The base policy of Synod. It decides from the subject, the action and the scope alone, so that one answer holds
#   for many requests as a permit. Nothing is allowed that no rule here allows.
package synod.authz

import data.synod.masks
import data.synod.policies
import data.synod.roles

# METADATA
# title: The decision
# description: >-
#   What the API server asks for. `reasons` are the rules that allow the action or, where none does, the rules that
#   would have and what they expected. `permitSeconds` is how long the answer may be kept. `policies` are the declared
#   ones that have a say in what is allowed here. `mask` names what is not kept of the question.
# entrypoint: true
decision := {
	"allow": count(grants) > 0,
	"reasons": reasons,
	"permitSeconds": permit_seconds,
	"policies": policies_to_ask,
	"mask": masks.paths,
}

policies_to_ask := {policy | count(grants) > 0; some policy in policies.applicable}

permit_seconds := 300

reasons := grants if count(grants) > 0

reasons := denials if {
	count(grants) == 0
	count(denials) > 0
}

reasons := {{
	"rule": "deny_by_default",
	"message": "no rule allows this subject to do anything",
}} if {
	count(grants) == 0
	count(denials) == 0
}

# METADATA
# title: A person acts by a role
# description: A realm role counts everywhere, or in one namespace where it is written as role:namespace.
# custom:
#   solution: Have an administrator give the person, or a group of theirs, one of the roles that the reason names.
grants contains {"rule": "person_by_role", "message": message} if {
	input.subject.kind == "person"
	some role, actions in roles.people
	input.action in actions
	holds(role)
	message := sprintf("the role %s allows %s", [role, input.action])
}

# METADATA
# title: An agent acts in its namespace
# description: >-
#   An agent is a client registered for an Agent resource; a role claim makes nobody an agent. In the namespace of that
#   resource it opens sessions and sees agents, groups and runs.
# custom:
#   solution: Declare the Agent in the namespace where it is to act.
grants contains {"rule": "agent_in_namespace", "message": "it is an agent of this namespace"} if {
	is_agent_at_home
	input.scope.group == ""
	input.action in roles.agent_in_namespace
}

# METADATA
# title: An agent acts in its groups
# description: A CoordinationGroup's selector makes an Agent its member.
# custom:
#   solution: Give the Agent the labels that spec.members.selector of the CoordinationGroup selects.
grants contains {"rule": "agent_in_group", "message": "it is a member of this group"} if {
	is_agent_in_group
	input.action in roles.agent_in_group
}

# METADATA
# title: Synod's own processes act by their service account
# custom:
#   solution: Run the process with the ServiceAccount that the chart makes for it.
grants contains {"rule": "service_by_role", "message": message} if {
	input.subject.kind == "service"
	some role, actions in roles.services
	role in input.subject.roles
	input.action in actions
	message := sprintf("it is the %s", [role])
}

# METADATA
# title: A user of the Kubernetes API changes Synod's objects
# description: The access control of Kubernetes has decided that they may. Declared policies narrow it.
grants contains {"rule": "kubernetes_user", "message": "Kubernetes allows it"} if {
	input.subject.kind == "kubernetes"
	input.action in roles.kubernetes
}

# METADATA
# title: A person lacks a role
# custom:
#   solution: Have an administrator give the person, or a group of theirs, one of the roles that the reason names.
denials contains {"rule": "person_by_role", "message": message} if {
	input.subject.kind == "person"
	enough := [role | some role, actions in roles.people; input.action in actions]
	count(enough) > 0
	message := sprintf(
		"expected one of the roles %s for %s, found %s",
		[concat(", ", sort(enough)), place, held],
	)
}

# METADATA
# title: An action that no person may do
# custom:
#   solution: Let an agent do it, or Synod itself; people act through resources and approvals.
denials contains {"rule": "person_by_role", "message": message} if {
	input.subject.kind == "person"
	every actions in roles.people {
		not input.action in actions
	}
	message := sprintf("%s is not for people", [input.action])
}

# METADATA
# title: An agent outside of its namespace
# custom:
#   solution: Declare an Agent in the namespace where it is to act; an agent never acts in two.
denials contains {"rule": "agent_in_namespace", "message": message} if {
	input.subject.kind == "agent"
	not is_agent_at_home
	message := sprintf(
		"expected an agent of %s, found one of namespace %s",
		[place, input.subject.namespace],
	)
}

# METADATA
# title: An agent outside of its groups
# custom:
#   solution: Give the Agent the labels that spec.members.selector of the CoordinationGroup selects.
denials contains {"rule": "agent_in_group", "message": message} if {
	is_agent_at_home
	input.scope.group != ""
	not is_agent_in_group
	message := sprintf(
		"expected a member of group %s, found an agent outside of it; its labels decide",
		[input.scope.group],
	)
}

# METADATA
# title: An action that no agent may do
# custom:
#   solution: Let a person with the needed role do it, or a workflow of the group.
denials contains {"rule": "agent_action", "message": message} if {
	is_agent_at_home
	not input.action in (roles.agent_in_namespace | roles.agent_in_group)
	message := sprintf("%s is not for agents", [input.action])
}

# METADATA
# title: An action for agents in a group
# custom:
#   solution: Name the group in the request.
denials contains {"rule": "agent_action", "message": message} if {
	is_agent_at_home
	input.scope.group == ""
	input.action in (roles.agent_in_group - roles.agent_in_namespace)
	message := sprintf("%s is for agents in a group only", [input.action])
}

# METADATA
# title: An action for agents outside of groups
# custom:
#   solution: Leave the group out of the request.
denials contains {"rule": "agent_action", "message": message} if {
	is_agent_in_group
	input.action in (roles.agent_in_namespace - roles.agent_in_group)
	message := sprintf("%s is for agents outside of groups only", [input.action])
}

# METADATA
# title: A process of Synod does what is not its own
# custom:
#   solution: Run the process with the ServiceAccount that the chart makes for it.
denials contains {"rule": "service_by_role", "message": message} if {
	input.subject.kind == "service"
	message := sprintf("%s is not for %s", [input.action, input.subject.id])
}

# METADATA
# title: A user of the Kubernetes API does what is not done there
# custom:
#   solution: Have them log in to Synod as a person, or an agent of theirs do it.
denials contains {"rule": "kubernetes_user", "message": message} if {
	input.subject.kind == "kubernetes"
	message := sprintf("%s is not for users of the Kubernetes API", [input.action])
}

is_agent_at_home if {
	input.subject.kind == "agent"
	input.subject.namespace != ""
	input.subject.namespace == input.scope.namespace
}

is_agent_in_group if {
	is_agent_at_home
	input.scope.group != ""
	input.scope.group in input.subject.groups
}

holds(role) if role in input.subject.roles

holds(role) if {
	input.scope.namespace != ""
	sprintf("%s:%s", [role, input.scope.namespace]) in input.subject.roles
}

place := "all namespaces" if input.scope.namespace == ""

place := sprintf("namespace %s", [input.scope.namespace]) if input.scope.namespace != ""

held := "none" if count(input.subject.roles) == 0

held := concat(", ", sort(input.subject.roles)) if count(input.subject.roles) > 0
