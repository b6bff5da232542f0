using Infra.Engine.Deployments.Execution;
using Infra.Engine.Providers;

namespace Infra.Engine.Deployments;

/// <summary>Reports, at the end of a preview, what its objects need and neither the service has nor the preview creates.</summary>
/// <param name="context">The deployment.</param>
/// <param name="isSure">
/// Whether the program registers everything that the service need not have before. Another one may create it in ways that the engine does
/// not see.
/// </param>
internal sealed class UnmetNeedReport(DeploymentContext context, bool isSure)
{
    /// <summary>Reports what the providers have found.</summary>
    public async Task ReportAsync(IEnumerable<IResourceProvider> providers, CancellationToken cancellationToken)
    {
        var needs = new List<UnmetNeed>();
        foreach (var provider in providers.OfType<IUnmetNeeds>())
        {
            needs.AddRange(await provider.FindUnmetNeedsAsync(cancellationToken));
        }

        foreach (var need in needs.OrderBy(need => need.Urn.Value, StringComparer.Ordinal))
        {
            switch (need.IsType, isSure)
            {
                case (true, true):
                    context.RefuseStep(need.Urn, $"{need.Problem}, and this update does not create its definition: {need.Cure}");
                    break;
                case (true, false):
                    context.Events.Warning(need.Urn, $"{need.Problem}; the creation fails unless this update creates its definition first");
                    break;
                case (false, true):
                    context.Events.Warning(need.Urn, $"{need.Problem}: {need.Cure}");
                    break;
                default:
                    break;
            }
        }
    }
}
