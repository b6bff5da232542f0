using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation.Devices;
using Infra.Simulator.Api.Validation.FlowControl;
using Infra.Simulator.Api.Validation.Jobs;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Api.Validation.Statuses;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for statuses.</summary>
internal static class StatusRules
{
    private static readonly Dictionary<GroupResource, WorkloadStatus> _workloads = new()
    {
        [GroupResource.Deployments] = new(
            [
                "observedGeneration",
                "replicas",
                "updatedReplicas",
                "readyReplicas",
                "availableReplicas",
                "unavailableReplicas",
                "terminatingReplicas",
                "collisionCount",
            ],
            ["updatedReplicas", "readyReplicas", "availableReplicas"]
        ),
        [GroupResource.ReplicaSets] = new(
            ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration", "terminatingReplicas"],
            ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]
        ),
        [GroupResource.ReplicationControllers] = new(
            ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"],
            ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]
        ),
        [GroupResource.StatefulSets] = new(
            [
                "replicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas",
                "observedGeneration",
                "collisionCount",
            ],
            ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"]
        ),
        [GroupResource.DaemonSets] = new(
            [
                "currentNumberScheduled",
                "numberMisscheduled",
                "desiredNumberScheduled",
                "numberReady",
                "observedGeneration",
                "updatedNumberScheduled",
                "numberAvailable",
                "numberUnavailable",
                "collisionCount",
            ],
            []
        ),
    };

    private static readonly Dictionary<GroupResource, Action<JsonObject, KubeObject, FieldErrors>> _others = new()
    {
        [GroupResource.Namespaces] = CountRules.CheckNamespace,
        [GroupResource.Nodes] = NodeRules.CheckStatus,
        [GroupResource.Services] = LoadBalancerRules.CheckService,
        [GroupResource.Ingresses] = LoadBalancerRules.CheckIngress,
        [GroupResource.PersistentVolumeClaims] = ClaimStatusRules.Check,
        [GroupResource.HorizontalPodAutoscalers] = CountRules.CheckAutoscaler,
        [GroupResource.PodDisruptionBudgets] = CountRules.CheckBudget,
    };

    public static void Check(ResourceKind kind, JsonObject body, KubeObject current, FieldErrors errors)
    {
        var status = body.Map("status") ?? [];
        if (kind.Resource == GroupResource.ResourceQuotas)
        {
            QuotaRules.CheckStatus(status, errors);
        }
        else if (kind.Resource == GroupResource.Pods)
        {
            PodStatusRules.Check(status, current, errors);
        }
        else if (kind.Group == "flowcontrol.apiserver.k8s.io")
        {
            FlowConditionRules.Check(status, errors);
        }
        else if (kind.Group == "resource.k8s.io")
        {
            DeviceStatusRules.Check(body, current, errors);
        }
        else if (kind.Resource == GroupResource.Jobs)
        {
            JobStatusRules.Check(status, current, errors);
        }
        else if (_workloads.TryGetValue(kind.Resource, out var workload))
        {
            CheckWorkload(kind, status, current, workload, errors);
        }
        else if (_others.TryGetValue(kind.Resource, out var check))
        {
            check(body, current, errors);
        }
    }

    private static void CheckWorkload(ResourceKind kind, JsonObject status, KubeObject current, WorkloadStatus workload, FieldErrors errors)
    {
        foreach (var field in workload.NotNegative)
        {
            NumberRules.CheckNotNegative(status, field, "status", errors);
        }

        var replicas = status.Number("replicas") ?? 0;
        foreach (var field in workload.NotMoreThanReplicas)
        {
            if (status.Number(field) > replicas)
            {
                errors.Invalid($"status.{field}", status.Number(field), "cannot be greater than status.replicas");
            }
        }

        if (status.Number("availableReplicas") > (status.Number("readyReplicas") ?? 0))
        {
            var ready = kind.Resource == GroupResource.StatefulSets ? "status.readyReplicas" : "readyReplicas";
            errors.Invalid("status.availableReplicas", status.Number("availableReplicas"), $"cannot be greater than {ready}");
        }

        if (current.Status.Number("collisionCount") is { } before && (status.Number("collisionCount") ?? 0) is var count && count < before)
        {
            errors.Invalid("status.collisionCount", count, "cannot be decremented");
        }
    }

    /// <summary>The counts in the status of a workload, in the order in which Kubernetes checks them.</summary>
    private sealed record WorkloadStatus(string[] NotNegative, string[] NotMoreThanReplicas);
}
