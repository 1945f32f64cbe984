package builtin.separation_of_duties

import rego.v1

# METADATA
# title: Who starts a run does not approve in it
# description: >-
#   An approval is decided by another person than the one who started its run, over the API or by applying a
#   WorkflowRun. Names of users in Kubernetes count as the same person where they are the person's name in the realm,
#   after parameters.kubernetesUserPrefix.
# custom:
#   solution: Have somebody else with one of the roles that the approval names decide it.
#   controls:
#     - {framework: NIST-800-53, id: AC-5}
#     - {framework: ISO-27001, id: A.5.3}
deny contains "who starts a run does not decide its approvals" if {
	object.get(input.parameters, "starterMayApprove", false) == false
	input.resource.type == "DecideApproval"
	input.existing.run.startedBy in names
}

# METADATA
# title: Nobody decides two approvals of one run
# description: Where a run asks more than once, it asks different persons.
# custom:
#   solution: Have somebody else with one of the roles that the approval names decide it.
#   controls:
#     - {framework: NIST-800-53, id: AC-5}
#     - {framework: ISO-27001, id: A.5.3}
deny contains "who decided an approval of a run decides no other of it" if {
	object.get(input.parameters, "mayApproveTwice", false) == false
	input.resource.type == "DecideApproval"
	input.subject.id in input.existing.deciders
}

# METADATA
# title: Who opens a proposal does not vote on it
# description: >-
#   A proposal is decided by others than the one who opened it, themselves or by a run that they started. The weight
#   of who does not vote still counts for the quorum.
# custom:
#   solution: Leave the vote to the other members, or have the proposal opened by somebody who does not vote.
#   controls:
#     - {framework: NIST-800-53, id: AC-5}
#     - {framework: ISO-27001, id: A.5.3}
deny contains "who opens a proposal does not vote on it" if {
	object.get(input.parameters, "proposerMayVote", false) == false
	input.resource.type == "CastBallot"
	input.subject.id in {input.existing.openedBy, object.get(input.existing, ["run", "startedBy"], "")}
}

# METADATA
# title: Nobody acts with roles that exclude each other
# description: >-
#   Each list of parameters.exclusiveRoles names roles of which a person holds at most one, for all namespaces or for
#   the one in which they act.
# custom:
#   solution: Have an administrator of the realm take one of the roles away.
#   controls:
#     - {framework: NIST-800-53, id: AC-5}
#     - {framework: ISO-27001, id: A.5.3}
deny contains sprintf("the roles %s exclude each other", [concat(" and ", sort(both))]) if {
	input.subject.kind == "person"
	some exclusive in input.parameters.exclusiveRoles
	both := {role | some role in exclusive; holds(role)}
	count(both) > 1
}

names := {input.subject.id, concat("", [prefix, input.subject.name])} if input.subject.kind == "person"

prefix := object.get(input.parameters, "kubernetesUserPrefix", "")

holds(role) if role in input.subject.roles

holds(role) if concat(":", [role, input.scope.namespace]) in input.subject.roles
