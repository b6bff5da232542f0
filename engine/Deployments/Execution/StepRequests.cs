using Infra.Engine.Deployments.Planning;
using Infra.Engine.Providers;

namespace Infra.Engine.Deployments.Execution;

/// <summary>What providers are asked for.</summary>
internal static class StepRequests
{
    /// <summary>The request to create a resource.</summary>
    public static CreateRequest Create(CreateStep step, DeploymentContext context) =>
        new()
        {
            Urn = step.Plan.New.Urn,
            Inputs = step.Plan.New.Inputs,
            Timeout = step.Plan.Goal.CustomTimeouts?.Create,
            IgnoreChanges = step.Plan.Goal.IgnoreChanges,
            Preview = context.IsPreview,
            FollowsDeletion = step.Plan.Old is not null && !step.KeepsOld,
            StopWaiting = context.Cancelled,
        };
}
