# METADATA
# title: Roles
# description: >-
#   The one table of who may do which action, by kind of subject. Where a role counts is decided in synod.authz.
package synod.roles

viewer := {
	"agent.read",
	"approval.read",
	"barrier.read",
	"cluster.read",
	"definition.read",
	"group.read",
	"policy.read",
	"proposal.read",
	"run.read",
	"state.read",
	"task.read",
}

editor := viewer | {
	"approval.decide",
	"proposal.open",
	"run.cancel",
	"run.start",
	"state.write",
	"task.submit",
}

auditor := viewer | {
	"audit.export",
	"audit.hold",
	"audit.read",
	"decision.read",
	"log.read",
}

governor := viewer | {
	"approval.decide",
	"audit.erase",
	"decision.read",
	"policy.activate",
	"policy.try",
}

admin := ((editor | auditor) | governor) | {"cluster.manage", "declaration.read"}

# METADATA
# title: People, by realm role
people := {
	"viewer": viewer,
	"editor": editor,
	"auditor": auditor,
	"governor": governor,
	"admin": admin,
}

# METADATA
# title: An agent in its namespace, outside of any group
agent_in_namespace := {
	"agent.read",
	"group.read",
	"run.read",
	"session.close",
	"session.open",
}

# METADATA
# title: An agent in a group that it is a member of
agent_in_group := {
	"barrier.arrive",
	"barrier.read",
	"group.read",
	"proposal.ballot",
	"proposal.open",
	"proposal.read",
	"run.read",
	"state.read",
	"state.write",
	"task.complete",
	"task.read",
	"task.submit",
}

# METADATA
# title: A user of the Kubernetes API, as far as Kubernetes lets them
kubernetes := {
	"resource.create",
	"resource.delete",
	"resource.update",
}

# METADATA
# title: Synod's own processes, by the role of their service account
services := {
	"worker": {
		"definition.read",
		"run.drive",
		"run.read",
		"session.close",
		"session.open",
		"state.read",
		"task.complete",
		"task.submit",
	},
	"declarer": viewer | {
		"audit.read",
		"declaration.read",
		"declaration.write",
	},
}
