package synod.authz_test

import data.synod.authz
import data.synod.roles

actions := {
	"session.open", "session.close", "state.read", "state.write", "barrier.read", "barrier.arrive", "proposal.read",
	"proposal.open", "proposal.ballot", "task.read", "task.submit", "task.complete", "run.read", "run.start",
	"run.cancel", "run.drive", "approval.read", "approval.decide", "agent.read", "group.read", "declaration.write",
	"declaration.read", "policy.activate", "policy.read", "cluster.read", "cluster.manage", "log.read",
	"definition.read", "audit.read", "audit.export", "audit.erase", "audit.hold",
	"decision.read", "policy.try",
	"resource.create", "resource.update", "resource.delete",
}

person(roles) := {
	"id": "person:ada",
	"kind": "person",
	"roles": roles,
	"namespace": "",
	"name": "ada",
	"groups": [],
}

agent := {
	"id": "agent:review/lead",
	"kind": "agent",
	"roles": ["agent"],
	"namespace": "review",
	"name": "lead",
	"groups": ["release-review"],
}

service(role) := {
	"id": "service:x",
	"kind": "service",
	"roles": [role],
	"namespace": "",
	"name": "x",
	"groups": [],
}

kubernetes := {
	"id": "kubernetes:ada",
	"kind": "kubernetes",
	"roles": [],
	"namespace": "",
	"name": "ada",
	"groups": ["system:masters"],
}

ask(subject, action, namespace, group) := answer if {
	answer := authz.decision with input as {
		"subject": subject,
		"action": action,
		"scope": {"namespace": namespace, "group": group},
		"resource": {},
		"time": "2026-01-01T00:00:00Z",
	}
}

allowed(subject, namespace, group) := {action |
	some action in actions
	ask(subject, action, namespace, group).allow
}

rules(answer) := {reason.rule | some reason in answer.reasons}

messages(answer) := {reason.message | some reason in answer.reasons}

test_viewer_reads_only if {
	allowed(person(["viewer"]), "review", "g") == roles.viewer
}

test_editor_writes if {
	got := allowed(person(["editor"]), "review", "g")
	"state.write" in got
	not "log.read" in got
	not "declaration.read" in got
	not "policy.activate" in got
}

test_auditor_reads_the_log_and_the_audit_trail if {
	allowed(person(["auditor"]), "review", "") == roles.viewer | {"audit.export", "audit.hold", "audit.read", "decision.read", "log.read"}
}

test_governor_activates_policies if {
	allowed(person(["governor"]), "", "") == roles.viewer | {
		"policy.activate", "policy.try", "approval.decide",
		"audit.erase", "decision.read",
	}
}

test_who_erases_payloads_does_not_hold_them if {
	every role in ["viewer", "editor", "governor", "auditor"] {
		count(roles.people[role] & {"audit.erase", "audit.hold"}) < 2
	}
}

test_admin_does_all_that_people_do if {
	got := allowed(person(["admin"]), "review", "g")
	actions - got == roles.kubernetes | {
		"session.open", "session.close", "run.drive", "declaration.write", "proposal.ballot", "barrier.arrive",
		"task.complete",
	}
}

test_role_of_one_namespace_counts_there_only if {
	ask(person(["editor:review"]), "state.write", "review", "g").allow
	not ask(person(["editor:review"]), "state.write", "other", "g").allow
	not ask(person(["editor:review"]), "cluster.read", "", "").allow
}

test_person_without_roles_learns_what_is_expected if {
	answer := ask(person([]), "state.write", "review", "g")
	not answer.allow
	messages(answer) == {"expected one of the roles admin, editor for namespace review, found none"}
}

test_person_with_too_little_learns_what_was_found if {
	answer := ask(person(["viewer"]), "log.read", "", "")
	messages(answer) == {"expected one of the roles admin, auditor for all namespaces, found viewer"}
}

test_person_learns_what_is_not_for_people if {
	answer := ask(person(["admin"]), "proposal.ballot", "review", "g")
	messages(answer) == {"proposal.ballot is not for people"}
}

test_agent_in_its_group if {
	allowed(agent, "review", "release-review") == roles.agent_in_group
}

