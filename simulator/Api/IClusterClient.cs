using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api;

/// <summary>
/// The cluster's API without the network: requests take the same way as those over HTTP (defaulting, admission, validation, field
/// ownership) and fail with a <see cref="StatusException"/>. Everything happens in memory, so no call waits.
/// </summary>
public interface IClusterClient
{
    /// <summary>The same API for another field manager: the name that <c>metadata.managedFields</c> will hold.</summary>
    IClusterClient As(string fieldManager);

    /// <summary>The kinds of objects the cluster knows.</summary>
    ResourceCatalog Catalog { get; }

    /// <summary>The object of this name, or null.</summary>
    /// <param name="resource">The kind of object.</param>
    /// <param name="inNamespace">Its namespace; empty for cluster-scoped kinds.</param>
    /// <param name="name">Its name.</param>
    KubeObject? Find(GroupResource resource, string inNamespace, string name);

    /// <summary>The object of this name.</summary>
    /// <exception cref="StatusException">There is none.</exception>
    KubeObject Get(GroupResource resource, string inNamespace, string name);

    /// <summary>All objects of a kind, ordered by namespace and name.</summary>
    /// <param name="resource">The kind of object.</param>
    /// <param name="inNamespace">Only those of this namespace; null for all.</param>
    /// <param name="labels">Only those it selects; null for all.</param>
    ObjectList List(GroupResource resource, string? inNamespace = null, LabelSelector? labels = null);

    /// <summary>Changes later than a version, or from now on.</summary>
    /// <exception cref="StatusException">The history does not reach back that far (Expired): list and start over.</exception>
    WatchStream Watch(GroupResource resource, string? inNamespace = null, long? afterVersion = null);

    /// <summary>Creates an object. <c>apiVersion</c> and <c>kind</c> may be left out.</summary>
    KubeObject Create(GroupResource resource, JsonObject body);

    /// <summary>Replaces an object but its status. With <c>metadata.resourceVersion</c>, only that version of it.</summary>
    KubeObject Update(GroupResource resource, JsonObject body);

    /// <summary>Replaces an object's status alone. With <c>metadata.resourceVersion</c>, only for that version of it.</summary>
    KubeObject UpdateStatus(GroupResource resource, JsonObject body);

    /// <summary>Applies a JSON merge patch (RFC 7386) to the latest version of an object.</summary>
    /// <param name="resource">The kind of object.</param>
    /// <param name="inNamespace">Its namespace; empty for cluster-scoped kinds.</param>
    /// <param name="name">Its name.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="subresource"><c>status</c>, <c>scale</c>, …; empty for the object itself.</param>
    KubeObject Patch(GroupResource resource, string inNamespace, string name, JsonObject patch, string subresource = "");

    /// <summary>Deletes an object, or marks it as deleting where finalizers or a grace period hold it.</summary>
    /// <returns>The object's last state: still stored if <see cref="KubeObject.IsDeleting"/> has only begun.</returns>
    KubeObject Delete(GroupResource resource, string inNamespace, string name, DeleteOptions? options = null);

    /// <summary>Puts a pod on a node, as a scheduler does.</summary>
    /// <exception cref="StatusException">The pod is gone, deleting, or has a node already.</exception>
    void Bind(string inNamespace, string pod, string node);

    /// <summary>Evicts a pod, if its disruption budgets allow.</summary>
    /// <exception cref="StatusException">A budget does not (TooManyRequests).</exception>
    void Evict(string inNamespace, string pod, DeleteOptions? options = null);
}
