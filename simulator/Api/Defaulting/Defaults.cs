using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Fills in what a client left to the server, before anyone else looks at the object.</summary>
internal static class Defaults
{
    /// <param name="kind">The kind, in the version of the request.</param>
    /// <param name="body">The object, which is changed.</param>
    /// <param name="live">The object as it is stored; null where it is new.</param>
    public static void Apply(ResourceKind kind, JsonObject body, JsonObject? live)
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
                break;
            case ("", "secrets"):
                ApplyToSecret(body);
                break;
            case ("", "replicationcontrollers"):
                WorkloadDefaults.ApplyToReplicationController(body, spec);
                break;
            case ("", "podtemplates"):
                if (body.Map("template", "spec") is { } template)
                {
                    PodDefaults.ApplyToSpec(template);
                }

                break;
            case ("", "persistentvolumes"):
                ApplyToVolume(body, spec);
                break;
            case ("", "persistentvolumeclaims"):
                body.DefaultObject("status").DefaultText("phase", "Pending");
                ApplyToClaim(spec);
                break;
            case ("", "limitranges"):
                ApplyToLimitRange(spec);
                break;
            case ("", "endpoints"):
                foreach (var port in body.Objects("subsets").SelectMany(subset => subset.Objects("ports")))
                {
                    port.DefaultText("protocol", "TCP");
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
                WorkloadDefaults.CountTemplates(body, live);
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
                    spec.Default("minReplicas", 1L);
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
                spec.Map("parameters")?.Default("scope", "Cluster");
                break;
            case ("storage.k8s.io", "storageclasses"):
                body.Default("reclaimPolicy", "Delete");
                body.Default("volumeBindingMode", "Immediate");
                break;
            case ("storage.k8s.io", "csidrivers"):
                ApplyToDriver(spec);
                break;
            case ("scheduling.k8s.io", "priorityclasses"):
                body.Default("preemptionPolicy", "PreemptLowerPriority");
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
                ApplyToWebhooks(body, kind.Plural.StartsWith('m'));
                break;
            case ("apiregistration.k8s.io", "apiservices"):
                spec.Map("service")?.Default("port", 443L);
                break;
            case ("certificates.k8s.io", "certificatesigningrequests"):
                spec.Default("usages", new JsonArray("digital signature", "key encipherment"));
                break;
        }
    }

    private static void ApplyToNamespace(JsonObject body)
    {
        if (body.Text("metadata", "name") is { Length: > 0 } name)
        {
            body.GetOrAddObject("metadata").GetOrAddObject("labels")["kubernetes.io/metadata.name"] = name;
        }

        body.DefaultObject("status").DefaultText("phase", "Active");
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
        body.DefaultText("type", "Opaque");
    }

    private static void ApplyToVolume(JsonObject body, JsonObject spec)
    {
        body.DefaultObject("status").DefaultText("phase", "Pending");
        spec.DefaultText("persistentVolumeReclaimPolicy", "Retain");
        spec.Default("volumeMode", "Filesystem");
        spec.Map("hostPath")?.Default("type", "");
        if (spec.Map("rbd") is { } rbd)
        {
            rbd.DefaultText("pool", "rbd");
            rbd.DefaultText("user", "admin");
            rbd.DefaultText("keyring", "/etc/ceph/keyring");
        }
        spec.Map("iscsi")?.DefaultText("iscsiInterface", "default");
    }

    private static void ApplyToClaim(JsonObject spec)
    {
        spec.Default("volumeMode", "Filesystem");
        // Whichever of the two is given stands for the other.
        if (spec.Map("dataSource") is { } source && spec["dataSourceRef"] is null)
        {
            spec["dataSourceRef"] = source.Clone();
        }
        else if (spec.Map("dataSourceRef") is { } reference && spec["dataSource"] is null && reference.Text("namespace") is null or "")
        {
            spec["dataSource"] = spec.Map("dataSourceRef")?.Clone();
        }
    }

    /// <summary>Limits stand in for defaults, defaults for default requests.</summary>
    private static void ApplyToLimitRange(JsonObject spec)
    {
        foreach (var limit in spec.Objects("limits").Where(limit => limit.Text("type") == "Container"))
        {
            FillFrom(limit, "default", "max");
            FillFrom(limit, "defaultRequest", "default");
            FillFrom(limit, "defaultRequest", "min");
        }
    }

    private static void FillFrom(JsonObject limit, string target, string source)
    {
        foreach (var (name, amount) in limit.Map(source) ?? [])
        {
            limit.GetOrAddObject(target).Default(name, amount!.DeepClone());
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
        spec.Default("attachRequired", true);
        spec.Default("podInfoOnMount", false);
        spec.Default("storageCapacity", false);
        spec.Default("fsGroupPolicy", "ReadWriteOnceWithFSType");
        spec.Default("volumeLifecycleModes", new JsonArray("Persistent"));
        spec.Default("requiresRepublish", false);
        spec.Default("seLinuxMount", false);
    }

    private static void ApplyToBinding(JsonObject body)
    {
        body.Map("roleRef")?.DefaultText("apiGroup", "rbac.authorization.k8s.io");
        foreach (var subject in body.Objects("subjects"))
        {
            if (subject.Text("kind") is "User" or "Group")
            {
                subject.DefaultText("apiGroup", "rbac.authorization.k8s.io");
            }
        }
    }

    private static void ApplyToEndpointSlice(JsonObject body)
    {
        foreach (var port in body.Objects("ports"))
        {
            port.Default("name", "");
            port.Default("protocol", "TCP");
        }
    }

    private static void ApplyToWebhooks(JsonObject body, bool isMutating)
    {
        foreach (var hook in body.Objects("webhooks"))
        {
            hook.Default("failurePolicy", "Fail");
            hook.Default("matchPolicy", "Equivalent");
            hook.Default("namespaceSelector", new JsonObject());
            hook.Default("objectSelector", new JsonObject());
            hook.Default("timeoutSeconds", 10L);
            if (isMutating)
            {
                hook.Default("reinvocationPolicy", "Never");
            }

            hook.Map("clientConfig", "service")?.Default("port", 443L);
            foreach (var rule in hook.Objects("rules"))
            {
                rule.Default("scope", "*");
            }
        }
    }
}
