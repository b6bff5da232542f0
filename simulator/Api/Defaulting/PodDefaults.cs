using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of pods and of the templates of pods.</summary>
internal static class PodDefaults
{
    private static readonly string[] _containerLists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>Fills in a pod.</summary>
    public static void ApplyToPod(JsonObject spec)
    {
        ApplyToSpec(spec);
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            RequestWhatIsLimited(container.Map("resources"));
        }

        if (spec.Map("resources") is { } resources)
        {
            RequestWhatIsLimitedForPod(spec, resources);
        }

        spec.Default("enableServiceLinks", true);
    }

    /// <summary>Fills in the specification in a template.</summary>
    public static void ApplyToSpec(JsonObject spec)
    {
        spec.DefaultText("dnsPolicy", "ClusterFirst");
        spec.DefaultText("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30L);
        spec.Default("securityContext", new JsonObject());
        spec.DefaultText("schedulerName", "default-scheduler");
        if (spec.Number("terminationGracePeriodSeconds") < 0)
        {
            spec["terminationGracePeriodSeconds"] = 1L;
        }

        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
        {
            spec["serviceAccount"] = account;
        }
        else if (spec.Text("serviceAccount") is { Length: > 0 } oldName)
        {
            spec["serviceAccountName"] = oldName;
        }

        foreach (var volume in spec.Objects("volumes"))
        {
            VolumeDefaults.Apply(volume);
        }

        foreach (var container in _containerLists.SelectMany(list => spec.Objects(list)))
        {
            ApplyToContainer(container, spec.Flag("hostNetwork"));
        }
    }

    private static void ApplyToContainer(JsonObject container, bool usesHostNetwork)
    {
        container.DefaultText("terminationMessagePath", "/dev/termination-log");
        container.DefaultText("terminationMessagePolicy", "File");
        container.DefaultText("imagePullPolicy", IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
        foreach (var port in container.Objects("ports"))
        {
            port.DefaultText("protocol", "TCP");
            if (usesHostNetwork && (port.Number("hostPort") ?? 0) == 0 && port.Number("containerPort") is { } number)
            {
                port["hostPort"] = number;
            }
        }
        foreach (var variable in container.Objects("env"))
        {
            if (variable.Map("valueFrom", "fieldRef") is { } reference)
            {
                reference.DefaultText("apiVersion", "v1");
            }

            if (variable.Map("valueFrom", "resourceFieldRef") is { } resource)
            {
                resource.Default("divisor", "0");
            }

            if (variable.Map("valueFrom", "fileKeyRef") is { } file)
            {
                file.Default("optional", false);
            }
        }
        ApplyToProbe(container.Map("livenessProbe"));
        ApplyToProbe(container.Map("readinessProbe"));
        ApplyToProbe(container.Map("startupProbe"));
        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            ApplyToHttpGet(container.Map("lifecycle", hook, "httpGet"));
        }
    }

    private static void ApplyToProbe(JsonObject? probe)
    {
        if (probe is null)
        {
            return;
        }

        DefaultNumber(probe, "timeoutSeconds", 1);
        DefaultNumber(probe, "periodSeconds", 10);
        DefaultNumber(probe, "successThreshold", 1);
        DefaultNumber(probe, "failureThreshold", 3);
        ApplyToHttpGet(probe.Map("httpGet"));
        if (probe.Map("grpc") is { } grpc)
        {
            grpc.Default("service", "");
        }
    }

    private static void ApplyToHttpGet(JsonObject? request)
    {
        if (request is null)
        {
            return;
        }

        request.DefaultText("path", "/");
        request.DefaultText("scheme", "HTTP");
    }

    private static void DefaultNumber(JsonObject json, string field, long value)
    {
        if (json.Number(field) is null or 0)
        {
            json[field] = value;
        }
    }

    /// <summary>An image without a tag, or with the tag latest, and no digest.</summary>
    private static bool IsLatest(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
        {
            return false;
        }

        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || name[(colon + 1)..] == "latest";
    }

    private static void RequestWhatIsLimited(JsonObject? resources)
    {
        if (resources?.Map("limits") is not { Count: > 0 } limits)
        {
            return;
        }

        var requests = resources.GetOrAddObject("requests");
        foreach (var (name, amount) in limits)
        {
            if (!requests.ContainsKey(name))
            {
                requests[name] = amount?.DeepClone();
            }
        }
    }

    /// <summary>A pod's own request is the sum of its containers' requests where all of them have one, or else its limit.</summary>
    private static void RequestWhatIsLimitedForPod(JsonObject spec, JsonObject resources)
    {
        if (resources.Map("limits") is not { Count: > 0 } limits)
        {
            return;
        }

        var requests = resources.GetOrAddObject("requests");
        foreach (var (name, limit) in limits)
        {
            if (requests.ContainsKey(name))
            {
                continue;
            }

            var ofContainers = spec.Objects("containers").Select(container => container.Text("resources", "requests", name)).ToList();
            requests[name] =
                ofContainers.Count > 0 && ofContainers.All(amount => amount is not null)
                    ? ofContainers.Aggregate(Quantity.Zero, (sum, amount) => sum + Quantity.Parse(amount!)).ToString()
                    : limit?.DeepClone();
        }
    }
}
