using Infra.Engine.Deployments.Execution;
using Infra.Engine.Events;
using Infra.Engine.Resources.Selection;

namespace Infra.Engine.Deployments;

/// <summary>Reports what concerns a deployment as a whole.</summary>
internal sealed class DeploymentReport(DeploymentContext context)
{
    /// <summary>True where the user asked to replace a resource that is not in the state, which has been reported.</summary>
    public bool HasUnknownReplacements()
    {
        var urns = context.State.Origin.Select(resource => resource.State.Urn).ToHashSet();
        var unknown = ResourceSelection.FindUnmatched(context.Selection.Replaces, urns);
        foreach (var pattern in unknown)
        {
            context.Fail(default, ResourceSelection.DescribeUnmatched(pattern));
        }

        return unknown.Count > 0;
    }

    /// <summary>Reports the steps that a review expected and that did not come.</summary>
    public void ReportOmissions()
    {
        foreach (var (urn, problem) in context.Review?.FindOmissions() ?? [])
        {
            context.Events.Diagnose(DiagnosticSeverity.Error, urn, problem, forbidsUpdate: true);
            context.MarkFailed();
        }
    }

    /// <summary>Reports the end of a deployment that did not do all it should, as Pulumi does after failed steps.</summary>
    public void ReportEnd(OperationResult result)
    {
        var kind = context.IsPreview ? "preview" : "update";
        if (context.EndsEarly)
        {
            return;
        }

        if (context.HasFailedStep)
        {
            context.Events.Diagnose(DiagnosticSeverity.Error, default, $"{kind} failed");
        }
        else if (result == OperationResult.Cancelled)
        {
            context.Events.Diagnose(DiagnosticSeverity.Error, default, $"{kind} canceled");
        }
    }
}
