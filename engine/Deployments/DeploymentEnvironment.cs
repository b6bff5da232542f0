using Infra.Engine.Policies;
using Infra.Engine.Programs;

namespace Infra.Engine.Deployments;

/// <summary>What programs and policy packs receive about a deployment.</summary>
internal static class DeploymentEnvironment
{
    /// <summary>Creates the environment of the program.</summary>
    /// <param name="request">The deployment.</param>
    /// <param name="address">The address of the engine's server.</param>
    public static ProgramEnvironment CreateEnvironment(this DeploymentRequest request, string address) =>
        new()
        {
            MonitorAddress = address,
            EngineAddress = address,
            Project = request.Stack.Project,
            Stack = request.Stack.Name,
            RootDirectory = request.RootDirectory,
            WorkingDirectory = request.ProgramDirectory,
            IsPreview = request.IsPreview,
            IsRendering = request.IsRendering,
            Overrides = request.Overrides,
            Parallel = request.Parallel,
            Config = request.Config,
            ConfigSecretKeys = request.ConfigSecretKeys,
        };

    /// <summary>Creates the description of the stack for policy packs.</summary>
    public static PolicyStack CreatePolicyStack(this DeploymentRequest request) =>
        new()
        {
            Project = request.Stack.Project,
            Stack = request.Stack.Name,
            IsPreview = request.IsPreview,
            Config = request.Config,
            ConfigSecretKeys = request.ConfigSecretKeys,
            File = request.StackFile,
        };
}
