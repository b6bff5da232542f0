using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>The binding and eviction subresources of pods.</summary>
internal sealed class PodOperations(ClusterApi api)
{
    private const string DisruptionAllowed = "DisruptionAllowed";
    private const int MaximumDisruptedPods = 2000;

    private static readonly GroupResource _budgets = new("policy", "poddisruptionbudget");

    private static readonly RequestOptions _serverOptions = new() { FieldManager = "kube-apiserver" };

    private ResourceKind Pods =>
        api.Catalog.TryFind(GroupResource.Pods, out var kind)
            ? kind
            : throw new InvalidOperationException("The catalogue has no kind for pods.");

    /// <summary>Binds a pod to a node and sets its PodScheduled condition.</summary>
    public void Bind(string inNamespace, string name, string node, RequestOptions options) =>
        Bind(inNamespace, name, new JsonObject { ["target"] = new JsonObject { ["name"] = node } }, options);

    /// <summary>Binds a pod to the target of a Binding and gives it the Binding's annotations and labels.</summary>
    public void Bind(string inNamespace, string name, JsonObject binding, RequestOptions options) =>
        api.Update(Pods, inNamespace, name, "binding", current => ApplyBinding(current, binding), options);

    /// <summary>Deletes a pod if its disruption budget allows it, and decrements the budget's allowed disruptions.</summary>
    /// <returns>The Status of a failure that Kubernetes does not answer with an error code; null for success.</returns>
    public JsonObject? Evict(string inNamespace, string name, DeleteOptions options)
    {
        var pod = api.Get(Pods, inNamespace, name);
        var isCounted = pod.Status.Text("phase") is not ("Pending" or "Succeeded" or "Failed") && !pod.IsDeleting;
        var budgets = isCounted ? FindBudgets(pod) : [];
        if (budgets.Count > 1)
        {
            return new JsonObject
            {
                ["kind"] = "Status",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject(),
                ["status"] = "Failure",
                ["message"] = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
                ["code"] = 500,
            };
        }

        if (budgets is [var budget])
        {
            CountDisruption(pod, budget, options.DryRun);
        }

        api.Delete(Pods, inNamespace, name, options.DryRun ? options : MarkEvicted(pod, options));
        return null;
    }

    /// <summary>Sets the DisruptionTarget condition; returns the options that delete this version of the pod.</summary>
    private DeleteOptions MarkEvicted(KubeObject pod, DeleteOptions options)
    {
        CheckRecord(pod, "UID", options.Uid, pod.Uid, "deleted and then recreated");
        CheckRecord(pod, "ResourceVersion", options.ResourceVersion, pod.Metadata.Text("resourceVersion"), "modified");
        var marked = api.Update(Pods, pod.Namespace, pod.Name, "status", AddDisruption, _serverOptions);
        return options.ResourceVersion is null ? options : options with { ResourceVersion = marked.Metadata.Text("resourceVersion") };
    }

    private static void CheckRecord(KubeObject pod, string name, string? expected, string? present, string cause)
    {
        if (expected is { Length: > 0 } && expected != present)
        {
            throw StatusException.Conflict(
                new GroupResource("", "Pod"),
                pod.Name,
                $"the {name} in the precondition ({expected}) does not match the {name} in record ({present}). "
                    + $"The object might have been {cause}"
            );
        }
    }

    private JsonObject AddDisruption(KubeObject pod)
    {
        var body = pod.Copy();
        var known = pod.Status.Objects("conditions").FirstOrDefault(c => c.Text("type") == "DisruptionTarget");
        var condition = CreateCondition("DisruptionTarget");
        if (known.Text("status") == "True")
        {
            condition["lastTransitionTime"] = known!["lastTransitionTime"]?.DeepClone();
        }

        condition["reason"] = "EvictionByEvictionAPI";
        condition["message"] = "Eviction API: evicting";
        ReplaceCondition(body, condition);
        return body;
    }

    private List<KubeObject> FindBudgets(KubeObject pod) =>
        [
            .. api
                .Store.List(GroupResource.PodDisruptionBudgets, pod.Namespace)
                .Items.Where(budget => LabelSelector.FromJson(budget.Spec.Map("selector")) is { } selector && selector.Matches(pod.Labels)),
        ];

    private void CountDisruption(KubeObject pod, KubeObject budget, bool isDryRun)
    {
        // An unready pod may be evicted if unhealthyPodEvictionPolicy allows it, or if the budget has enough healthy pods.
        if (
            !pod.Status.HasCondition("Ready")
            && (
                budget.Spec.Text("unhealthyPodEvictionPolicy") == "AlwaysAllow"
                || (
                    (budget.Status.Number("currentHealthy") ?? 0) >= (budget.Status.Number("desiredHealthy") ?? 0)
                    && (budget.Status.Number("desiredHealthy") ?? 0) > 0
                )
            )
        )
        {
            return;
        }

        if (isDryRun)
        {
            CheckAllowed(budget);
        }
        else if (api.Catalog.TryFind(GroupResource.PodDisruptionBudgets, out var kind))
        {
            api.Update(kind, pod.Namespace, budget.Name, "status", current => DecrementAllowed(current, pod.Name), _serverOptions);
        }
    }

