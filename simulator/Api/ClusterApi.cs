using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api;

/// <summary>The way every request takes, whether it comes over HTTP or from a controller in this process.</summary>
internal sealed class ClusterApi(ObjectStore store, ResourceCatalog catalog, TimeProvider time, IdentitySource identities)
{
    public ObjectStore Store => store;

    public ResourceCatalog Catalog => catalog;

    public KubeObject Get(GroupResource resource, string inNamespace, string name) =>
        store.Find(resource, inNamespace, name) ?? throw StatusException.NotFound(resource, name);

    public KubeObject Create(ResourceKind kind, JsonObject body, RequestOptions options)
    {
        var metadata = body.GetOrAddObject("metadata");
        if (metadata.Text("name") is null or "" && metadata.Text("generateName") is { Length: > 0 } prefix)
            metadata["name"] = prefix + identities.NewSuffix();
        metadata["uid"] = identities.NewUid();
        metadata["creationTimestamp"] = Timestamp(time.GetUtcNow());
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        metadata["generation"] = 1;
        body["apiVersion"] = kind.ApiVersion;
        body["kind"] = kind.Kind;
        if (kind.Subresources.Contains("status"))
            body.Remove("status");
        return options.DryRun
            ? new KubeObject(kind.Resource, body, store.Version)
            : store.TryCreate(kind.Resource, body) ?? throw StatusException.AlreadyExists(kind.Resource, metadata.Text("name") ?? "");
    }

    public KubeObject Update(
        ResourceKind kind, string inNamespace, string name, string subresource, Func<KubeObject, JsonObject> change, RequestOptions options)
    {
        while (true)
        {
            var current = Get(kind.Resource, inNamespace, name);
            var body = change(current);
            if (body.Text("metadata", "resourceVersion") is { Length: > 0 } expected
                && expected != current.Version.ToString(CultureInfo.InvariantCulture))
                throw StatusException.Modified(kind.Resource, name);
            Prepare(kind, current, body, subresource);
            body["metadata"]!["resourceVersion"] = current.Version.ToString(CultureInfo.InvariantCulture);
            if (options.DryRun || JsonNode.DeepEquals(current.Body, body))
                return new KubeObject(kind.Resource, body, current.Version);
            var written = current.IsDeleting && IsReleased(body) ? store.TryDelete(current) : store.TryUpdate(current, body);
            if (written is not null)
                return written;
        }
    }

