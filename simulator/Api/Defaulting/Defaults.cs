using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Sets the defaults of fields that a request omits.</summary>
internal static class Defaults
{
    /// <param name="kind">The kind, in the version of the request.</param>
    /// <param name="body">The object to change.</param>
    public static void Apply(ResourceKind kind, JsonObject body)
    {
        if (kind.Custom is not null)
        {
            return;
        }

        var spec = body.Map("spec") ?? [];
        switch ((kind.Group, kind.Plural))
        {
            case ("", "namespaces"):
                ApplyToNamespace(body);
                break;
            case ("", "pods"):
                PodDefaults.ApplyToPod(spec);
                break;
            case ("", "services"):
                ServiceDefaults.ApplyToService(spec);
                ServiceDefaults.ApplyToServiceStatus(body);
                break;
            case ("", "secrets"):
                ApplyToSecret(body);
                break;
            case ("", "replicationcontrollers"):
                WorkloadDefaults.ApplyToReplicationController(body, spec);
                break;
            case ("", "podtemplates"):
                PodDefaults.ApplyToSpec(body.GetOrAddObject("template").GetOrAddObject("spec"));
                break;
            case ("", "persistentvolumes"):
                ApplyToVolume(body, spec);
                break;
            case ("", "persistentvolumeclaims"):
                body.GetOrAddObject("status").SetDefaultText("phase", "Pending");
                ApplyToClaim(spec);
                break;
            case ("", "limitranges"):
                ApplyToLimitRange(spec);
                break;
            case ("", "endpoints"):
                foreach (var port in body.Objects("subsets").SelectMany(subset => subset.Objects("ports")))
                {
                    port.SetDefaultText("protocol", "TCP");
                }

                break;
            case ("", "nodes"):
                ApplyToNode(body);
                break;
            case ("apps", "deployments"):
                WorkloadDefaults.ApplyToDeployment(spec);
                break;
            case ("apps", "replicasets"):
                WorkloadDefaults.ApplyToReplicaSet(spec);
                break;
            case ("apps", "statefulsets"):
                WorkloadDefaults.ApplyToStatefulSet(spec);
                break;
            case ("apps", "daemonsets"):
                WorkloadDefaults.ApplyToDaemonSet(spec);
                break;
            case ("batch", "jobs"):
                WorkloadDefaults.ApplyToJob(body, spec);
                break;
            case ("batch", "cronjobs"):
                WorkloadDefaults.ApplyToCronJob(spec);
                break;
            case ("autoscaling", "horizontalpodautoscalers"):
                if (kind.Version == "v1")
                {
                    AutoscalerDefaults.ApplyToV1(body, spec);
                }
                else
                {
                    AutoscalerDefaults.ApplyToV2(spec);
                }

                break;
            case ("networking.k8s.io", "networkpolicies"):
                ServiceDefaults.ApplyToNetworkPolicy(spec);
                break;
            case ("networking.k8s.io", "ingressclasses"):
                spec.Map("parameters")?.SetDefault("scope", "Cluster");
                break;
            case ("storage.k8s.io", "storageclasses"):
                body.SetDefault("reclaimPolicy", "Delete");
                body.SetDefault("volumeBindingMode", "Immediate");
                break;
            case ("storage.k8s.io", "csidrivers"):
                ApplyToDriver(spec);
                break;
            case ("scheduling.k8s.io", "priorityclasses"):
                body.SetDefault("preemptionPolicy", "PreemptLowerPriority");
                break;
            case ("rbac.authorization.k8s.io", "rolebindings" or "clusterrolebindings"):
                ApplyToBinding(body);
                break;
            case ("discovery.k8s.io", "endpointslices"):
                ApplyToEndpointSlice(body);
                break;
            case ("apiextensions.k8s.io", "customresourcedefinitions"):
                CustomResources.CustomDefinitionDefaults.Apply(spec);
                break;
            case ("admissionregistration.k8s.io", "validatingwebhookconfigurations" or "mutatingwebhookconfigurations"):
                AdmissionDefaults.ApplyToWebhooks(body, kind.Plural.StartsWith('m'));
                break;
            case ("admissionregistration.k8s.io", "validatingadmissionpolicies"):
                AdmissionDefaults.ApplyToPolicy(body);
                break;
            case ("admissionregistration.k8s.io", "validatingadmissionpolicybindings"):
                AdmissionDefaults.ApplyToBinding(body);
                break;
            case ("apiregistration.k8s.io", "apiservices"):
                spec.Map("service")?.SetDefault("port", 443L);
                break;
            case ("resource.k8s.io", "resourceclaims"):
                DeviceDefaults.ApplyToClaim(spec);
                break;
            case ("resource.k8s.io", "resourceclaimtemplates"):
                DeviceDefaults.ApplyToClaim(spec.Map("spec") ?? []);
                break;
            case ("flowcontrol.apiserver.k8s.io", "flowschemas"):
                FlowControlDefaults.ApplyToFlowSchema(spec);
                break;
            case ("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"):
                FlowControlDefaults.ApplyToPriorityLevel(spec);
                break;
        }
    }

