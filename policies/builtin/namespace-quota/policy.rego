package builtin.namespace_quota

import rego.v1

# METADATA
# title: A namespace holds no more than its quota
# description: >-
#   What would be one more of a kind than the parameters allow is refused where it would take effect. What is there
#   may be changed and removed. A kind without a parameter has no limit here.
# custom:
#   solution: Remove what is not needed, wait for what runs to end, or have the quota raised.
#   controls:
#     - {framework: NIST-800-53, id: SC-6}
#     - {framework: ISO-27001, id: A.8.6}
quota[kind] := most if some kind, most in input.parameters
