using System.Collections.Concurrent;
using Infra.Engine.Providers;
using Infra.Engine.Providers.Naming;
using Infra.Protocol.Values;

namespace Engine.Tests.Support;

/// <summary>A service with objects in memory, and its provider for the package <c>fake</c>.</summary>
internal sealed class FakeCloud : IProviderFactory
{
    private int _lastId;

    public ConcurrentDictionary<string, PropertyMap> Objects { get; } = new();

    /// <summary>The calls that change or read objects, as `verb name`.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Called before an operation with verb and name. Throw to make it fail.</summary>
    public Func<string, string, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Called before a check with the name of the resource.</summary>
    public Func<string, Task> BeforeCheck { get; set; } = _ => Task.CompletedTask;

    /// <summary>The automatic names of checked resources.</summary>
    public ConcurrentQueue<Autonaming?> Namings { get; } = new();

    /// <summary>The requests to read objects.</summary>
    public ConcurrentQueue<ReadRequest> Reads { get; } = new();

    /// <summary>Input properties whose change replaces an object.</summary>
    public HashSet<string> ReplaceKeys { get; } = ["immutable"];

    public bool DeleteBeforeReplace { get; set; }

    /// <summary>The names of resources whose creations, also in previews, followed the deletion of an old resource.</summary>
    public ConcurrentQueue<string> CreatedAfterDeletion { get; } = new();

    /// <summary>True to give objects without a name a random one.</summary>
    public bool NamesObjects { get; set; }

    /// <summary>The identity of this cloud.</summary>
    public string Identity { get; set; } = "cloud-1";

    /// <summary>The names of resources that never become ready.</summary>
    public HashSet<string> NeverReady { get; } = [];

    /// <summary>The notices of deletions, by the names of the resources.</summary>
    public Dictionary<string, string> Notices { get; } = [];

    /// <summary>What objects need and the cloud lacks.</summary>
    public List<UnmetNeed> UnmetNeeds { get; } = [];

    public List<PropertyMap> Configurations { get; } = [];

    /// <summary>True to leave the comparison of inputs to the engine.</summary>
    public bool AnswersUnknownDiffs { get; set; }

    public IReadOnlyCollection<string> Packages => ["fake"];

    public IResourceProvider Create(string package, string version, IProviderLog log) => new Provider(this);

    public IEnumerable<string> ChangingCalls => Calls.Where(call => !call.StartsWith("read", StringComparison.Ordinal));

    private async Task BeginAsync(string verb, string name, CancellationToken cancellationToken)
    {
        Calls.Enqueue($"{verb} {name}");
        await Before(verb, name, cancellationToken);
    }

    private sealed class Provider(FakeCloud cloud) : IResourceProvider, IDeletionNotices, IServiceIdentity, IObjectPresence, IUnmetNeeds
    {
        public Task<string?> FindIdentityAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(cloud.Identity);

        public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new CheckResult { Inputs = request.NewInputs });

        public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(Compare(request, ["address"]));

