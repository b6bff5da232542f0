using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Images;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Containers;

/// <summary>
/// Containers. Two with one name, port or address cannot coexist, so the old one of a replacement is always deleted first.
/// </summary>
internal sealed class ContainerType : IResourceType
{
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(60);

    public string Token => "docker:index/container:Container";

    public bool IsNamedAutomatically => true;

    public TypeRules Rules => ContainerRules.Rules;

    public IEnumerable<CheckFailure> Check(JsonObject inputs) => ContainerCheck.Check(inputs);

    public async Task<DiffResult> DiffAsync(DiffRequest request, EngineClient? engine, CancellationToken cancellationToken)
    {
        var updatesLimits = true;
        var diff = InputComparison.Compare(request.OldInputs, request.NewInputs, Rules, CanUpdate);
        if (diff.ChangedKeys.Any(ContainerRules.Limits.Contains) && engine is not null && await IsPodmanAsync(engine, cancellationToken))
        {
            updatesLimits = false;
            diff = InputComparison.Compare(request.OldInputs, request.NewInputs, Rules, CanUpdate);
        }

        return diff with
        {
            DeleteBeforeReplace = diff.ReplaceKeys.Count > 0,
        };

        bool CanUpdate(string property, PropertyValue? value) =>
            !ContainerRules.Limits.Contains(property) || (updatesLimits && LimitUpdate.CanSet(property, value));
    }

    public IReadOnlyList<string> ComputedOutputs(JsonObject inputs) => ContainerReading.ComputedOutputs;

    public async Task<CreatedObject> CreateAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        await ImagePull.EnsureAsync(inputs.Text("image")!, inputs.NonEmpty("platform"), context, cancellationToken);
        var body = ContainerRequest.Create(inputs);
        await NetworkAttachments.PrepareAsync(body, inputs, context, cancellationToken);
        var created = await context.Engine.PostAsync(
            EngineRequest.Combine("/containers/create", ("name", inputs.NonEmpty("name")), ("platform", inputs.NonEmpty("platform"))),
            body,
            cancellationToken
        );
        foreach (var warning in created.Texts("Warnings"))
        {
            context.Warn(warning);
        }

        var id = created.Text("Id") ?? "";
        try
        {
            return await CompleteAsync(id, inputs, context, cancellationToken);
        }
        catch (Exception e) when (DockerErrors.IsExpected(e) && !DockerErrors.MayHaveEffect(e))
        {
            // A container that could not be completed would only stand in the way of the next attempt.
            await RemoveAsync(id, inputs, context, cancellationToken);
            throw;
        }
    }

    public async Task<CreatedObject> UpdateAsync(
        string id,
        JsonObject before,
        JsonObject after,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        var container = await context.Engine.GetAsync(PathOf(id, "/json"), cancellationToken);
        if (LimitUpdate.Create(before, after, container) is { } limits)
        {
            var answer = await context.Engine.PostAsync(PathOf(id, "/update"), limits, cancellationToken);
            foreach (var warning in answer.Texts("Warnings"))
            {
                context.Warn(warning);
            }
        }

        var status = container.Map("State");
        var mustStart = (after.Flag("mustRun") ?? true) && (after.Flag("start") ?? true) && status?.Flag("Running") != true;
        return status?.Text("Status") == "created" && (after.Flag("start") ?? true)
                ? await CompleteAsync(id, after, context, cancellationToken)
            : mustStart || (after.Flag("wait") ?? false) ? await StartAsync(id, after, context, mustStart, cancellationToken)
            : await DescribeAsync(id, after, [], state.Text("containerLogs"), context, cancellationToken);
    }

    public async Task DeleteAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        var grace = inputs.Integer("destroyGraceSeconds") ?? 0;
        if (grace > 0)
        {
            context.Report($"stopping, for up to {grace} s");
            var stop = new EngineRequest(HttpMethod.Post, PathOf(id, $"/stop?t={grace}"))
            {
                Limit = TimeSpan.FromSeconds(grace) + StopMargin,
            };
            try
            {
                await context.Engine.ReadAsync(stop, cancellationToken);
            }
            catch (EngineApiException e) when (e.IsNotFound)
            {
                return;
            }
        }

        await RemoveAsync(id, inputs, context, cancellationToken);
    }

    public async Task<LiveObject?> ReadAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        if (await context.Engine.FindAsync(PathOf(id, "/json"), cancellationToken) is not { } container)
        {
            return null;
        }

        var outputs = ContainerReading.Describe(container);
        outputs["containerLogs"] = state.Text("containerLogs") ?? "";
        var wasInterrupted = container.Map("State")?.Text("Status") == "created" && (inputs.Flag("start") ?? inputs.Count > 0);
        return new LiveObject(container.Text("Id") ?? id, outputs)
        {
            Faithful = ContainerReading.Faithful(container, inputs),
            ImportedInputs = inputs.Count == 0 ? await ContainerImport.CreateAsync(container, context, cancellationToken) : [],
            Problems = wasInterrupted ? ["its creation was interrupted before it started"] : [],
        };
    }

    public async Task<NamedObject?> FindByNameAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken) =>
        inputs.NonEmpty("name") is { } name
        && await context.Engine.FindAsync(PathOf(name, "/json"), cancellationToken) is { } container
        && container.Text("Name")?.TrimStart('/') == name
            ? new NamedObject(container.Text("Id") ?? "", container.Time("Created"))
            : null;

    private static string PathOf(string id, string operation) => $"/containers/{EngineRequest.Escape(id)}{operation}";

    private static async Task<CreatedObject> CompleteAsync(
        string id,
        JsonObject inputs,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        await NetworkAttachments.ConnectAsync(id, inputs, context, cancellationToken);
        await Uploads.SendAsync(id, inputs, context, cancellationToken);
        return inputs.Flag("start") ?? true
            ? await StartAsync(id, inputs, context, mustStart: true, cancellationToken)
            : await DescribeAsync(id, inputs, [], null, context, cancellationToken);
    }

    private static async Task<CreatedObject> StartAsync(
        string id,
        JsonObject inputs,
        ResourceContext context,
        bool mustStart,
        CancellationToken cancellationToken
    )
    {
        var start = new ContainerStart(id, inputs, context);
        var (problems, logs) = await start.RunAsync(mustStart, cancellationToken);
        return await DescribeAsync(id, inputs, problems, logs, context, cancellationToken);
    }

    private static async Task<CreatedObject> DescribeAsync(
        string id,
        JsonObject inputs,
        IReadOnlyList<string> problems,
        string? logs,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        // One that removes itself may be gone already.
        var container = await context.Engine.FindAsync(PathOf(id, "/json"), cancellationToken);
        var outputs = container is null ? new JsonObject { ["name"] = inputs.Text("name") } : ContainerReading.Describe(container);
        outputs["containerLogs"] = logs ?? "";
        return new CreatedObject(id, outputs) { Problems = problems, SensitiveOutputs = ["containerLogs"] };
    }

    private static async Task RemoveAsync(string id, JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        var volumes = (inputs.Flag("removeVolumes") ?? true) ? "1" : "0";
        await context.RetryWhileInUseAsync(
            () => context.Engine.DeleteAsync(PathOf(id, $"?force=1&v={volumes}"), cancellationToken),
            e => e.Says("removal of container", "is already in progress"),
            cancellationToken
        );
    }

    private static async Task<bool> IsPodmanAsync(EngineClient engine, CancellationToken cancellationToken)
    {
        try
        {
            return (await engine.IdentifyAsync(cancellationToken)).IsPodman;
        }
        catch (EngineUnreachableException)
        {
            // The update reports it.
            return false;
        }
    }
}
