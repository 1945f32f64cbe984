# METADATA
# title: What the decision log leaves out
# description: >-
#   Paths of the question, such as subject.groups, that are not kept with a decision. A declared policy leaves out more
#   by a rule `mask contains PATH`. A decision whose question is kept in part can't be tried again by another policy.
package synod.masks

paths := set()