    public KubeObject Delete(ResourceKind kind, string inNamespace, string name, DeleteOptions options)
    {
        while (true)
        {
            var current = Get(kind.Resource, inNamespace, name);
            CheckPreconditions(current, options);
            if (options.DryRun)
                return current;
            var body = current.Copy();
            var metadata = body.GetOrAddObject("metadata");
            AddPropagationFinalizers(metadata, options.Propagation);
            var grace = GracePeriod(current, options);
            if (grace == 0 && IsReleased(body))
            {
                if (store.TryDelete(current) is { } deleted)
                    return deleted;
                continue;
            }
            if (current.IsDeleting && (current.Metadata.Number("deletionGracePeriodSeconds") ?? 0) <= grace)
                return current;
            metadata["deletionTimestamp"] = Timestamp(time.GetUtcNow().AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            metadata["generation"] = current.Generation + 1;
            if (kind.Resource == GroupResource.Namespaces)
                body.GetOrAddObject("status")["phase"] = "Terminating";
            if (store.TryUpdate(current, body) is { } marked)
                return marked;
        }
    }

    /// <summary>Puts a pod on a node and marks it as scheduled.</summary>
    public void Bind(string inNamespace, string name, string node, RequestOptions options)
    {
        catalog.TryFind(GroupResource.Pods, out var pods);
        Update(pods!, inNamespace, name, "binding", current => Bound(current, node), options);
    }

    /// <summary>Deletes a pod unless a disruption budget forbids it; a permitted eviction is counted against the budget.</summary>
    public void Evict(string inNamespace, string name, DeleteOptions options)
    {
        catalog.TryFind(GroupResource.Pods, out var pods);
        var pod = Get(GroupResource.Pods, inNamespace, name);
        if (!options.DryRun && pod.Status.Text("phase") is not ("Pending" or "Succeeded" or "Failed") && !pod.IsDeleting)
            SpendDisruptionBudget(pod);
        Delete(pods!, inNamespace, name, options);
    }

    private void SpendDisruptionBudget(KubeObject pod)
    {
        var budgets = store.List(GroupResource.PodDisruptionBudgets, pod.Namespace).Items
            .Where(budget => LabelSelector.FromJson(budget.Spec.Map("selector")) is { } selector && selector.Matches(pod.Labels))
            .ToList();
        if (budgets.Count == 0)
            return;
        if (budgets.Count > 1)
            throw new StatusException(500, "InternalError", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        var resource = GroupResource.PodDisruptionBudgets;
        catalog.TryFind(resource, out var kind);
        Update(kind!, pod.Namespace, budgets[0].Name, "status", current => Spent(current, pod.Name), new RequestOptions { FieldManager = "kube-apiserver" });
    }

    private JsonObject Spent(KubeObject budget, string pod)
    {
        var allowed = budget.Status.Number("disruptionsAllowed") ?? 0;
        if (allowed <= 0)
        {
            throw new StatusException(
                429,
                StatusReason.TooManyRequests,
                "Cannot evict pod as it would violate the pod's disruption budget.",
                new JsonObject
                {
                    ["causes"] = new JsonArray(new JsonObject
                    {
                        ["reason"] = "DisruptionBudget",
                        ["message"] = $"The disruption budget {budget.Name} needs {budget.Status.Number("desiredHealthy") ?? 0} healthy pods and has "
                            + $"{budget.Status.Number("currentHealthy") ?? 0} currently",
                    }),
                });
        }
        var body = budget.Copy();
        var status = body.GetOrAddObject("status");
        status["disruptionsAllowed"] = allowed - 1;
        status.GetOrAddObject("disruptedPods")[pod] = Timestamp(time.GetUtcNow());
        return body;
    }

    private JsonObject Bound(KubeObject pod, string node)
    {
        if (pod.IsDeleting)
            throw StatusException.Conflict(GroupResource.Pods, pod.Name, $"pod {pod.Name} is being deleted, cannot be assigned to a host");
        if (pod.Spec.Text("nodeName") is { Length: > 0 } present)
            throw StatusException.Conflict(GroupResource.Pods, pod.Name, $"pod {pod.Name} is already assigned to node \"{present}\"");
        var body = pod.Copy();
        body.GetOrAddObject("spec")["nodeName"] = node;
        var status = body.GetOrAddObject("status");
        if (status.Array("conditions") is not { } conditions)
            status["conditions"] = conditions = [];
        for (var i = conditions.Count - 1; i >= 0; i--)
        {
            if ((conditions[i] as JsonObject).Text("type") == "PodScheduled")
                conditions.RemoveAt(i);
        }
        conditions.Add(new JsonObject
        {
            ["type"] = "PodScheduled",
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = Timestamp(time.GetUtcNow()),
        });
        return body;
    }

    internal static string Timestamp(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void Prepare(ResourceKind kind, KubeObject current, JsonObject body, string subresource)
    {
        if (subresource == "status")
        {
            var status = body["status"]?.DeepClone();
            foreach (var key in body.Select(entry => entry.Key).ToList())
                body.Remove(key);
            foreach (var (key, value) in current.Body)
                body[key] = value?.DeepClone();
            if (status is not null)
                body["status"] = status;
        }
        else if (subresource != "binding" && kind.Subresources.Contains("status"))
        {
            body.Remove("status");
            if (current.Body["status"] is { } status)
                body["status"] = status.DeepClone();
        }
        var metadata = body.GetOrAddObject("metadata");
        foreach (var fixedField in (ReadOnlySpan<string>)["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            if (current.Metadata[fixedField] is { } value)
                metadata[fixedField] = value.DeepClone();
            else
                metadata.Remove(fixedField);
        }
        var changed = !JsonNode.DeepEquals(current.Body["spec"], body["spec"]);
        metadata["generation"] = current.Generation + (changed ? 1 : 0);
        body["apiVersion"] = kind.ApiVersion;
        body["kind"] = kind.Kind;
    }

    private static bool IsReleased(JsonObject body) =>
        body.Array("metadata", "finalizers") is null or { Count: 0 } && body.Array("spec", "finalizers") is null or { Count: 0 };

    private static void CheckPreconditions(KubeObject current, DeleteOptions options)
    {
        if (options.Uid is { } uid && uid != current.Uid)
            throw StatusException.Conflict(
                current.Resource, current.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        var version = current.Version.ToString(CultureInfo.InvariantCulture);
        if (options.ResourceVersion is { } expected && expected != version)
            throw StatusException.Conflict(
                current.Resource,
                current.Name,
                $"Precondition failed: ResourceVersion in precondition: {expected}, ResourceVersion in object meta: {version}");
    }

    private static void AddPropagationFinalizers(JsonObject metadata, PropagationPolicy? propagation)
    {
        var finalizer = propagation switch
        {
            PropagationPolicy.Foreground => "foregroundDeletion",
            PropagationPolicy.Orphan => "orphan",
            _ => null,
        };
        if (finalizer is null)
            return;
        if (metadata.Array("finalizers") is not { } finalizers)
            metadata["finalizers"] = finalizers = [];
        if (!finalizers.Any(present => present?.GetValue<string>() == finalizer))
            finalizers.Add(finalizer);
    }

    private static long GracePeriod(KubeObject current, DeleteOptions options)
    {
        if (current.Resource != GroupResource.Pods)
            return 0;
        var ended = current.Status.Text("phase") is "Succeeded" or "Failed";
        if (current.Spec.Text("nodeName") is null or "" || ended)
            return 0;
        return options.GracePeriodSeconds ?? current.Spec.Number("terminationGracePeriodSeconds") ?? 30;
    }
}
