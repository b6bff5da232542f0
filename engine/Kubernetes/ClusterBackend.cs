using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Previews;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Volumes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes;

/// <summary>Creates, updates, deletes and reads objects in a cluster.</summary>
internal sealed partial class ClusterBackend(ClusterLink cluster, ProviderSettings settings, IProviderLog log) : IResourceBackend
{
    public ClusterPreview Preview { get; } = new(cluster, settings, log);

    public async Task<CreateResult> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var manifest = PropertyConversion.ToManifest(request.Inputs);
        if (request.Preview)
        {
            return new CreateResult { Id = "", State = await Preview.CreateAsync(request, manifest, cancellationToken) ?? request.Inputs };
        }

        var manager = FieldManagerNames.For(manifest, null, settings.EnableServerSideApply);
        var isCreated = false;
        try
        {
            var session = cluster.Session;
            using var stop = session.StopPluginsOn(request.StopWaiting);
            var creation = ClusterRequests.ToCreation(settings, request, manifest, manager);
            var ignored = IgnoredPaths.Parse(request.IgnoreChanges);
            var (created, written) = await new KeptObjects(session, log).CreateAsync(request.Urn, creation, ignored, cancellationToken);
            isCreated = true;
            if (BuiltInTypes.IsCustomResourceDefinition(manifest.Type()))
            {
                session.Api.ForgetTypes();
            }

            var outcome = await AwaitAsync(session, request.Urn, created, written, request.Timeout, request.StopWaiting, cancellationToken);
            var inputs = ReferenceEquals(written, manifest)
                ? request.Inputs
                : SecretMarking.Mark(PropertyConversion.ToProperties(written), request.Inputs);
            return new CreateResult
            {
                Id = outcome.Live.Id(),
                Inputs = inputs,
                State = ObjectState.Create(outcome.Live, written, written.Text("apiVersion"), manager).ToOutputs(inputs),
                InitErrors = ProviderErrors.RedactAll(OperationSubjects.CompleteCreation(request.Urn, outcome.Errors), inputs),
            };
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, OperationSubjects.Create(e, request.Urn, manifest), request.Inputs, isCreated);
        }
    }

    public async Task<UpdateResult> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var old = ObjectState.Parse(request.OldState);
        var manifest = InputNormalizer.NormalizeOwned(PropertyConversion.ToManifest(request.NewInputs));
        var change = ClusterRequests.ToChange(settings, request, old, manifest);
        if (request.Preview)
        {
            return new UpdateResult { State = await Preview.UpdateAsync(request, old, change, cancellationToken) ?? request.NewInputs };
        }

        try
        {
            var session = cluster.Session;
            using var stop = session.StopPluginsOn(request.StopWaiting);
            JsonObject live;
            IReadOnlyList<string> problems;
            try
            {
                var updated = await UpdateAsync(session, request, change, cancellationToken);
                if (settings.EnableServerSideApply && old.FieldManager is { Length: > 0 } former && former != change.FieldManager)
                {
                    await session.Updater.ReleaseFieldsAsync(updated, former, cancellationToken);
                }

                var outcome = await AwaitAsync(
                    session,
                    request.Urn,
                    updated,
                    manifest,
                    request.Timeout,
                    request.StopWaiting,
                    cancellationToken
                );
                live = outcome.Live;
                problems = OperationSubjects.CompleteUpdate(live, outcome.Errors);
            }
            catch (KubernetesApiException e) when (!e.IsUnauthorized)
            {
                live = await session.Updater.ReadAsync(change, cancellationToken);
                problems = [Explain(e, OperationSubjects.Update(e, old.Live), request.NewInputs).Message];
            }

            return new UpdateResult
            {
                State = ObjectState.Create(live, manifest, old.InitialApiVersion, change.FieldManager).ToOutputs(request.NewInputs),
                InitErrors = ProviderErrors.RedactAll(problems, request.NewInputs),
            };
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, OperationSubjects.Update(e, old.Live), request.NewInputs);
        }
    }

    public async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var old = ObjectState.Parse(request.OldState);
        var live = ClusterRequests.Identify(old.Live, old.Inputs, request.Id, request.Urn);
        try
        {
            if (TypeTokens.IsPatch(request.Urn.Type, live.Text("kind")))
            {
                await cluster.Session.Updater.GiveBackAsync(live, old.FieldManager ?? FieldManagers.Creator, cancellationToken);
                return;
            }

            await cluster.Session.Deleter.DeleteAsync(
                live,
                old.Inputs,
                Annotations.Timeout(request.Timeout, old.Inputs),
                new DeletionProgress(status => log.Status(request.Urn, status), reason => log.Warning(request.Urn, reason)),
                cancellationToken
            );
        }
        catch (Exception e) when (ProviderErrors.MeansUnreachable(e) && settings.DeleteUnreachable)
        {
            log.Warning(request.Urn, $"{e.Message}; dropped from the state, because deleteUnreachable is set");
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, OperationSubjects.Name("deleting", live), request.OldInputs);
        }
    }

    public async Task<ReadResult> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (settings.IsClusterUnknown)
        {
            return new ReadResult
            {
                Id = request.Id,
                Inputs = request.OldInputs,
                State = request.OldState,
            };
        }

        var old = ObjectState.Parse(request.OldState);
        var oldInputs = InputNormalizer.NormalizeOwned(PropertyConversion.ToManifest(request.OldInputs));
        var identity = ClusterRequests.Identify(old.Live, oldInputs, request.Id, request.Urn);
        var isImport = oldInputs.Text("kind") is null && old.Live.Text("kind") is null;
        if (oldInputs.Text("kind") is null)
        {
            ClusterRequests.CopyIdentity(identity, oldInputs);
        }

        JsonObject live;
        try
        {
            var session = cluster.Session;
            if (await session.Api.FindAsync(identity.Type(), cancellationToken) is not { } resource)
            {
                return ReadResult.NotFound;
            }

            live = await session.Api.GetAsync(resource, identity, cancellationToken);
            if (isImport)
            {
                KeptSecrets.CheckImport(
                    identity.Type(),
                    live,
                    PropertyConversion.ToManifest(request.DeclaredInputs),
                    IgnoredPaths.Parse(request.IgnoreChanges)
                );
            }

            var outcome = isImport ? new AwaitOutcome(live, []) : await session.Awaiter.ReadAsync(live, oldInputs, cancellationToken);
            var inputs = isImport ? ImportedInputs.From(live) : Resources.Diffing.LiveStatePruner.Prune(live, oldInputs);
            var state = ObjectState.Create(
                live,
                inputs,
                old.InitialApiVersion,
                FieldManagerNames.For(inputs, old.FieldManager, settings.EnableServerSideApply)
            );
            return new ReadResult
            {
                Id = request.Id.Length > 0 ? request.Id : live.Id(),
                Inputs = SecretMarking.Mark(PropertyConversion.ToProperties(inputs), request.OldInputs),
                State = state.ToOutputs(request.OldInputs),
                InitErrors = ProviderErrors.RedactAll(outcome.Errors, request.OldInputs),
            };
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return ReadResult.NotFound;
        }
        catch (Exception e) when (ProviderErrors.MeansUnreachable(e) && (settings.DeleteUnreachable || settings.SkipUpdateUnreachable))
        {
            log.Warning(
                request.Urn,
                settings.DeleteUnreachable
                    ? $"{e.Message}; dropped from the state, because deleteUnreachable is set"
                    : $"{e.Message}; left unchanged, because skipUpdateUnreachable is set"
            );
            return settings.DeleteUnreachable
                ? ReadResult.NotFound
                : new ReadResult
                {
                    Id = request.Id,
                    Inputs = request.OldInputs,
                    State = request.OldState,
                };
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw Explain(e, OperationSubjects.Name("reading", identity), request.OldInputs);
        }
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private async Task<JsonObject> UpdateAsync(
        ClusterSession session,
        UpdateRequest request,
        Change change,
        CancellationToken cancellationToken
    )
    {
        if (StatefulSetGrowth.IsRequired(change.OldLive, change.Manifest))
        {
            return await session.Growth.UpdateAsync(
                change,
                Annotations.Timeout(request.Timeout, change.Manifest),
                status => log.Status(request.Urn, status),
                cancellationToken
            );
        }

        await ClusterPreview.CheckClaimAsync(session, change, cancellationToken);
        return await session.Updater.UpdateAsync(change, cancellationToken);
    }

    private async Task<AwaitOutcome> AwaitAsync(
        ClusterSession session,
        Urn urn,
        JsonObject written,
        JsonObject inputs,
        TimeSpan? timeout,
        CancellationToken stopWaiting,
        CancellationToken cancellationToken
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopWaiting, cancellationToken);
        return await session.Awaiter.WaitAsync(
            written,
            inputs,
            Annotations.Timeout(timeout, inputs),
            status => log.Status(urn, status),
            either.Token
        );
    }

    private ResourceProviderException Explain(Exception e, string subject, PropertyMap secrets, bool hasEffect = false) =>
        ProviderErrors.Explain(e, subject, secrets, cluster.Origin, hasEffect);
}