test_agent_in_its_namespace if {
	allowed(agent, "review", "") == roles.agent_in_namespace
}

test_agent_in_another_namespace_or_group_has_nothing if {
	allowed(agent, "other", "release-review") == set()
	allowed(agent, "review", "other") == set()
	allowed(agent, "", "") == set()
}

test_agent_learns_why if {
	rules(ask(agent, "state.write", "other", "g")) == {"agent_in_namespace"}
	rules(ask(agent, "state.write", "review", "other")) == {"agent_in_group"}
	rules(ask(agent, "run.drive", "review", "release-review")) == {"agent_action"}
	rules(ask(agent, "state.write", "review", "")) == {"agent_action"}
	rules(ask(agent, "session.open", "review", "release-review")) == {"agent_action"}
}

test_role_alone_makes_nobody_an_agent if {
	allowed(person(["agent"]), "review", "release-review") == set()
}

test_worker_drives_runs if {
	allowed(service("worker"), "review", "g") == roles.services.worker
	rules(ask(service("worker"), "declaration.write", "review", "")) == {"service_by_role"}
}

test_operator_declares if {
	allowed(service("declarer"), "review", "") == roles.services.declarer
	not ask(service("declarer"), "state.write", "review", "g").allow
}

test_allowed_answer_has_reason_and_life if {
	answer := ask(person(["viewer"]), "state.read", "review", "g")
	rules(answer) == {"person_by_role"}
	answer.permitSeconds == 300
}

test_answer_names_what_is_not_kept if {
	answer := ask(person(["viewer"]), "state.read", "review", "g") with data.synod.masks.paths as {"subject.groups"}
	answer.mask == {"subject.groups"}
}

test_unknown_kind_has_nothing if {
	answer := ask({"id": "x", "kind": "x", "roles": ["admin"], "namespace": "", "name": "", "groups": []}, "state.read", "", "")
	not answer.allow
	rules(answer) == {"deny_by_default"}
}

test_malformed_question_is_denied if {
	every question in [{}, {"subject": {}}, {"subject": {"kind": "person"}}, {"action": "state.read"}, null, []] {
		answer := authz.decision with input as question
		not answer.allow
		rules(answer) == {"deny_by_default"}
	}
}

test_agent_without_namespace_is_at_home_nowhere if {
	nobody := object.union(agent, {"namespace": "", "groups": [""]})
	allowed(nobody, "", "") == set()
	allowed(nobody, "review", "release-review") == set()
}

test_a_group_of_the_same_name_elsewhere_gives_nothing if {
	answer := ask(object.union(agent, {"namespace": "other"}), "state.write", "review", "release-review")
	not answer.allow
	messages(answer) == {"expected an agent of namespace review, found one of namespace other"}
}

test_roles_of_people_give_agents_and_services_nothing if {
	admin_agent := object.union(agent, {"roles": ["admin", "worker", "declarer"]})
	allowed(admin_agent, "other", "") == set()
	allowed(admin_agent, "review", "release-review") == roles.agent_in_group
	allowed(service("admin"), "review", "") == set()
}

test_roles_of_services_give_people_nothing if {
	allowed(person(["worker", "declarer", "agent"]), "review", "release-review") == set()
}

test_action_that_nobody_knows_is_denied_to_all if {
	every subject in [person(["admin"]), agent, service("worker"), service("declarer")] {
		not ask(subject, "state.erase", "review", "release-review").allow
	}
}

test_users_of_kubernetes_change_resources_and_nothing_else if {
	allowed(kubernetes, "review", "") == roles.kubernetes
	allowed(object.union(kubernetes, {"roles": ["admin", "declarer"]}), "review", "") == roles.kubernetes
	messages(ask(kubernetes, "state.read", "review", "")) == {"state.read is not for users of the Kubernetes API"}
}

test_nobody_else_changes_resources if {
	every subject in [person(["admin"]), agent, service("declarer"), service("worker")] {
		allowed(subject, "review", "") & roles.kubernetes == set()
	}
}

test_every_action_is_for_somebody if {
	called := union({actions | some actions in roles.people}) | union({actions | some actions in roles.services})
	known := (called | (roles.agent_in_namespace | roles.agent_in_group)) | roles.kubernetes
	known == actions
}
