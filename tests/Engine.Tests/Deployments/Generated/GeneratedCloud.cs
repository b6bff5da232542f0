using System.Collections.Concurrent;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments.Generated;

/// <summary>A service with objects in memory and with faults, whose provider finds out what interrupted operations have done.</summary>
internal sealed class GeneratedCloud : IProviderFactory
{
    private int _lastId;
    private int _changes;

    public ConcurrentDictionary<string, (string Key, PropertyMap Inputs)> Objects { get; } = new();

    /// <summary>The faults by key.</summary>
    public IReadOnlyList<GeneratedFault> Faults { get; set; } = [];

    /// <summary>The number of operations that had an effect.</summary>
    public int Changes => _changes;

    public IReadOnlyCollection<string> Packages { get; } = ["mem"];

    public IResourceProvider Create(string package, string version, IProviderLog log) => new Provider(this);

    private async Task<IReadOnlyList<string>> ActAsync(Urn urn, Action act)
    {
        // Lets other operations in between.
        await Task.Yield();
        var fault = Faults.ElementAtOrDefault(KeyOf(urn)[0] - '0');
        if (fault == GeneratedFault.Refused)
        {
            throw new ResourceProviderException("refused");
        }

        act();
        Interlocked.Increment(ref _changes);
        return fault switch
        {
            GeneratedFault.Lost => throw new ResourceProviderException("the answer is lost") { IsOutcomeUnknown = true },
            GeneratedFault.NotReady => ["not ready"],
            _ => [],
        };
    }

    // A renamed resource is the same one.
    private static string KeyOf(Urn urn) => urn.Name[1..];

    private sealed class Provider(GeneratedCloud cloud) : IResourceProvider, IOperationRecovery
    {
        public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new CheckResult { Inputs = request.NewInputs });

        public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(DiffResult.Same);

        public Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new CheckResult { Inputs = request.NewInputs });

        public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
        {
            string[] changed = [.. request.NewInputs.Keys.Where(key => !Equals(request.OldInputs.Find(key), request.NewInputs.Find(key)))];
            return Task.FromResult(
                changed.Length == 0
                    ? DiffResult.Same
                    : new DiffResult
                    {
                        Changes = DiffChanges.Some,
                        ChangedKeys = changed,
                        ReplaceKeys = [.. changed.Where(key => key == "immutable")],
                    }
            );
        }

        public async Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
        {
            var id = $"{KeyOf(request.Urn)}-{Interlocked.Increment(ref cloud._lastId)}";
            var errors = await cloud.ActAsync(request.Urn, () => cloud.Objects[id] = (KeyOf(request.Urn), request.Inputs));
            return new CreateResult
            {
                Id = id,
                State = request.Inputs,
                InitErrors = errors,
            };
        }

        public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
        {
            var errors = await cloud.ActAsync(request.Urn, () => cloud.Objects[request.Id] = (KeyOf(request.Urn), request.NewInputs));
            return new UpdateResult { State = request.NewInputs, InitErrors = errors };
        }

        public async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) =>
            await cloud.ActAsync(request.Urn, () => cloud.Objects.TryRemove(request.Id, out _));

        public Task<ReadResult> FindCreatedAsync(CreationLookup lookup, CancellationToken cancellationToken)
        {
            var id = cloud
                .Objects.Where(item => item.Value.Key == KeyOf(lookup.Urn) && item.Value.Inputs.Equals(lookup.Inputs))
                .Select(item => item.Key)
                .FirstOrDefault(id => !lookup.KnownIds.Contains(id));
            return Task.FromResult(
                id is null
                    ? ReadResult.NotFound
                    : new ReadResult
                    {
                        Id = id,
                        Inputs = lookup.Inputs,
                        State = lookup.Inputs,
                    }
            );
        }

        public Task<DeletionOutcome> FindDeletionAsync(DeleteRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(cloud.Objects.ContainsKey(request.Id) ? DeletionOutcome.NotBegun : DeletionOutcome.Complete);

        public Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(
                cloud.Objects.TryGetValue(request.Id, out var found)
                    ? new ReadResult
                    {
                        Id = request.Id,
                        Inputs = found.Inputs,
                        State = found.Inputs,
                    }
                    : ReadResult.NotFound
            );

        public Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new InvokeResult { Result = request.Arguments });

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
