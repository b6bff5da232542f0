using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Previews.Features;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Kubernetes.Volumes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Previews;

/// <summary>
/// Predicts the results of operations with server-side dry runs. A prediction is null if the inputs have unknowns, or if the server cannot
/// decide: it is unreachable, the user may not write, or the decision depends on what the same deployment changes first.
/// </summary>
internal sealed class ClusterPreview(ClusterLink cluster, ProviderSettings settings, IProviderLog log)
{
    private readonly PlannedChanges _planned = new();
    private readonly ConcurrentDictionary<Urn, GroupVersionKind> _missing = new();
    private readonly FeatureReview _features = new();

    /// <summary>The objects whose type neither the cluster serves nor the preview has planned a definition for.</summary>
    public IReadOnlyList<(Urn Urn, GroupVersionKind Type)> FindMissingTypes() =>
        [.. _missing.Where(missing => _planned.FindDefinition(missing.Value) is null).Select(missing => (missing.Key, missing.Value))];

    /// <summary>The features that objects need and neither the cluster has nor the preview has planned.</summary>
    public Task<IReadOnlyList<(ClusterNeed Need, IReadOnlyList<Urn> Users)>> FindMissingFeaturesAsync(
        CancellationToken cancellationToken
    ) => _features.FindMissingAsync(() => cluster.Session, cancellationToken);

    /// <summary>Predicts the outputs of a creation.</summary>
    /// <exception cref="ResourceProviderException">The cluster would reject the object.</exception>
    public async Task<PropertyMap?> CreateAsync(CreateRequest request, JsonObject manifest, CancellationToken cancellationToken)
    {
        ReviewFeatures(request.Urn, manifest);
        if (Unknowns.In(manifest) || settings.IsClusterUnknown)
        {
            _planned.Record(manifest);
            await CheckTypeAsync(request.Urn, manifest, cancellationToken);
            if (!settings.IsClusterUnknown && !request.FollowsDeletion)
            {
                await ExpectKeptAsync(request, manifest, cancellationToken);
            }

            return null;
        }

        var manager = FieldManagerNames.For(manifest, null, settings.EnableServerSideApply);
        var creation = ClusterRequests.ToCreation(settings, request, manifest, manager);
        try
        {
            using var stop = cluster.Session.StopPluginsOn(request.StopWaiting);
            if (creation.Upsert && await ExpectKeptAsync(request, manifest, cancellationToken))
            {
                return null;
            }

            CheckDefinition("creating", request.Inputs, manifest, isApplied: creation.Upsert);
            var predicted = await cluster.Session.Creator.CreateAsync(creation, _ => { }, cancellationToken);
            predicted.Remove("status");
            return ObjectState.Create(predicted, manifest, manifest.Text("apiVersion"), manager).ToOutputs(request.Inputs);
        }
        catch (KubernetesApiException e) when (e.IsAlreadyExists)
        {
            // The existing object is the last thing the server looks at, so everything else is accepted.
            return request.FollowsDeletion || await ExpectKeptAsync(request, manifest, cancellationToken)
                ? null
                : throw ProviderErrors.Explain(e, OperationSubjects.Create(e, request.Urn, manifest), request.Inputs, cluster.Origin);
        }
        catch (Exception e) when (IsUndecided(request.Urn, manifest, e))
        {
            return null;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw ProviderErrors.Explain(e, OperationSubjects.Create(e, request.Urn, manifest), request.Inputs, cluster.Origin);
        }
        finally
        {
            _planned.Record(manifest);
        }
    }

    /// <summary>Predicts the outputs of an update.</summary>
    /// <exception cref="ResourceProviderException">The cluster would reject the update.</exception>
    public async Task<PropertyMap?> UpdateAsync(UpdateRequest request, ObjectState old, Change change, CancellationToken cancellationToken)
    {
        ReviewFeatures(request.Urn, change.Manifest);
        if (Unknowns.In(change.Manifest) || settings.IsClusterUnknown)
        {
            _planned.Record(change.Manifest);
            await CheckTypeAsync(request.Urn, change.Manifest, cancellationToken);
            return null;
        }

        try
        {
            var session = cluster.Session;
            using var stop = session.StopPluginsOn(request.StopWaiting);
            if (StatefulSetGrowth.IsRequired(change.OldLive, change.Manifest))
            {
                // The API server cannot predict a recreation.
                await session.Expansion.CheckAsync(
                    await session.Expansion.FindAsync(change.Manifest, cancellationToken),
                    cancellationToken
                );
                return null;
            }

            CheckDefinition("updating", request.NewInputs, change.Manifest, isApplied: change.ServerSideApply);
            await CheckClaimAsync(session, change, cancellationToken);
            var predicted = await session.Updater.UpdateAsync(change, cancellationToken);
            return ObjectState.Create(predicted, change.Manifest, old.InitialApiVersion, change.FieldManager).ToOutputs(request.NewInputs);
        }
        catch (Exception e) when (IsUndecided(request.Urn, change.Manifest, e))
        {
            return null;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw ProviderErrors.Explain(e, OperationSubjects.Update(e, old.Live), request.NewInputs, cluster.Origin);
        }
        finally
        {
            _planned.Record(change.Manifest);
        }
    }

