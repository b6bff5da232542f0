using Infra.Engine.Docker.Json;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker;

/// <summary>Which objects exist, and what interrupted operations have done.</summary>
internal sealed partial class DockerProvider : IObjectPresence, IOperationRecovery
{
    private const int ReadsAtOnce = 8;

    /// <summary>The clocks of this machine and the engine's may differ by so much.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<AbsentObject>> FindAbsentAsync(
        IReadOnlyList<RecordedObject> objects,
        CancellationToken cancellationToken
    )
    {
        if (_engine is null)
        {
            return [];
        }

        using var slots = new SemaphoreSlim(ReadsAtOnce);
        var absent = await Task.WhenAll(objects.Select(recorded => FindAbsentAsync(recorded, slots, cancellationToken)));
        return [.. absent.OfType<AbsentObject>()];
    }

    public async Task<ReadResult> FindCreatedAsync(CreationLookup lookup, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Find(lookup.Urn.Type);
        var inputs = PropertyJson.ToJson(lookup.Inputs);
        var context = CreateContext(lookup.Urn, lookup.Inputs, null, CancellationToken.None);
        var live = await RunAsync("looking for", type, inputs, context, async () =>
            await type.FindByNameAsync(inputs, context, cancellationToken) is { } named
            && !lookup.KnownIds.Contains(named.Id)
            && !(named.Created < lookup.Since - ClockSkew)
                ? await type.ReadAsync(named.Id, inputs, [], context, cancellationToken)
                : null
        );
        return live is null ? ReadResult.NotFound : ResourceOutputs.CreateRead(type, lookup.Inputs, live with { Faithful = [] });
    }

    public async Task<DeletionOutcome> FindDeletionAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Find(request.Urn.Type);
        var (inputs, state) = (PropertyJson.ToJson(request.OldInputs), PropertyJson.ToJson(request.OldState));
        var context = CreateContext(request.Urn, request.OldState, null, CancellationToken.None);
        var live = await RunAsync("reading", type, inputs, context, () =>
            type.ReadAsync(request.Id, inputs, state, context, cancellationToken)
        );
        return live is null ? DeletionOutcome.Complete : DeletionOutcome.NotBegun;
    }

    private async Task<AbsentObject?> FindAbsentAsync(RecordedObject recorded, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Find(recorded.Urn.Type);
        if (!type.IsOnEngine)
        {
            return null;
        }

        var state = PropertyJson.ToJson(recorded.State);
        var context = CreateContext(recorded.Urn, recorded.State, null, CancellationToken.None);
        await slots.WaitAsync(cancellationToken);
        try
        {
            return await type.ReadAsync(recorded.Id, state, state, context, cancellationToken) is null
                ? new AbsentObject(recorded.Urn, $"{ResourceTypes.Noun(type)} {state.NonEmpty("name") ?? recorded.Id}", IsReplaced: false)
                : null;
        }
        catch (Exception e) when (DockerErrors.IsExpected(e))
        {
            // An engine that does not answer says nothing about its objects, and the operations that need it report it.
            return null;
        }
        finally
        {
            slots.Release();
        }
    }
}
