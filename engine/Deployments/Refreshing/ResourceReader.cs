using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning.Diffing;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Refreshing;

/// <summary>Reads the live object of a resource and compares it with the state.</summary>
internal sealed class ResourceReader(DeploymentContext context, Func<ProviderReference, Task<IResourceProvider>> getProvider)
{
    /// <summary>
    /// True where a provider reads the resource's object. Components, providers and resources between deletion and creation have none.
    /// </summary>
    public static bool HasObject(ResourceState state) =>
        state is { Custom: true, PendingReplacement: false } && !ProviderType.IsProvider(state.Type);

    /// <summary>Reads a resource.</summary>
    /// <exception cref="ResourceProviderException">It cannot be read.</exception>
    public async Task<RefreshedResource> ReadAsync(ResourceState old)
    {
        var reference = old.Provider ?? throw new ResourceProviderException("the state names no provider for the resource");
        var provider = await getProvider(reference);
        var read = await provider.ReadAsync(
            new ReadRequest
            {
                Urn = old.Urn,
                Id = old.Id,
                OldInputs = old.Inputs,
                OldState = old.Outputs,
            },
            context.Aborted
        );
        if (read.Id.Length == 0)
        {
            return new RefreshedResource(old, null, DiffResult.Same) { Drift = new ObjectDrift { IsGone = true } };
        }

        if (read.InitErrors.Count > 0)
        {
            var reasons = string.Concat(read.InitErrors.Select(reason => $"\n* {reason}"));
            context.Events.Warning(old.Urn, $"Refreshed resource is in an unhealthy state:{reasons}");
        }

        var @new = old with { Id = read.Id, Inputs = read.Inputs, InitErrors = read.InitErrors };
        @new = @new with { Outputs = SecretOutputs.Mark(@new, read.State) };
        if (!@new.Inputs.Equals(old.Inputs) || !@new.Outputs.Equals(old.Outputs))
        {
            @new = @new with { Modified = context.Now };
        }

        if (old.External)
        {
            // Providers do not compare objects that the stack does not manage.
            var isChanged = !old.Outputs.Equals(@new.Outputs);
            return new RefreshedResource(old, @new, DiffResult.Same) { Drift = isChanged ? new ObjectDrift() : null };
        }

        var diff = await CompareAsync(provider, old, @new);
        return new RefreshedResource(old, @new, diff) { Drift = DriftFinder.Find(old, @new, diff, provider) };
    }

    /// <summary>Compares as the next update of an unchanged program would, which finds the changes of the refresh in reverse.</summary>
    private async Task<DiffResult> CompareAsync(IResourceProvider provider, ResourceState old, ResourceState @new)
    {
        var diff = await provider.DiffAsync(
            new DiffRequest
            {
                Urn = @new.Urn,
                Id = @new.Id,
                OldInputs = @new.Inputs,
                OldState = @new.Outputs,
                NewInputs = old.Inputs,
                IgnoreChanges = old.IgnoreChanges,
            },
            context.Aborted
        );
        if (diff.Changes == DiffChanges.Unknown)
        {
            diff = InputDiff.Compare(@new.Inputs, IgnoredChanges.Apply(old.Inputs, @new.Inputs, old.IgnoreChanges).Inputs);
        }

        return diff.Invert();
    }
}
