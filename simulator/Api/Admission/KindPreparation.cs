using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Preparation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>Sets the fields that the registries of some kinds set before validation, whatever a request says.</summary>
internal static class KindPreparation
{
    private const string NotReady = "node.kubernetes.io/not-ready";
    private const string NamespaceLabel = "kubernetes.io/metadata.name";

    public static void PrepareNew(AdmissionRequest request)
    {
        switch (request.Kind.Group, request.Kind.Plural)
        {
            case ("", "namespaces"):
                PrepareNamespace(request.Body);
                break;
            case ("", "persistentvolumeclaims"):
                CopyDataSource(request.Spec);
                break;
            case ("", "nodes"):
                TaintNode(request);
                break;
            case ("apps", "daemonsets"):
                TemplateGeneration.SetNew(request.Body);
                break;
            case ("apiregistration.k8s.io", "apiservices"):
                SetAvailability(request.Body);
                break;
        }
    }

    /// <summary>Restores the fields that updates of some kinds do not write.</summary>
    public static void PrepareUpdate(AdmissionRequest request)
    {
        if (request.Resource == GroupResource.DaemonSets)
        {
            TemplateGeneration.Update(request.Current!, request.Body, request.Subresource);
        }

        if (request.Resource == GroupResource.CertificateSigningRequests)
        {
            Keep(request.Body, request.Current!.Body, "spec");
        }

        if (request.Resource == GroupResource.Pods && request.Subresource == "status")
        {
            PodStatusPreparation.Keep(request.Current!.Status, request.Body.GetOrAddObject("status"));
        }

        if (request.Subresource.Length > 0)
        {
            return;
        }

        switch (request.Kind.Group, request.Kind.Plural)
        {
            case ("", "namespaces"):
                KeepFinalizers(request.Body.GetOrAddObject("spec"), request.Current!);
                break;
            case ("", "persistentvolumeclaims"):
                CopyDataSource(request.Spec);
                break;
        }
    }

    private static void Keep(JsonObject body, JsonObject current, string field)
    {
        if (current[field] is { } value)
        {
            body[field] = value.DeepClone();
        }
    }

    /// <summary>Only the subresource <c>finalize</c> changes them.</summary>
    private static void KeepFinalizers(JsonObject spec, KubeObject current)
    {
        spec.Remove("finalizers");
        if (current.Spec["finalizers"] is { } finalizers)
        {
            spec["finalizers"] = finalizers.DeepClone();
        }
    }

    /// <summary>If only one of the two data sources is set, the other is a copy of it.</summary>
    private static void CopyDataSource(JsonObject spec)
    {
        if (spec.Map("dataSource") is { } source && spec["dataSourceRef"] is null)
        {
            spec["dataSourceRef"] = source.Clone();
        }
        else if (spec.Map("dataSourceRef") is { } reference && spec["dataSource"] is null && reference.Text("namespace") is null or "")
        {
            spec["dataSource"] = reference.Clone();
        }
    }

    private static void PrepareNamespace(JsonObject body)
    {
        const string Finalizer = "kubernetes";
        var spec = body.GetOrAddObject("spec");
        var finalizers = spec.Array("finalizers") ?? [];
        if (!finalizers.Any(finalizer => finalizer?.ToString() == Finalizer))
        {
            finalizers.Add(Finalizer);
        }

        spec["finalizers"] = finalizers.DeepClone();
        body["status"] = new JsonObject { ["phase"] = "Active" };
        if (body.Text("metadata", "name") is { Length: > 0 } name)
        {
            body.GetOrAddObject("metadata").GetOrAddObject("labels")[NamespaceLabel] = name;
        }
    }

    /// <summary>A node that a user registers takes no pods until a controller finds it ready.</summary>
    private static void TaintNode(AdmissionRequest request)
    {
        if (request.Options.User is null)
        {
            return;
        }

        var spec = request.Body.GetOrAddObject("spec");
        if (spec.Objects("taints").Any(taint => taint.Text("key") == NotReady && taint.Text("effect") == "NoSchedule"))
        {
            return;
        }

        var taints = spec.Array("taints")?.DeepClone() as JsonArray ?? [];
        taints.Add(new JsonObject { ["key"] = NotReady, ["effect"] = "NoSchedule" });
        spec["taints"] = taints;
    }

    /// <summary>A service of the API server itself is available at once.</summary>
    private static void SetAvailability(JsonObject body)
    {
        body["status"] =
            body.Map("spec", "service") is not null || body.Map("spec") is null
                ? new JsonObject()
                : new JsonObject
                {
                    ["conditions"] = new JsonArray(
                        new JsonObject
                        {
                            ["type"] = "Available",
                            ["status"] = "True",
                            ["lastTransitionTime"] = body.Text("metadata", "creationTimestamp"),
                            ["reason"] = "Local",
                            ["message"] = "Local APIServices are always available",
                        }
                    ),
                };
    }
}
