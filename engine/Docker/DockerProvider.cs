using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Configuration;
using Infra.Engine.Docker.Json;
using Infra.Engine.Docker.Registries;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker;

/// <summary>
/// The provider of the package <c>docker</c>: containers, networks, volumes and images of one Docker engine. Inputs are compared with the
/// inputs of the last update.
/// </summary>
internal sealed partial class DockerProvider(IProviderLog log, string directory, Func<string, string?> environment, TimeProvider time)
    : IResourceProvider,
        IServiceIdentity
{
    private const int ShortestSecret = 4;

    private DockerSettings? _settings;
    private EngineClient? _engine;
    private CredentialStore? _credentials;

    private DockerSettings Settings => _settings ?? throw new InvalidOperationException("The provider is not configured.");

    public Task<CheckResult> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(SettingsCheck.Check(request.NewInputs, environment, directory));

    public Task<DiffResult> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(SettingsCheck.Diff(request.OldInputs, request.NewInputs));

    public Task ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken)
    {
        _settings = DockerSettings.Read(request.Inputs, environment, directory);
        _credentials = new CredentialStore(_settings, time);
        _engine = _settings.Address is { } address ? new EngineClient(address, time) : null;
        return Task.CompletedTask;
    }

    public Task<CheckResult> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Find(request.Urn.Type);
        var schema = new SchemaCheck();
        var inputs = schema.Check(type.Token, request.NewInputs);
        var failures = schema.Failures.ToList();
        if (failures.Count == 0)
        {
            inputs = type.IsNamedAutomatically ? DockerNames.Assign(request, inputs, failures) : inputs;
            failures.AddRange(type.Check(PropertyJson.ToJson(inputs)));
        }

        if (failures.Count == 0)
        {
            inputs = type.Complete(inputs, directory, failures);
        }

        return Task.FromResult(new CheckResult { Inputs = inputs, Failures = failures });
    }

    public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        ResourceTypes.Find(request.Urn.Type).DiffAsync(request, _engine, cancellationToken);

    public async Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Find(request.Urn.Type);
        if (request.Preview)
        {
            var unknown = type.ComputedOutputs(PropertyJson.ToJson(request.Inputs));
            return new CreateResult { Id = "", State = ResourceOutputs.Predict(type, request.Inputs, PropertyMap.Empty, unknown) };
        }

        var inputs = PropertyJson.ToJson(request.Inputs);
        var context = CreateContext(request.Urn, request.Inputs, request.Timeout, request.StopWaiting);
        var created = await RunAsync("creating", type, inputs, context, () => type.CreateAsync(inputs, context, cancellationToken));
        return new CreateResult
        {
            Id = created.Id,
            State = ResourceOutputs.Create(type, request.Inputs, created),
            InitErrors = [.. created.Problems.Select(context.Redact)],
        };
    }

    public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Find(request.Urn.Type);
        if (request.Preview)
        {
            return new UpdateResult { State = ResourceOutputs.Predict(type, request.NewInputs, request.OldState, type.UpdatedOutputs) };
        }

        var (before, after) = (PropertyJson.ToJson(request.OldInputs), PropertyJson.ToJson(request.NewInputs));
        var context = CreateContext(request.Urn, request.NewInputs, request.Timeout, request.StopWaiting);
        var state = PropertyJson.ToJson(request.OldState);
        var updated = await RunAsync("updating", type, after, context, () =>
            type.UpdateAsync(request.Id, before, after, state, context, cancellationToken)
        );
        return new UpdateResult
        {
            State = ResourceOutputs.Create(type, request.NewInputs, updated),
            InitErrors = [.. updated.Problems.Select(context.Redact)],
        };
    }

    public async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Find(request.Urn.Type);
        var (inputs, state) = (PropertyJson.ToJson(request.OldInputs), PropertyJson.ToJson(request.OldState));
        var context = CreateContext(request.Urn, request.OldState, request.Timeout, CancellationToken.None);
        await RunAsync("deleting", type, inputs, context, async () =>
        {
            await type.DeleteAsync(request.Id, inputs, state, context, cancellationToken);
            return true;
        });
    }

    public async Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Find(request.Urn.Type);
        var (inputs, state) = (PropertyJson.ToJson(request.OldInputs), PropertyJson.ToJson(request.OldState));
        var context = CreateContext(request.Urn, request.OldState, null, CancellationToken.None);
        var live = await RunAsync("reading", type, inputs, context, () =>
            type.ReadAsync(request.Id, inputs, state, context, cancellationToken)
        );
        return live is null ? ReadResult.NotFound : ResourceOutputs.CreateRead(type, request.OldInputs, live);
    }

    public Task<InvokeResult> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
        throw new ResourceProviderException(
            $"the function {request.Token} is not supported by the built-in Docker provider: {ResourceTypes.PluginCure}"
        );

    public async Task<string?> FindIdentityAsync(CancellationToken cancellationToken)
    {
        if (_engine is null)
        {
            return null;
        }

        try
        {
            return (await _engine.GetAsync("/info", cancellationToken)).NonEmpty("ID");
        }
        catch (Exception e) when (DockerErrors.IsExpected(e))
        {
            throw DockerErrors.Explain(e, "identifying the Docker engine", Redact(PropertyMap.Empty));
        }
    }

    public ValueTask DisposeAsync()
    {
        _engine?.Dispose();
        return ValueTask.CompletedTask;
    }

    private ResourceContext CreateContext(Urn urn, PropertyMap properties, TimeSpan? timeout, CancellationToken stopWaiting) =>
        new()
        {
            Engine = _engine
                ?? throw new ResourceProviderException(
                    Settings.Problem is { } problem
                        ? $"the Docker provider's {problem.Property}: {problem.Reason}"
                        : "the address of the Docker engine is not known yet"
                ),
            Credentials = _credentials!,
            Directory = directory,
            Time = time,
            Urn = urn,
            Log = log,
            Redact = Redact(properties),
            Timeout = timeout,
            StopWaiting = stopWaiting,
        };

    private Func<string, string> Redact(PropertyMap properties) =>
        text =>
            new SecretMask(
                SecretTexts.Find(properties).Concat(_credentials?.Secrets ?? []).Distinct(StringComparer.Ordinal),
                ShortestSecret
            ).Apply(text);

    private static async Task<T> RunAsync<T>(
        string verb,
        IResourceType type,
        JsonObject inputs,
        ResourceContext context,
        Func<Task<T>> operation
    )
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (DockerErrors.IsExpected(e))
        {
            var name = inputs.NonEmpty("name") ?? inputs.NonEmpty("imageName") ?? context.Urn.Name;
            throw DockerErrors.Explain(e, $"{verb} the {ResourceTypes.Noun(type)} {name}", context.Redact);
        }
    }
}
