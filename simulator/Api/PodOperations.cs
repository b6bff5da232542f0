using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>The binding and eviction subresources of pods.</summary>
internal sealed class PodOperations(ClusterApi api)
{
    private static readonly RequestOptions _serverOptions = new() { FieldManager = "kube-apiserver" };

    private ResourceKind Pods =>
        api.Catalog.TryFind(GroupResource.Pods, out var kind)
            ? kind
            : throw new InvalidOperationException("The catalogue has no kind for pods.");

    /// <summary>Binds a pod to a node and sets its PodScheduled condition.</summary>
    public void Bind(string inNamespace, string name, string node, RequestOptions options) =>
        api.Update(Pods, inNamespace, name, "binding", current => ApplyBinding(current, node), options);

    /// <summary>Deletes a pod if its disruption budget allows it, and decrements the budget's allowed disruptions.</summary>
    public void Evict(string inNamespace, string name, DeleteOptions options)
    {
        var pod = api.Get(Pods, inNamespace, name);
        var isCounted = pod.Status.Text("phase") is not ("Pending" or "Succeeded" or "Failed") && !pod.IsDeleting;
        if (isCounted && !options.DryRun)
        {
            CountDisruption(pod);
        }

        api.Delete(Pods, inNamespace, name, options);
    }

    private void CountDisruption(KubeObject pod)
    {
        var budgets = api
            .Store.List(GroupResource.PodDisruptionBudgets, pod.Namespace)
            .Items.Where(budget => LabelSelector.FromJson(budget.Spec.Map("selector")) is { } selector && selector.Matches(pod.Labels))
            .ToList();
        if (budgets.Count == 0 || !api.Catalog.TryFind(GroupResource.PodDisruptionBudgets, out var kind))
        {
            return;
        }

        if (budgets.Count > 1)
        {
            throw new StatusException(
                500,
                "InternalError",
                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
            );
        }
        // An unready pod may be evicted if unhealthyPodEvictionPolicy allows it, or if the budget has enough healthy pods.
        if (
            !pod.Status.HasCondition("Ready")
            && budgets[0] is { } budget
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

        api.Update(kind, pod.Namespace, budgets[0].Name, "status", current => DecrementAllowed(current, pod.Name), _serverOptions);
    }

    private JsonObject DecrementAllowed(KubeObject budget, string pod)
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
                    ["causes"] = new JsonArray(
                        new JsonObject
                        {
                            ["reason"] = "DisruptionBudget",
                            ["message"] =
                                $"The disruption budget {budget.Name} needs {budget.Status.Number("desiredHealthy") ?? 0} healthy pods and has "
                                + $"{budget.Status.Number("currentHealthy") ?? 0} currently",
                        }
                    ),
                }
            );
        }
        var body = budget.Copy();
        var status = body.GetOrAddObject("status");
        status["disruptionsAllowed"] = allowed - 1;
        status.GetOrAddObject("disruptedPods")[pod] = Timestamps.Format(api.Time.GetUtcNow());
        return body;
    }

    private JsonObject ApplyBinding(KubeObject pod, string node)
    {
        if (pod.IsDeleting)
        {
            throw CreateBindingConflict(pod, $"pod {pod.Name} is being deleted, cannot be assigned to a host");
        }

        if (pod.Spec.Text("nodeName") is { Length: > 0 } present)
        {
            throw CreateBindingConflict(pod, $"pod {pod.Name} is already assigned to node \"{present}\"");
        }

        var body = pod.Copy();
        body.GetOrAddObject("spec")["nodeName"] = node;
        var status = body.GetOrAddObject("status");
        if (status.Array("conditions") is not { } conditions)
        {
            status["conditions"] = conditions = [];
        }

        for (var i = conditions.Count - 1; i >= 0; i--)
        {
            if ((conditions[i] as JsonObject).Text("type") == "PodScheduled")
            {
                conditions.RemoveAt(i);
            }
        }
        conditions.Add(
            new JsonObject
            {
                ["type"] = "PodScheduled",
                ["status"] = "True",
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = Timestamps.Format(api.Time.GetUtcNow()),
            }
        );
        return body;
    }

    private static StatusException CreateBindingConflict(KubeObject pod, string message) =>
        StatusException.Conflict(new GroupResource("", "pods/binding"), pod.Name, message);
}
