using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Execution;

/// <summary>A step was not begun because the deployment is stopping. The reason has been reported already.</summary>
internal sealed class DeploymentStoppedException() : Exception("The deployment is stopping.");

/// <summary>A step failed. The reason has been reported already.</summary>
internal sealed class StepFailedException(ResourceState state) : Exception("The step failed.")
{
    public ResourceState State { get; } = state;

    /// <summary>True where it was not begun because the resource depends on a failed one.</summary>
    public bool IsSkipped { get; init; }
}
