using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api;

/// <summary>
/// The cluster's API without the network: requests are handled like those over HTTP (defaulting, admission, validation, managed fields) and
/// fail with a <see cref="StatusException"/>.
/// </summary>
public interface IClusterClient
{
    /// <summary>Returns a client for another field manager, whose name is recorded in <c>metadata.managedFields</c>.</summary>
    IClusterClient As(string fieldManager);

    /// <summary>The resource types that the cluster serves.</summary>
    ResourceCatalog Catalog { get; }

    /// <summary>The version of the latest change of any object.</summary>
    long Version { get; }

    /// <summary>Finds an object, or null.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="inNamespace">Its namespace; empty for cluster-scoped kinds.</param>
    /// <param name="name">Its name.</param>
    KubeObject? Find(GroupResource resource, string inNamespace, string name);

    /// <summary>Gets an object.</summary>
    /// <exception cref="StatusException">It does not exist.</exception>
    KubeObject Get(GroupResource resource, string inNamespace, string name);

    /// <summary>Lists the objects of a resource type, ordered by namespace and name.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="inNamespace">The namespace; null for all.</param>
    /// <param name="labels">The label selector; null for all objects.</param>
    ObjectList List(GroupResource resource, string? inNamespace = null, LabelSelector? labels = null);

    /// <summary>Watches the changes of a resource type, after a version or after the current one.</summary>
    /// <exception cref="StatusException">The version is no longer in the history (Expired): list again.</exception>
    WatchStream Watch(GroupResource resource, string? inNamespace = null, long? afterVersion = null);

    /// <summary>Creates an object. <c>apiVersion</c> and <c>kind</c> may be omitted.</summary>
    KubeObject Create(GroupResource resource, JsonObject body);

    /// <summary>
    /// Replaces an object except its status. If the body sets <c>metadata.resourceVersion</c>, that version must be current.
    /// </summary>
    KubeObject Update(GroupResource resource, JsonObject body);

    /// <summary>Replaces an object's status. If the body sets <c>metadata.resourceVersion</c>, that version must be current.</summary>
    KubeObject UpdateStatus(GroupResource resource, JsonObject body);

    /// <summary>Applies a JSON merge patch (RFC 7386) to the latest version of an object.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="inNamespace">Its namespace; empty for cluster-scoped kinds.</param>
    /// <param name="name">Its name.</param>
    /// <param name="patch">The JSON merge patch.</param>
    /// <param name="subresource"><c>status</c>, <c>scale</c>, …; empty for the object itself.</param>
    KubeObject Patch(GroupResource resource, string inNamespace, string name, JsonObject patch, string subresource = "");

    /// <summary>Deletes an object, or sets its deletion timestamp if it has finalizers or a grace period.</summary>
    /// <returns>The object's last state; <see cref="KubeObject.IsDeleting"/> if it is still stored.</returns>
    KubeObject Delete(GroupResource resource, string inNamespace, string name, DeleteOptions? options = null);

    /// <summary>Binds a pod to a node.</summary>
    /// <exception cref="StatusException">The pod does not exist, is being deleted or is bound already.</exception>
    void Bind(string inNamespace, string pod, string node);

    /// <summary>Evicts a pod, if its disruption budget allows it.</summary>
    /// <exception cref="StatusException">The budget does not allow it (TooManyRequests).</exception>
    void Evict(string inNamespace, string pod, DeleteOptions? options = null);
}
