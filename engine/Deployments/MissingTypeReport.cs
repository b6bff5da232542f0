using Infra.Engine.Deployments.Execution;
using Infra.Engine.Providers;

namespace Infra.Engine.Deployments;

/// <summary>Reports, at the end of a preview, the objects whose type neither the service has nor the preview creates.</summary>
/// <param name="context">The deployment.</param>
/// <param name="isError">
/// Whether the update is sure to fail. A program that does not say so may create the types in ways that the engine does not see.
/// </param>
internal sealed class MissingTypeReport(DeploymentContext context, bool isError)
{
    /// <summary>Reports what the providers have found.</summary>
    public void Report(IEnumerable<IResourceProvider> providers)
    {
        var missing = providers.OfType<IMissingTypes>().SelectMany(provider => provider.FindMissingTypes());
        foreach (var one in missing.OrderBy(one => one.Urn.Value, StringComparer.Ordinal))
        {
            if (isError)
            {
                context.RefuseStep(one.Urn, $"{one.Problem}, and this update does not create its definition: {one.Cure}");
            }
            else
            {
                context.Events.Warning(one.Urn, $"{one.Problem}; the creation fails unless this update creates its definition first");
            }
        }
    }
}
