using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Kubernetes.Drift;

/// <summary>Compares the objects of a state with those of the cluster, by one list of names and uids per kind and namespace.</summary>
internal sealed class PresenceCheck(ClusterApi api)
{
    /// <summary>Finds the objects that are gone or replaced. A list that fails says nothing about its objects.</summary>
    public async Task<IReadOnlyList<AbsentObject>> FindAbsentAsync(
        IReadOnlyList<RecordedObject> objects,
        CancellationToken cancellationToken
    )
    {
        var lists = objects
            .Select(recorded => (recorded.Urn, Live: ObjectState.ParseIdentity(recorded.State)))
            .Where(recorded => recorded.Live.Uid().Length > 0)
            .GroupBy(recorded => (Type: recorded.Live.Type(), Namespace: recorded.Live.Namespace()))
            .Select(async list =>
            {
                try
                {
                    var uids = await ListUidsAsync(list.Key.Type, list.Key.Namespace, cancellationToken);
                    return list.Select(recorded => Find(recorded.Urn, recorded.Live, uids)).OfType<AbsentObject>().ToArray();
                }
                catch (Exception e) when (ProviderErrors.IsExpected(e))
                {
                    return [];
                }
            });
        return [.. (await Task.WhenAll(lists)).SelectMany(absent => absent)];
    }

    private static AbsentObject? Find(Urn urn, JsonObject recorded, IReadOnlyDictionary<string, string> uids)
    {
        var exists = uids.TryGetValue(recorded.Name(), out var uid);
        return exists && uid == recorded.Uid() ? null : new AbsentObject(urn, $"{recorded.Text("kind")} {recorded.DisplayName()}", exists);
    }

    /// <summary>Lists the uids of all objects by name; none where the cluster does not serve the kind any more.</summary>
    private async Task<IReadOnlyDictionary<string, string>> ListUidsAsync(
        GroupVersionKind type,
        string space,
        CancellationToken cancellationToken
    )
    {
        var uids = new Dictionary<string, string>(StringComparer.Ordinal);
        if (await api.FindAsync(type, cancellationToken) is not { } resource)
        {
            return uids;
        }

        await foreach (var item in api.ListMetadataAsync(resource, space, cancellationToken))
        {
            uids[item.Name()] = item.Uid();
        }

        return uids;
    }
}
