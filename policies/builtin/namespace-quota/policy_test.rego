package builtin.namespace_quota_test

import data.builtin.namespace_quota as policy

test_each_parameter_is_a_quota if {
	policy.quota == {"documents": 3, "tasks": 0} with input as {"parameters": {"documents": 3, "tasks": 0}}
}

test_a_kind_without_a_parameter_has_none if {
	not policy.quota.runs with input as {"parameters": {"documents": 3}}
}
