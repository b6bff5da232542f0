using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Configuration;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes;

/// <summary>Finds out what interrupted operations have done in a cluster.</summary>
internal sealed class ClusterRecovery(ClusterLink cluster, ProviderSettings settings) : IOperationRecovery
{
    public async Task<ReadResult> FindCreatedAsync(CreationLookup lookup, CancellationToken cancellationToken)
    {
        var manifest = PropertyConversion.ToManifest(lookup.Inputs);
        if (TypeTokens.IsPatch(lookup.Urn.Type, manifest.Text("kind")))
        {
            // A part of an object that others made: applying it again has the same effect.
            return ReadResult.NotFound;
        }

        try
        {
            var session = cluster.Session;
            if (
                await session.Api.FindAsync(manifest.Type(), cancellationToken) is not { } resource
                || await FindAsync(session.Api, resource, manifest, lookup, cancellationToken) is not { } live
            )
            {
                return ReadResult.NotFound;
            }

            var outcome = await session.Awaiter.EvaluateAsync(live, manifest, cancellationToken);
            var manager = FieldManagerNames.For(manifest, FieldManagers.FindApplyManager(live), settings.EnableServerSideApply);
            return new ReadResult
            {
                Id = live.Id(),
                Inputs = lookup.Inputs,
                State = ObjectState.Create(live, manifest, manifest.Text("apiVersion"), manager).ToOutputs(lookup.Inputs),
                InitErrors = [.. outcome.Errors.Select(error => ProviderErrors.Redact(error, lookup.Inputs))],
            };
        }
        catch (Exception e) when (ProviderErrors.MeansUnreachable(e) && settings.DeleteUnreachable)
        {
            return ReadResult.NotFound;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw ProviderErrors.Explain(e, OperationSubjects.Name("looking up", manifest), lookup.Inputs, cluster.Origin);
        }
    }

    public async Task<DeletionOutcome> FindDeletionAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var old = ObjectState.Parse(request.OldState);
        var identity = ClusterRequests.Identify(old.Live, old.Inputs, request.Id, request.Urn);
        if (TypeTokens.IsPatch(request.Urn.Type, identity.Text("kind")))
        {
            // The object stays; giving the fields back again completes it.
            return DeletionOutcome.UnderWay;
        }

        try
        {
            var api = cluster.Session.Api;
            if (
                await api.FindAsync(identity.Type(), cancellationToken) is not { } resource
                || await api.GetOrNullAsync(resource, identity, cancellationToken) is not { } live
            )
            {
                return DeletionOutcome.Complete;
            }

            var isAnother = old.Live.Uid() is { Length: > 0 } uid && live.Uid() != uid;
            return isAnother ? DeletionOutcome.Complete
                : live.Text("metadata", "deletionTimestamp") is null ? DeletionOutcome.NotBegun
                : DeletionOutcome.UnderWay;
        }
        catch (Exception e) when (ProviderErrors.MeansUnreachable(e) && settings.DeleteUnreachable)
        {
            return DeletionOutcome.Complete;
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e))
        {
            throw ProviderErrors.Explain(e, OperationSubjects.Name("looking up", identity), request.OldInputs, cluster.Origin);
        }
    }

    private static async Task<JsonObject?> FindAsync(
        ClusterApi api,
        ApiResource resource,
        JsonObject manifest,
        CreationLookup lookup,
        CancellationToken cancellationToken
    )
    {
        if (AutomaticName.IsGenerated(manifest))
        {
            // The server chose the name, which only its answer contained.
            var list = await api.ListAsync(resource, manifest.Namespace(), cancellationToken);
            return list.Objects("items")
                .Where(live => live.Text("metadata", "generateName") == manifest.Text("metadata", "generateName"))
                .Select(live => WithType(live, manifest))
                .FirstOrDefault(live => IsItsObject(live, manifest, lookup));
        }

        return await api.GetOrNullAsync(resource, manifest, cancellationToken) is { } found && IsItsObject(found, manifest, lookup)
            ? found
            : null;
    }

    private static bool IsItsObject(JsonObject live, JsonObject manifest, CreationLookup lookup) =>
        !lookup.KnownIds.Contains(live.Id()) && CreatedObject.IsFrom(live, manifest, lookup.Since);

    // The items of a list lack their type.
    private static JsonObject WithType(JsonObject item, JsonObject manifest)
    {
        var live = item.Copy();
        live["apiVersion"] = manifest.Text("apiVersion");
        live["kind"] = manifest.Text("kind");
        return live;
    }
}
