using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of pods and pod templates.</summary>
internal static class PodDefaults
{
    private static readonly string[] _containerLists = ["initContainers", "containers", "ephemeralContainers"];

    public static void ApplyToPod(JsonObject spec)
    {
        ApplyToSpec(spec);
        if (spec.Number("terminationGracePeriodSeconds") < 0)
        {
            spec["terminationGracePeriodSeconds"] = 1L;
        }

        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            DefaultRequestsFromLimits(container.Map("resources"));
        }

        if (spec.Map("resources") is { } resources)
        {
            DefaultPodRequests(spec, resources);
        }

        spec.SetDefault("enableServiceLinks", true);
    }

    /// <summary>Sets the defaults that pods and pod templates share.</summary>
    public static void ApplyToSpec(JsonObject spec)
    {
        spec.SetDefaultText("dnsPolicy", "ClusterFirst");
        spec.SetDefaultText("restartPolicy", "Always");
        spec.SetDefault("terminationGracePeriodSeconds", 30L);
        spec.SetDefault("securityContext", new JsonObject());
        spec.SetDefaultText("schedulerName", "default-scheduler");
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
        {
            spec["serviceAccount"] = account;
        }
        else if (spec.Text("serviceAccount") is { Length: > 0 } deprecatedName)
        {
            spec["serviceAccountName"] = deprecatedName;
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

    /// <summary>
    /// Returns the default of <c>imagePullPolicy</c>: Always for the tag <c>latest</c>, also if it is implied, else IfNotPresent.
    /// </summary>
    public static string GetPullPolicy(string? image) =>
        ImageReference.TryParse(image, out var reference) && reference is { Tag: "latest" } or { Tag: null, Digest: null }
            ? "Always"
            : "IfNotPresent";

    private static void ApplyToContainer(JsonObject container, bool usesHostNetwork)
    {
        container.SetDefaultText("terminationMessagePath", "/dev/termination-log");
        container.SetDefaultText("terminationMessagePolicy", "File");
        container.SetDefaultText("imagePullPolicy", GetPullPolicy(container.Text("image")));
        foreach (var port in container.Objects("ports"))
        {
            port.SetDefaultText("protocol", "TCP");
            if (usesHostNetwork && (port.Number("hostPort") ?? 0) == 0 && port.Number("containerPort") is { } number)
            {
                port["hostPort"] = number;
            }
        }
        foreach (var variable in container.Objects("env"))
        {
            if (variable.Map("valueFrom", "fieldRef") is { } reference)
            {
                reference.SetDefaultText("apiVersion", "v1");
            }

            if (variable.Map("valueFrom", "resourceFieldRef") is { } resource)
            {
                resource.SetDefault("divisor", "0");
            }

            if (variable.Map("valueFrom", "fileKeyRef") is { } file)
            {
                file.SetDefault("optional", false);
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

        SetDefaultNumber(probe, "timeoutSeconds", 1);
        SetDefaultNumber(probe, "periodSeconds", 10);
        SetDefaultNumber(probe, "successThreshold", 1);
        SetDefaultNumber(probe, "failureThreshold", 3);
        ApplyToHttpGet(probe.Map("httpGet"));
        if (probe.Map("grpc") is { } grpc)
        {
            grpc.SetDefault("service", "");
        }
    }

    private static void ApplyToHttpGet(JsonObject? request)
    {
        if (request is null)
        {
            return;
        }

        request.SetDefaultText("path", "/");
        request.SetDefaultText("scheme", "HTTP");
    }

    private static void SetDefaultNumber(JsonObject json, string field, long value)
    {
        if (json.Number(field) is null or 0)
        {
            json[field] = value;
        }
    }

    private static void DefaultRequestsFromLimits(JsonObject? resources)
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

    /// <summary>
    /// Sets missing pod-level requests, if the pod has pod-level limits: to the sum of the containers' requests if any has one (CPU and
    /// memory only), otherwise to the limit.
    /// </summary>
    private static void DefaultPodRequests(JsonObject spec, JsonObject resources)
    {
        if (resources.Map("limits") is not { Count: > 0 } limits)
        {
            return;
        }

        var requests = resources.GetOrAddObject("requests");
        foreach (var name in (ReadOnlySpan<string>)["cpu", "memory"])
        {
            if (!requests.ContainsKey(name) && SumContainerRequests(spec, name) is { } sum)
            {
                requests[name] = sum.ToString();
            }
        }

        foreach (var (name, limit) in limits)
        {
            if (!requests.ContainsKey(name))
            {
                requests[name] = limit?.DeepClone();
            }
        }
    }

    private static Quantity? SumContainerRequests(JsonObject spec, string name) =>
        PodResourceTotal.Aggregate(
            PodContainers
                .Get(spec)
                .Select(container => new ContainerAmount(
                    container.Type,
                    container.Spec.Map("resources", "requests")?[name] is { } amount ? Quantity.FromJson(amount) : null
                ))
        );
}