        public Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken)
        {
            lock (cloud.Configurations)
            {
                cloud.Configurations.Add(request.Inputs);
            }

            return Task.CompletedTask;
        }

        public async Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
        {
            await cloud.BeforeCheck(request.Urn.Name);
            cloud.Namings.Enqueue(request.Autonaming);
            CheckFailure[] failures =
            [
                .. request
                    .NewInputs.Keys.Where(key => key.StartsWith("wrong", StringComparison.Ordinal))
                    .Select(key => new CheckFailure(key, "there must be no such thing")),
            ];
            return new CheckResult { Inputs = NameObject(request), Failures = failures };
        }

        public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(
                cloud.AnswersUnknownDiffs
                    ? new DiffResult { Changes = DiffChanges.Unknown }
                    : Compare(request, cloud.ReplaceKeys) with
                    {
                        DeleteBeforeReplace = cloud.DeleteBeforeReplace,
                    }
            );

        public async Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
        {
            if (request.FollowsDeletion)
            {
                cloud.CreatedAfterDeletion.Enqueue(request.Urn.Name);
            }

            if (request.Preview)
            {
                return new CreateResult { Id = "", State = request.Inputs.SetItem("self", new PropertyUnknown()) };
            }

            await cloud.BeginAsync("create", request.Urn.Name, cancellationToken);
            var id = $"{request.Urn.Name}-{Interlocked.Increment(ref cloud._lastId)}";
            var state = request.Inputs.SetItem("self", id);
            cloud.Objects[id] = state;
            return new CreateResult
            {
                Id = id,
                State = state,
                InitErrors = GetInitErrors(request.Urn.Name),
            };
        }

        public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
        {
            var state = request.NewInputs.SetItem("self", request.Id);
            if (!request.Preview)
            {
                await cloud.BeginAsync("update", request.Urn.Name, cancellationToken);
                cloud.Objects[request.Id] = state;
            }

            return new UpdateResult { State = state, InitErrors = GetInitErrors(request.Urn.Name) };
        }

        public async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
        {
            await cloud.BeginAsync("delete", request.Urn.Name, cancellationToken);
            cloud.Objects.TryRemove(request.Id, out _);
        }

        public async Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
        {
            await cloud.BeginAsync("read", request.Urn.Name, cancellationToken);
            cloud.Reads.Enqueue(request);
            return cloud.Objects.TryGetValue(request.Id, out var state)
                ? new ReadResult
                {
                    Id = request.Id,
                    Inputs = state.Remove("self"),
                    State = state,
                    InitErrors = GetInitErrors(request.Urn.Name),
                }
                : ReadResult.NotFound;
        }

        public Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new InvokeResult { Result = request.Arguments.SetItem("token", request.Token) });

        public Task<IReadOnlyList<UnmetNeed>> FindUnmetNeedsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<UnmetNeed>>(cloud.UnmetNeeds);

        public Task<IReadOnlyList<AbsentObject>> FindAbsentAsync(
            IReadOnlyList<RecordedObject> objects,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult<IReadOnlyList<AbsentObject>>([
                .. objects
                    .Where(recorded => !cloud.Objects.ContainsKey(recorded.Id))
                    .Select(recorded => new AbsentObject(recorded.Urn, recorded.Id, IsReplaced: false)),
            ]);

        public Task<IReadOnlyList<DeletionNotice>> DescribeDeletionsAsync(
            IReadOnlyList<Deletion> deletions,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult<IReadOnlyList<DeletionNotice>>([
                .. deletions
                    .Where(deletion => cloud.Notices.ContainsKey(deletion.Urn.Name))
                    .Select(deletion => new DeletionNotice(
                        deletion.Urn,
                        $"{cloud.Notices[deletion.Urn.Name]}{(deletion.KeepsObject ? ", kept" : "")}{(deletion.IsReplaced ? ", replaced" : "")}"
                    )),
            ]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private PropertyMap NameObject(CheckRequest request) =>
            !cloud.NamesObjects || request.NewInputs.ContainsKey("name") ? request.NewInputs
            : request.OldInputs.Find("name") is { } name ? request.NewInputs.SetItem("name", name)
            : request.NewInputs.SetItem("name", $"{request.Urn.Name}-{Convert.ToHexStringLower(request.RandomSeed.Span[..4])}");

        private string[] GetInitErrors(string name) => cloud.NeverReady.Contains(name) ? ["it does not start"] : [];

        private static DiffResult Compare(DiffRequest request, IEnumerable<string> replaceKeys)
        {
            var keys = request
                .OldInputs.Keys.Union(request.NewInputs.Keys)
                .Where(key => !Equals(request.OldInputs.Find(key), request.NewInputs.Find(key)))
                .ToArray();
            return keys.Length == 0
                ? DiffResult.Same
                : new DiffResult
                {
                    Changes = DiffChanges.Some,
                    ChangedKeys = keys,
                    ReplaceKeys = [.. keys.Intersect(replaceKeys)],
                };
        }
    }
}
