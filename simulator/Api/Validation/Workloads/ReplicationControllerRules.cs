using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Workloads;

/// <summary>Validation rules for replication controllers.</summary>
internal static class ReplicationControllerRules
{
    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        NumberRules.CheckNotNegative(spec, "minReadySeconds", "spec", errors);
        var hasSelector = spec.Map("selector") is { Count: > 0 };
        if (!hasSelector)
        {
            errors.Required("spec.selector");
        }

        NumberRules.CheckNotNegative(spec, "replicas", "spec", errors);
        if (spec.Map("template") is not { } template)
        {
            errors.Required("spec.template");
            return;
        }

        if (hasSelector && !LabelSelector.FromLabels(spec.TextMap("selector")).Matches(template.TextMap("metadata", "labels")))
        {
            SelectorRules.AddMismatch(template, candidate.Current, errors);
        }

        TemplateRules.Check(template, "ReplicationController", errors);
    }
}
