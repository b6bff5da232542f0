using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api;

/// <summary>A client of the API in the same process.</summary>
internal sealed class InProcessClient(ClusterApi api, string fieldManager) : IClusterClient, ITokenIssuer
{
    private readonly PodOperations _pods = new(api);

    public ResourceCatalog Catalog => api.Catalog;

    public long Version => api.Store.Version;

    public string IssueSecretToken(KubeObject account, string secret) => api.Tokens.IssueLegacy(account, secret);

    public IClusterClient As(string fieldManager) => new InProcessClient(api, fieldManager);

    public KubeObject? Find(GroupResource resource, string inNamespace, string name) => api.Store.Find(resource, inNamespace, name);

    public KubeObject Get(GroupResource resource, string inNamespace, string name) => api.Get(GetKind(resource), inNamespace, name);

    public ObjectList List(GroupResource resource, string? inNamespace = null, LabelSelector? labels = null)
    {
        var all = api.Store.List(resource, inNamespace);
        return labels is null ? all : all with { Items = [.. all.Items.Where(item => labels.Matches(item.Labels))] };
    }

    public WatchStream Watch(GroupResource resource, string? inNamespace = null, long? afterVersion = null)
    {
        try
        {
            return api.Store.Watch(resource, inNamespace, afterVersion);
        }
        catch (VersionTooOldException tooOld)
        {
            throw StatusException.Expired(tooOld.Message);
        }
    }

    public KubeObject Create(GroupResource resource, JsonObject body) =>
        api.Create(GetKind(resource), body.Text("metadata", "namespace") ?? "", body, CreateOptions());

    public KubeObject Update(GroupResource resource, JsonObject body) => Replace(resource, body, "");

    public KubeObject UpdateStatus(GroupResource resource, JsonObject body) => Replace(resource, body, "status");

    public KubeObject Patch(GroupResource resource, string inNamespace, string name, JsonObject patch, string subresource = "") =>
        api.Patch(GetKind(resource), inNamespace, name, subresource, new Patch(patch), CreateOptions()).Patched;

    public KubeObject Delete(GroupResource resource, string inNamespace, string name, DeleteOptions? options = null) =>
        api.Delete(GetKind(resource), inNamespace, name, options ?? new DeleteOptions()).Deleted;

    public void Bind(string inNamespace, string pod, string node) => _pods.Bind(inNamespace, pod, node, CreateOptions());

    public void Evict(string inNamespace, string pod, DeleteOptions? options = null)
    {
        if (_pods.Evict(inNamespace, pod, options ?? new DeleteOptions()) is { } failure)
        {
            throw new StatusException(500, "InternalError", failure.Text("message") ?? "");
        }
    }

    private KubeObject Replace(GroupResource resource, JsonObject body, string subresource) =>
        api.Replace(
            GetKind(resource),
            body.Text("metadata", "namespace") ?? "",
            body.Text("metadata", "name") ?? "",
            subresource,
            body,
            CreateOptions()
        );

    private RequestOptions CreateOptions() => new() { FieldManager = fieldManager };

    private ResourceKind GetKind(GroupResource resource) =>
        api.Catalog.TryFind(resource, out var kind) ? kind : throw StatusException.NotFound(resource, "");
}