    /// <summary>Checks that a claim that is to grow can grow.</summary>
    /// <exception cref="ResourceProviderException">It cannot.</exception>
    public static async Task CheckClaimAsync(ClusterSession session, Change change, CancellationToken cancellationToken)
    {
        if (
            change.Manifest.Type() == ClaimTemplates.Claim
            && SizeChange.Compare(change.OldLive, change.Manifest).FirstOrDefault(size => size.IsGrowth) is { } growth
        )
        {
            await session.Expansion.CheckAsync(change.OldLive, growth.To, cancellationToken);
        }
    }

    private void ReviewFeatures(Urn urn, JsonObject manifest)
    {
        if (!settings.IsClusterUnknown)
        {
            _features.Record(urn, manifest);
        }
    }

    private void CheckDefinition(string what, PropertyMap secrets, JsonObject manifest, bool isApplied)
    {
        if (
            _planned.FindDefinition(manifest.Type()) is { } definition
            && CustomResourceCheck.FindProblem(definition, manifest, isApplied) is { } problem
        )
        {
            var message = $"{what} {manifest.Text("kind")} {manifest.DisplayName()}: {problem}";
            throw new ResourceProviderException(ProviderErrors.Redact(message, secrets));
        }
    }

    /// <summary>Whether the update takes over an object that exists.</summary>
    /// <exception cref="ResourceProviderException">An object exists that the update cannot take over.</exception>
    private async Task<bool> ExpectKeptAsync(CreateRequest request, JsonObject manifest, CancellationToken cancellationToken)
    {
        try
        {
            var kept = new KeptObjects(cluster.Session, log);
            return await kept.ExpectAsync(request.Urn, manifest, IgnoredPaths.Parse(request.IgnoreChanges), cancellationToken);
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            // What failed with the cluster is reported for the objects that it must decide about.
            return false;
        }
    }

    /// <summary>True if an error does not show whether the server will accept the object.</summary>
    private bool IsUndecided(Urn urn, JsonObject manifest, Exception e)
    {
        switch (e)
        {
            case NoSuchTypeException missing:
                _missing[urn] = missing.Type;
                return true;
            case KubernetesApiException { IsNamespaceNotFound: true } when !_planned.IncludesNamespace(manifest.Namespace()):
                log.Warning(
                    urn,
                    $"the namespace {manifest.Namespace()} does not exist; the creation fails unless this update creates it first"
                );
                return true;
            case KubernetesApiException { IsNamespaceNotFound: true }:
            case KubernetesApiException { IsPermissionDenied: true }:
            case KubernetesApiException { IsDryRunUnsupported: true }:
            case KubernetesApiException { IsForbidden: true } when _planned.MayChangeAdmission(manifest.Namespace()):
                return true;
            case KubernetesApiException { IsUnauthorized: false } when _planned.FindDefinition(manifest.Type()) is not null:
                // The server decides by the definition that the deployment replaces.
                return true;
            default:
                WarnIfUnreachable(urn, e);
                return ProviderErrors.MeansUnreachable(e);
        }
    }

    /// <summary>Looks for the type of an object with unknown values, which the server cannot judge.</summary>
    private async Task CheckTypeAsync(Urn urn, JsonObject manifest, CancellationToken cancellationToken)
    {
        var type = manifest.Type();
        if (settings.IsClusterUnknown || BuiltInTypes.IsNamespaced(type) is not null)
        {
            return;
        }

        try
        {
            if (await cluster.Session.Api.FindAsync(type, cancellationToken) is null)
            {
                _missing[urn] = type;
            }
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            // Objects without unknown values report the problem with the cluster.
        }
    }

    private void WarnIfUnreachable(Urn urn, Exception e)
    {
        if (ProviderErrors.MeansUnreachable(e) && cluster.IsFirstWarning())
        {
            var reason = e is KubernetesApiException ? $"the cluster does not accept the credentials of {cluster.Origin}" : e.Message;
            log.Warning(urn, $"{reason}; the preview shows the program's values only");
        }
    }
}
