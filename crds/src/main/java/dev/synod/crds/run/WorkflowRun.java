package dev.synod.crds.run;

import dev.synod.crds.Synod;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One execution of a Workflow. */
@Group(Synod.GROUP)
@Version(Synod.VERSION)
@Kind("WorkflowRun")
@ShortNames({"run", "runs"})
@Categories(Synod.CATEGORY)
@ValidationRule(value = Synod.NAME_RULE, message = Synod.NAME_MESSAGE)
@AdditionalPrinterColumn(
    name = "Workflow",
    jsonPath = ".spec.workflowRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Done",
    jsonPath = ".status.progress.done",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Known",
    jsonPath = ".status.progress.known",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Waiting For",
    jsonPath = ".status.conditions[?(@.type==\"Waiting\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Started",
    jsonPath = ".status.startedAt",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Finished",
    jsonPath = ".status.finishedAt",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Waiting\")].message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Error",
    jsonPath = ".status.error.title",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
public final class WorkflowRun extends CustomResource<WorkflowRunSpec, WorkflowRunStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