    private static long CheckAllowed(KubeObject budget)
    {
        var status = budget.Status;
        if ((status.Number("observedGeneration") ?? 0) < budget.Generation)
        {
            const int RetryAfterSeconds = 10;
            throw CreateRefusal($"The disruption budget {budget.Name} is still being processed by the server.", RetryAfterSeconds);
        }

        var allowed = status.Number("disruptionsAllowed") ?? 0;
        if (allowed < 0)
        {
            throw StatusException.Forbidden(_budgets, budget.Name, "pdb disruptions allowed is negative");
        }

        if (status.Map("disruptedPods") is { Count: > MaximumDisruptedPods })
        {
            throw StatusException.Forbidden(
                _budgets,
                budget.Name,
                "DisruptedPods map too big - too many evictions not confirmed by PDB controller"
            );
        }

        return allowed > 0 ? allowed : throw CreateRefusal(DescribeRefusal(budget.Name, status), retryAfterSeconds: null);
    }

    private static string DescribeRefusal(string budget, JsonObject? status)
    {
        var (desired, current) = (status.Number("desiredHealthy") ?? 0, status.Number("currentHealthy") ?? 0);
        var condition = status.Objects("conditions").FirstOrDefault(c => c.Text("type") == DisruptionAllowed);
        var (reason, message) = (condition.Text("reason"), condition.Text("status") == "False" ? condition.Text("message") : null);
        var refusal = $"The disruption budget {budget} does not allow evicting pods currently";
        return (reason, message) switch
        {
            ("SyncFailed", { Length: > 0 }) => $"{refusal} because it failed sync: {message}",
            _ when current <= desired => $"The disruption budget {budget} needs {desired} healthy pods and has {current} currently",
            (_, { Length: > 0 }) => $"{refusal} ({reason}): {message}",
            _ => refusal,
        };
    }

    private static StatusException CreateRefusal(string cause, int? retryAfterSeconds)
    {
        var details = new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = cause }),
        };
        if (retryAfterSeconds is { } seconds)
        {
            details["retryAfterSeconds"] = seconds;
        }

        return new StatusException(
            429,
            StatusReason.TooManyRequests,
            "Cannot evict pod as it would violate the pod's disruption budget.",
            details
        );
    }

    private JsonObject DecrementAllowed(KubeObject budget, string pod)
    {
        var allowed = CheckAllowed(budget);
        var now = Timestamps.Format(api.Time.GetUtcNow());
        var body = budget.Copy();
        var status = body.GetOrAddObject("status");
        status["disruptionsAllowed"] = allowed - 1;
        status.GetOrAddObject("disruptedPods")[pod] = now;
        var condition = status.Objects("conditions").FirstOrDefault(c => c.Text("type") == DisruptionAllowed);
        if (allowed == 1 && condition is not null)
        {
            if (condition.Text("status") != "False")
            {
                condition["lastTransitionTime"] = now;
            }

            condition["status"] = "False";
            condition["reason"] = "InsufficientPods";
            condition["observedGeneration"] = budget.Generation;
        }

        return body;
    }

    private JsonObject ApplyBinding(KubeObject pod, JsonObject binding)
    {
        CheckPrecondition(pod, binding, "uid", "UID");
        CheckPrecondition(pod, binding, "resourceVersion", "ResourceVersion");
        if (pod.IsDeleting)
        {
            throw CreateBindingConflict(pod, $"pod {pod.Name} is being deleted, cannot be assigned to a host");
        }

        if (pod.Spec.Text("nodeName") is { Length: > 0 } present)
        {
            throw CreateBindingConflict(pod, $"pod {pod.Name} is already assigned to node \"{present}\"");
        }

        if (pod.Spec.Array("schedulingGates") is { Count: > 0 })
        {
            throw CreateBindingConflict(pod, $"pod {pod.Name} has non-empty .spec.schedulingGates");
        }

        var body = pod.Copy();
        body.GetOrAddObject("spec")["nodeName"] = binding.Text("target", "name");
        CopyEntries(binding, body, "annotations");
        CopyEntries(binding, body, "labels");
        body.Map("status")?.Remove("nominatedNodeName");
        ReplaceCondition(body, CreateCondition("PodScheduled"));
        return body;
    }

    private void CheckPrecondition(KubeObject pod, JsonObject binding, string field, string name)
    {
        var present = pod.Metadata.Text(field);
        if (binding.Text("metadata", field) is { Length: > 0 } expected && expected != present)
        {
            throw RequestPreconditions.CreateFailure(Pods, pod, name, expected, present);
        }
    }

    private static void CopyEntries(JsonObject binding, JsonObject pod, string field)
    {
        foreach (var (key, value) in binding.Map("metadata").Map(field) ?? [])
        {
            pod.GetOrAddObject("metadata").GetOrAddObject(field)[key] = value?.DeepClone();
        }
    }

    private JsonObject CreateCondition(string type) =>
        new()
        {
            ["type"] = type,
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = Timestamps.Format(api.Time.GetUtcNow()),
        };

    private static void ReplaceCondition(JsonObject pod, JsonObject condition)
    {
        var status = pod.GetOrAddObject("status");
        if (status.Array("conditions") is not { } conditions)
        {
            status["conditions"] = conditions = [];
        }

        for (var i = conditions.Count - 1; i >= 0; i--)
        {
            if ((conditions[i] as JsonObject).Text("type") == condition.Text("type"))
            {
                conditions.RemoveAt(i);
            }
        }

        conditions.Add(condition);
    }

    private static StatusException CreateBindingConflict(KubeObject pod, string message) =>
        StatusException.Conflict(new GroupResource("", "pods/binding"), pod.Name, message);
}