    private static void ApplyToNamespace(JsonObject body)
    {
        if (body.Text("metadata", "name") is { Length: > 0 } name)
        {
            body.GetOrAddObject("metadata").GetOrAddObject("labels")["kubernetes.io/metadata.name"] = name;
        }

        body.GetOrAddObject("status").SetDefaultText("phase", "Active");
    }

    private static void ApplyToSecret(JsonObject body)
    {
        if (body.Map("stringData") is { } plain)
        {
            var data = body.GetOrAddObject("data");
            foreach (var (key, value) in plain)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value?.GetValue<string>() ?? ""));
            }

            body.Remove("stringData");
        }
        body.SetDefaultText("type", "Opaque");
    }

    private static void ApplyToVolume(JsonObject body, JsonObject spec)
    {
        body.GetOrAddObject("status").SetDefaultText("phase", "Pending");
        spec.SetDefaultText("persistentVolumeReclaimPolicy", "Retain");
        spec.SetDefault("volumeMode", "Filesystem");
        VolumeDefaults.ApplyToCommonSources(spec);
    }

    private static void ApplyToClaim(JsonObject spec)
    {
        spec.SetDefault("volumeMode", "Filesystem");
    }

    /// <summary>Copies missing defaults from <c>max</c>, and missing default requests from the defaults or else from <c>min</c>.</summary>
    private static void ApplyToLimitRange(JsonObject spec)
    {
        foreach (var limit in spec.Objects("limits").Where(limit => limit.Text("type") == "Container"))
        {
            CopyMissing(limit, "default", "max");
            CopyMissing(limit, "defaultRequest", "default");
            CopyMissing(limit, "defaultRequest", "min");
        }
    }

    private static void CopyMissing(JsonObject limit, string target, string source)
    {
        foreach (var (name, amount) in limit.Map(source) ?? [])
        {
            limit.GetOrAddObject(target).SetDefault(name, amount!.DeepClone());
        }
    }

    private static void ApplyToNode(JsonObject body)
    {
        var status = body.Map("status");
        if (status?.Map("capacity") is not { Count: > 0 } capacity || status.Map("allocatable") is { Count: > 0 })
        {
            return;
        }

        status["allocatable"] = capacity.Clone();
    }

    private static void ApplyToDriver(JsonObject spec)
    {
        spec.SetDefault("attachRequired", true);
        spec.SetDefault("podInfoOnMount", false);
        spec.SetDefault("storageCapacity", false);
        spec.SetDefault("fsGroupPolicy", "ReadWriteOnceWithFSType");
        spec.SetDefault("volumeLifecycleModes", new JsonArray("Persistent"));
        spec.SetDefault("requiresRepublish", false);
        spec.SetDefault("seLinuxMount", false);
    }

    private static void ApplyToBinding(JsonObject body)
    {
        body.Map("roleRef")?.SetDefaultText("apiGroup", "rbac.authorization.k8s.io");
        foreach (var subject in body.Objects("subjects"))
        {
            if (subject.Text("kind") is "User" or "Group")
            {
                subject.SetDefaultText("apiGroup", "rbac.authorization.k8s.io");
            }
        }
    }

    private static void ApplyToEndpointSlice(JsonObject body)
    {
        foreach (var port in body.Objects("ports"))
        {
            port.SetDefault("name", "");
            port.SetDefault("protocol", "TCP");
        }
    }
}
