package builtin.namespace_quota

import rego.v1

# METADATA
# title: A namespace holds no more than its quota
# description: >-
#   What would be one more of a kind is refused where the namespace has as many as parameters allow. What is there
#   may be changed and removed. A kind without a parameter has no limit here. What is asked for while it is counted
#   may exceed the quota.
# custom:
#   solution: Remove what is not needed, wait for what runs to end, or have the quota raised.
#   controls:
#     - {framework: NIST-800-53, id: SC-6}
#     - {framework: ISO-27001, id: A.8.6}
deny contains sprintf("the quota is %d %s, and there are %d", [limit, kind, input.usage[kind]]) if {
	kind := one_more
	limit := input.parameters[kind]
	input.usage[kind] >= limit
}

one_more := "documents" if {
	input.resource.type == "WriteDocument"
	input.resource.write.type != "Delete"
	input.existing == null
}

one_more := "tasks" if input.resource.type == "SubmitTask"

one_more := "proposals" if input.resource.type == "OpenProposal"

one_more := "sessions" if input.resource.type == "OpenSession"

one_more := "runs" if input.resource.type == "StartRun"

one_more := kinds[input.resource.kind] if input.existing == null

kinds := {"Agent": "agents", "CoordinationGroup": "groups", "WorkflowRun": "runs"}
