using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes;

/// <summary>Keeps objects in a cluster.</summary>
internal sealed class ClusterBackend(ClusterLink cluster, ProviderSettings settings, IProviderLog log) : IResourceBackend
{
    public async Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var manifest = PropertyConversion.ToManifest(request.Inputs);
        if (request.Preview)
        {
            return new CreateResult { Id = "", State = await PreviewCreationAsync(request, manifest, cancellationToken) ?? request.Inputs };
        }

        var manager = FieldManagerNames.For(manifest, null, settings.EnableServerSideApply);
        try
        {
            var session = cluster.Session;
            var created = await session.Creator.CreateAsync(
                Creation(manifest, manager, dryRun: false), reason => log.Status(request.Urn, reason), cancellationToken);
            if (BuiltInTypes.IsCustomResourceDefinition(manifest.Type()))
            {
                session.Api.ForgetTypes();
            }

            var outcome = await AwaitAsync(session, request.Urn, created, manifest, request.Timeout, request.StopWaiting, cancellationToken);
            return new CreateResult
            {
                Id = outcome.Live.Id(),
                State = State(outcome.Live, manifest, manifest.Text("apiVersion"), manager).ToOutputs(request.Inputs),
                InitErrors = Redacted(outcome, request.Inputs),
            };
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, "creating", manifest, request.Inputs);
        }
    }

    public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var old = ObjectState.Parse(request.OldState);
        var manifest = InputNormalizer.Normalize(PropertyConversion.ToManifest(request.NewInputs));
        var change = new Change
        {
            OldInputs = old.Inputs,
            OldLive = old.Live,
            Manifest = manifest,
            FieldManager = FieldManagerNames.For(manifest, old.FieldManager, settings.EnableServerSideApply),
            ServerSideApply = settings.EnableServerSideApply,
            Force = settings.EnablePatchForce || Annotations.IsTrue(manifest, Annotations.PatchForce),
            IgnoreChanges = IgnoredPaths.Parse(request.IgnoreChanges),
            DryRun = request.Preview,
        };
        if (request.Preview)
        {
            return new UpdateResult { State = await PreviewUpdateAsync(request, old, change, cancellationToken) ?? request.NewInputs };
        }

        try
        {
            var session = cluster.Session;
            var updated = await session.Updater.UpdateAsync(change, cancellationToken);
            if (settings.EnableServerSideApply && old.FieldManager is { Length: > 0 } former && former != change.FieldManager)
            {
                await session.Updater.RelinquishAsync(updated, former, cancellationToken);
            }

            var outcome = await AwaitAsync(session, request.Urn, updated, manifest, request.Timeout, request.StopWaiting, cancellationToken);
            return new UpdateResult
            {
                State = State(outcome.Live, manifest, old.InitialApiVersion, change.FieldManager).ToOutputs(request.NewInputs),
                InitErrors = Redacted(outcome, request.NewInputs),
            };
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, "updating", old.Live, request.NewInputs);
        }
    }

    public async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var old = ObjectState.Parse(request.OldState);
        var live = Identified(old.Live, old.Inputs, request.Id, request.Urn);
        try
        {
            await cluster.Session.Deleter.DeleteAsync(
                live, old.Inputs, Annotations.Timeout(request.Timeout, old.Inputs), status => log.Status(request.Urn, status), cancellationToken);
        }
        catch (Exception e) when (ProviderErrors.MeansUnreachable(e) && settings.DeleteUnreachable)
        {
            log.Warning(request.Urn, $"{e.Message}; dropped from the state all the same, because deleteUnreachable is set");
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, "deleting", live, request.OldInputs);
        }
    }

    public async Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (settings.IsClusterUnknown)
        {
            return new ReadResult { Id = request.Id, Inputs = request.OldInputs, State = request.OldState };
        }

        var old = ObjectState.Parse(request.OldState);
        var oldInputs = InputNormalizer.Normalize(PropertyConversion.ToManifest(request.OldInputs));
        var isImport = oldInputs.Text("kind") is null;
        var identity = Identified(old.Live, oldInputs, request.Id, request.Urn);
        JsonObject live;
        try
        {
            var session = cluster.Session;
            if (await session.Api.FindAsync(identity.Type(), cancellationToken) is not { } resource)
            {
                return ReadResult.NotFound;
            }

            live = await session.Api.GetAsync(resource, identity, cancellationToken);
            var outcome = isImport ? new AwaitOutcome(live, []) : await session.Awaiter.LookAsync(live, oldInputs, cancellationToken);
            var inputs = isImport ? ImportedInputs.From(live) : Resources.Diffing.LiveStatePruner.Prune(live, oldInputs);
            var state = State(live, inputs, old.InitialApiVersion, FieldManagerNames.For(inputs, old.FieldManager, settings.EnableServerSideApply));
            return new ReadResult
            {
                Id = request.Id.Length > 0 ? request.Id : live.Id(),
                Inputs = SecretMarking.Mark(PropertyConversion.ToProperties(inputs), request.OldInputs),
                State = state.ToOutputs(request.OldInputs),
                InitErrors = Redacted(outcome, request.OldInputs),
            };
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return ReadResult.NotFound;
        }
        catch (Exception e) when (ProviderErrors.MeansUnreachable(e) && (settings.DeleteUnreachable || settings.SkipUpdateUnreachable))
        {
            log.Warning(request.Urn, settings.DeleteUnreachable
                ? $"{e.Message}; dropped from the state all the same, because deleteUnreachable is set"
                : $"{e.Message}; left as it is, because skipUpdateUnreachable is set");
            return settings.DeleteUnreachable
                ? ReadResult.NotFound
                : new ReadResult { Id = request.Id, Inputs = request.OldInputs, State = request.OldState };
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, "reading", identity, request.OldInputs);
        }
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    // Null where the result cannot be foretold: the inputs then stand for it.
    private async Task<PropertyMap?> PreviewCreationAsync(CreateRequest request, JsonObject manifest, CancellationToken cancellationToken)
    {
        if (Unknowns.In(manifest) || !settings.EnableServerSideApply || settings.IsClusterUnknown)
        {
            return null;
        }

        try
        {
            var manager = FieldManagerNames.For(manifest, null, serverSideApply: true);
            var foreseen = await cluster.Session.Creator.CreateAsync(Creation(manifest, manager, dryRun: true), _ => { }, cancellationToken);
            foreseen.Remove("status");
            return State(foreseen, manifest, manifest.Text("apiVersion"), manager).ToOutputs(request.Inputs);
        }
        catch (Exception e) when (CannotForetell(e) || e is KubernetesApiException { IsAlreadyExists: true } or KubernetesApiException { IsNamespaceNotFound: true })
        {
            WarnIfUnreachable(request.Urn, e);
            return null;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, "creating", manifest, request.Inputs);
        }
    }

    private async Task<PropertyMap?> PreviewUpdateAsync(UpdateRequest request, ObjectState old, Change change, CancellationToken cancellationToken)
    {
        if (Unknowns.In(change.Manifest) || settings.IsClusterUnknown)
        {
            return null;
        }

        try
        {
            var foreseen = await cluster.Session.Updater.UpdateAsync(change, cancellationToken);
            return State(foreseen, change.Manifest, old.InitialApiVersion, change.FieldManager).ToOutputs(request.NewInputs);
        }
        catch (Exception e) when (CannotForetell(e))
        {
            WarnIfUnreachable(request.Urn, e);
            return null;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, "updating", old.Live, request.NewInputs);
        }
    }

    private static bool CannotForetell(Exception e) =>
        e is NoSuchTypeException or KubernetesApiException { IsForbidden: true } or KubernetesApiException { IsDryRunUnsupported: true }
        || ProviderErrors.MeansUnreachable(e);

    private void WarnIfUnreachable(Urn urn, Exception e)
    {
        if (ProviderErrors.MeansUnreachable(e) && cluster.IsFirstComplaint())
        {
            var reason = e is KubernetesApiException ? $"the cluster does not accept the credentials of {cluster.Origin}" : e.Message;
            log.Warning(urn, $"{reason}; the preview shows the program's values only");
        }
    }

    private Creation Creation(JsonObject manifest, string manager, bool dryRun) => new()
    {
        Manifest = manifest,
        FieldManager = manager,
        Upsert = settings.UpsertExistingObjects && settings.EnableServerSideApply,
        Force = dryRun || settings.EnablePatchForce || Annotations.IsTrue(manifest, Annotations.PatchForce),
        DryRun = dryRun,
    };

    private async Task<AwaitOutcome> AwaitAsync(
        ClusterSession session,
        Urn urn,
        JsonObject written,
        JsonObject inputs,
        TimeSpan? timeout,
        CancellationToken stopWaiting,
        CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopWaiting, cancellationToken);
        return await session.Awaiter.WaitAsync(
            written, inputs, Annotations.Timeout(timeout, inputs), status => log.Status(urn, status), either.Token);
    }

    private static List<string> Redacted(AwaitOutcome outcome, PropertyMap secrets) =>
        [.. outcome.Errors.Select(error => ProviderErrors.Redact(error, secrets))];

    private ResourceProviderException Explain(Exception e, string what, JsonObject manifest, PropertyMap secrets) =>
        ProviderErrors.Explain(e, what, manifest, secrets, cluster.Origin);

    private static ObjectState State(JsonObject live, JsonObject inputs, string? initialApiVersion, string manager) => new()
    {
        Live = live,
        Inputs = inputs,
        InitialApiVersion = string.IsNullOrEmpty(initialApiVersion) ? live.Text("apiVersion") ?? "" : initialApiVersion,
        FieldManager = manager,
    };

    // What identifies the object: its type as the state or the inputs have it, its place as the id has it.
    private static JsonObject Identified(JsonObject live, JsonObject inputs, string id, Urn urn)
    {
        var identity = live.Copy();
        var type = TypeTokens.Parse(urn.Type);
        identity["apiVersion"] = inputs.Text("apiVersion") ?? live.Text("apiVersion") ?? type?.ApiVersion;
        identity["kind"] = inputs.Text("kind") ?? live.Text("kind") ?? type?.Kind;
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (id.Length > 0)
        {
            identity.SetMetadata("name", id[(slash + 1)..]);
            identity.SetMetadata("namespace", slash < 0 ? "" : id[..slash]);
        }

        return identity;
    }
}
