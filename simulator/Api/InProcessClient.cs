using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api;

/// <summary>The API for parts of the control plane that run in the API server's process.</summary>
internal sealed class InProcessClient(ClusterApi api, string fieldManager) : IClusterClient
{
    private readonly RequestOptions _options = new() { FieldManager = fieldManager };

    public IClusterClient As(string fieldManager) => new InProcessClient(api, fieldManager);

    public KubeObject? Find(GroupResource resource, string inNamespace, string name) => api.Store.Find(resource, inNamespace, name);

    public KubeObject Get(GroupResource resource, string inNamespace, string name) => api.Get(resource, inNamespace, name);

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

    public KubeObject Create(GroupResource resource, JsonObject body) => api.Create(Kind(resource), body.Clone(), _options);

    public KubeObject Update(GroupResource resource, JsonObject body) => Replace(resource, body, "");

    public KubeObject UpdateStatus(GroupResource resource, JsonObject body) => Replace(resource, body, "status");

    public KubeObject Patch(GroupResource resource, string inNamespace, string name, JsonObject patch, string subresource = "") =>
        api.Update(Kind(resource), inNamespace, name, subresource, current => MergePatch.Apply(current.Copy(), patch), _options);

    public KubeObject Delete(GroupResource resource, string inNamespace, string name, DeleteOptions? options = null) =>
        api.Delete(Kind(resource), inNamespace, name, options ?? new DeleteOptions());

    public void Bind(string inNamespace, string pod, string node) => api.Bind(inNamespace, pod, node, _options);

    public void Evict(string inNamespace, string pod, DeleteOptions? options = null) => api.Evict(inNamespace, pod, options ?? new DeleteOptions());

    private KubeObject Replace(GroupResource resource, JsonObject body, string subresource)
    {
        var metadata = body.Map("metadata");
        var (inNamespace, name) = (metadata.Text("namespace") ?? "", metadata.Text("name") ?? "");
        return api.Update(Kind(resource), inNamespace, name, subresource, _ => body.Clone(), _options);
    }

    private ResourceKind Kind(GroupResource resource) =>
        api.Catalog.TryFind(resource, out var kind) ? kind : throw StatusException.NotFound(resource, "");
}
