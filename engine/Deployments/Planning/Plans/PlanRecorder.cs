using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Plans;

/// <summary>Records the steps of a preview and the seeds of its resources.</summary>
/// <param name="createSeed">Creates a seed.</param>
internal sealed class PlanRecorder(Func<Urn, byte[]> createSeed) : IStepReview
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Urn, PlannedResource> _resources = [];
    private readonly Dictionary<Urn, byte[]> _seeds = [];

    /// <summary>The planned resources in the order of their first steps.</summary>
    public IReadOnlyList<PlannedResource> Resources
    {
        get
        {
            lock (_gate)
            {
                return [.. _resources.Values.Select(resource => resource with { Seed = _seeds.GetValueOrDefault(resource.Urn) })];
            }
        }
    }

    /// <summary>Creates the seed of a resource and records it.</summary>
    public byte[] CreateSeed(Urn urn)
    {
        var seed = createSeed(urn);
        lock (_gate)
        {
            _seeds[urn] = seed;
        }

        return seed;
    }

    public string? Review(Step step)
    {
        // The id and outputs are results of the deployment.
        var goal = step is RegistrationStep registration
            ? registration.Plan.New with
            {
                Id = "",
                Outputs = PropertyMap.Empty,
                InitErrors = [],
                Created = "",
                Modified = "",
            }
            : null;
        lock (_gate)
        {
            var known = _resources.GetValueOrDefault(step.Urn);
            StepOperation[] operations = [.. known?.Operations ?? [], step.Operation];
            _resources[step.Urn] = new PlannedResource
            {
                Urn = step.Urn,
                Operations = operations,
                Goal = goal ?? known?.Goal,
            };
        }

        return null;
    }

    public IReadOnlyList<(Urn Urn, string Problem)> FindOmissions() => [];
}
