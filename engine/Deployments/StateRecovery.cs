using System.Globalization;
using Infra.Engine.Deployments.Execution;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments;

/// <summary>
/// Settles the operations that earlier updates began but did not record the end of, with the providers that can find out what became of
/// them (<see cref="IOperationRecovery"/>). A created object is taken into the state, a deleted one out of it, and an updated one is
/// updated again. Operations of other providers stay in the state, as with Pulumi.
/// </summary>
internal sealed class StateRecovery
{
    private const string Interrupted = "an update of this resource was interrupted, so it is made again";

    private readonly Snapshot _origin;
    private readonly List<ResourceState> _resources;
    private readonly ProviderRegistry _registry;
    private readonly bool _isPreview;
    private readonly string _now;
    private readonly List<PendingOperation> _unsettled = [];
    private readonly List<DiagnosticEvent> _notes = [];
    private readonly List<(Urn, string)> _failures = [];

    private StateRecovery(Snapshot origin, ProviderRegistry registry, bool isPreview, DateTimeOffset now)
    {
        _origin = origin;
        _resources = [.. origin.Resources];
        _registry = registry;
        _isPreview = isPreview;
        _now = StateTimestamp.Format(now);
    }

    /// <summary>Settles the pending operations of a state. A preview changes nothing outside the returned state.</summary>
    public static async Task<RecoveredState> RecoverAsync(
        Snapshot origin,
        IReadOnlyList<IProviderFactory> providers,
        bool isPreview,
        Action<EngineEvent> onEvent,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (origin.PendingOperations.Count == 0)
        {
            return new RecoveredState(origin, [], []);
        }

        await using var registry = new ProviderRegistry(providers, new EventPublisher(onEvent, [], isPreview), isPreview);
        return await new StateRecovery(origin, registry, isPreview, time.GetUtcNow()).RecoverAsync(cancellationToken);
    }

    private async Task<RecoveredState> RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var operation in _origin.PendingOperations)
        {
            try
            {
                if (await FindProviderAsync(operation.Resource, cancellationToken) is not { } provider)
                {
                    _unsettled.Add(operation);
                    continue;
                }

                await SettleAsync(operation, provider, cancellationToken);
            }
            catch (ResourceProviderException error)
            {
                _unsettled.Add(operation);
                _failures.Add((operation.Resource.Urn, error.Message));
            }
        }

        var state = _origin with { Resources = AliasNormalizer.Normalize(_resources), PendingOperations = _unsettled };
        return new RecoveredState(state, _notes, _failures);
    }

    private Task SettleAsync(PendingOperation operation, IResourceProvider provider, CancellationToken cancellationToken)
    {
        switch (operation.Type)
        {
            case PendingOperationType.Creating:
                return SettleCreationAsync(operation.Resource, (IOperationRecovery)provider, cancellationToken);
            case PendingOperationType.Deleting:
                return SettleDeletionAsync(operation.Resource, provider, cancellationToken);
            case PendingOperationType.Updating:
                RepeatUpdate(operation.Resource);
                return Task.CompletedTask;
            default:
                // A read leaves nothing behind.
                return Task.CompletedTask;
        }
    }

    private async Task<IResourceProvider?> FindProviderAsync(ResourceState resource, CancellationToken cancellationToken) =>
        resource.Provider is { } reference && FindState(reference) is not null
            ? await _registry.GetAsync(reference, FindState, cancellationToken) is IOperationRecovery provider
                ? (IResourceProvider)provider
                : null
            : null;

    private ResourceState? FindState(ProviderReference reference) =>
        _origin.Resources.FirstOrDefault(state => state.Urn == reference.Urn && state.Id == reference.Id);

    private async Task SettleCreationAsync(ResourceState created, IOperationRecovery provider, CancellationToken cancellationToken)
    {
        var lookup = new CreationLookup
        {
            Urn = created.Urn,
            Inputs = created.Inputs,
            Since = DateTimeOffset.TryParse(created.Created, CultureInfo.InvariantCulture, out var since) ? since : null,
            KnownIds =
            [
                .. _resources
                    .Where(resource => resource.Type == created.Type && !resource.PendingReplacement)
                    .Select(resource => resource.Id),
            ],
        };
        var found = await provider.FindCreatedAsync(lookup, cancellationToken);
        if (found.Id.Length == 0)
        {
            return;
        }

        var adopted = created with
        {
            Id = found.Id,
            Inputs = found.Inputs,
            Outputs = SecretOutputs.Mark(created, found.State),
            InitErrors = found.InitErrors,
            Created = created.Created.Length > 0 ? created.Created : _now,
            Modified = _now,
        };
        Note(created.Urn, $"an earlier update was interrupted after it had created this object ({found.Id}); it is taken into the state");
        var index = FindCurrent(created);
        if (index < 0)
        {
            _resources.Add(adopted);
        }
        else if (_resources[index].PendingReplacement)
        {
            _resources[index] = adopted;
        }
        else
        {
            // It replaces the old resource, whose deletion is yet to come.
            _resources[index] = _resources[index] with { Delete = true };
            _resources.Insert(index, adopted);
        }
    }

    private void RepeatUpdate(ResourceState updated)
    {
        // The object may have the old or the new inputs. A resource that is not ready is updated although its inputs are the same.
        if (FindCurrent(updated) is >= 0 and var index && !_resources[index].InitErrors.Contains(Interrupted))
        {
            _resources[index] = _resources[index] with { InitErrors = [.. _resources[index].InitErrors, Interrupted] };
        }
    }

    private async Task SettleDeletionAsync(ResourceState deleted, IResourceProvider provider, CancellationToken cancellationToken)
    {
        var index = _resources.FindIndex(resource => resource.Urn == deleted.Urn && resource.Id == deleted.Id);
        if (index < 0 || _resources[index].PendingReplacement)
        {
            return;
        }

        var request = new DeleteRequest
        {
            Urn = deleted.Urn,
            Id = deleted.Id,
            OldInputs = deleted.Inputs,
            OldState = deleted.Outputs,
            Timeout = deleted.CustomTimeouts?.Delete,
        };
        var progress = await ((IOperationRecovery)provider).FindDeletionAsync(request, cancellationToken);
        if (progress == DeletionOutcome.NotBegun)
        {
            return;
        }

        if (progress == DeletionOutcome.UnderWay && !_isPreview)
        {
            await provider.DeleteAsync(request, cancellationToken);
        }

        Note(
            deleted.Urn,
            $"an earlier update was interrupted after it had deleted this object ({deleted.Id}); it is taken out of the state"
        );
        var resource = _resources[index];
        _resources.RemoveAt(index);
        if (!resource.Delete && _resources.Exists(other => other.References().Contains(resource.Urn)))
        {
            // It was deleted before its replacement: its dependents refer to it until that exists.
            _resources.Insert(index, resource with { PendingReplacement = true });
        }
    }

    private int FindCurrent(ResourceState state) =>
        _resources.FindIndex(resource => !resource.Delete && (resource.Urn == state.Urn || state.Aliases.Contains(resource.Urn)));

    private void Note(Urn urn, string message) => _notes.Add(new DiagnosticEvent(DiagnosticSeverity.Info, urn, message));
}
