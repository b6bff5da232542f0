using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the spec of pods and pod templates, in Kubernetes' order.</summary>
internal static class PodSpecRules
{
    private const int HostnameOverrideLength = 64;
    private const string NotWithOwnUsers = "when `hostUsers` is false";

    private static readonly string[] _dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

    public static void Check(PodScope scope)
    {
        var (spec, path, errors) = (scope.Spec, scope.Path, scope.Errors);
        if (scope.GracePeriod is null)
        {
            errors.Required($"{path}.terminationGracePeriodSeconds");
        }

        VolumeRules.Check(scope);
        ResourceClaimRules.Check(scope);
        ContainerListRules.Check(scope);
        PodResourceRules.Check(scope);
        CheckHostPorts(scope);
        RequireOneOf(spec, "restartPolicy", ["Always", "OnFailure", "Never"], path, errors);
        RequireOneOf(spec, "dnsPolicy", _dnsPolicies, path, errors);
        LabelRules.Check(spec.Map("nodeSelector"), $"{path}.nodeSelector", errors);
        PodSecurityContextRules.Check(scope);
        AffinityRules.Check(spec.Map("affinity"), $"{path}.affinity", errors);
        DnsRules.Check(spec, path, errors);
        foreach (var (index, gate) in spec.Objects("readinessGates").Index())
        {
            CheckKey(gate.Text("conditionType") ?? "", $"{path}.readinessGates[{index}].conditionType", errors);
        }

        CheckSchedulingGates(spec, path, errors);
        TopologySpreadRules.Check(spec, $"{path}.topologySpreadConstraints", errors);
        WindowsRules.CheckHostProcesses(scope);
        CheckHostUsers(scope);
        CheckHostnameOverride(spec, path, errors);
        CheckNames(scope);
    }

    private static void CheckNames(PodScope scope)
    {
        var (spec, path, errors) = (scope.Spec, scope.Path, scope.Errors);
        CheckSubdomain(spec, "serviceAccountName", path, errors);
        CheckSubdomain(spec, "nodeName", path, errors);
        if (spec.Number("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue))
        {
            errors.Invalid($"{path}.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
        }

        foreach (var field in (ReadOnlySpan<string>)["hostname", "subdomain"])
        {
            if (spec.Text(field) is { Length: > 0 } name)
            {
                errors.InvalidAll($"{path}.{field}", name, ObjectNames.LabelProblems(name));
            }
        }
        TolerationRules.Check(spec.Array("tolerations"), $"{path}.tolerations", errors);
        DnsRules.CheckHostAliases(spec, $"{path}.hostAliases", errors);
        CheckSubdomain(spec, "priorityClassName", path, errors);
        if (spec.Text("runtimeClassName") is { } runtime)
        {
            errors.InvalidAll($"{path}.runtimeClassName", runtime, ObjectNames.SubdomainProblems(runtime));
        }

        if (spec.Text("preemptionPolicy") is { } policy)
        {
            CheckPreemption(policy, $"{path}.preemptionPolicy", errors);
        }

        if (spec.Map("overhead") is { } overhead)
        {
            ResourceRules.Check(new JsonObject { ["limits"] = overhead.Clone() }, [], $"{path}.overhead", errors);
        }

        OperatingSystemRules.Check(scope);
    }

    public static void CheckPreemption(string policy, string path, FieldErrors errors)
    {
        if (policy.Length == 0)
        {
            errors.Required(path);
        }
        else if (policy is not ("PreemptLowerPriority" or "Never"))
        {
            errors.NotSupported(path, policy, "PreemptLowerPriority", "Never");
        }
    }

    public static void RequireOneOf(JsonObject json, string field, string[] supported, string path, FieldErrors errors)
    {
        var value = json.Text(field) ?? "";
        if (value.Length == 0)
        {
            errors.Required($"{path}.{field}");
        }
        else if (!supported.Contains(value))
        {
            errors.NotSupported($"{path}.{field}", value, supported);
        }
    }

    public static void CheckKey(string key, string path, FieldErrors errors) =>
        errors.InvalidAll(path, key, ObjectNames.LabelKeyProblems(key));

    private static void CheckSubdomain(JsonObject spec, string field, string path, FieldErrors errors)
    {
        if (spec.Text(field) is { Length: > 0 } name)
        {
            errors.InvalidAll($"{path}.{field}", name, ObjectNames.SubdomainProblems(name));
        }
    }

    /// <summary>Pods on the host's network use the same ports on the host. A template may leave them open.</summary>
    private static void CheckHostPorts(PodScope scope)
    {
        if (!scope.UsesHostNetwork)
        {
            return;
        }

        foreach (var (index, container) in scope.Spec.Objects("containers").Index())
        {
            foreach (var (number, port) in container.Objects("ports").Index())
            {
                var hostPort = port.Number("hostPort") ?? 0;
                if ((scope.IsPod || hostPort != 0) && hostPort != (port.Number("containerPort") ?? 0))
                {
                    scope.Errors.Invalid(
                        $"{scope.Path}.containers[{index}].ports[{number}].hostPort",
                        hostPort,
                        "must match `containerPort` when `hostNetwork` is true"
                    );
                }
            }
        }
    }

    private static void CheckSchedulingGates(JsonObject spec, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>();
        foreach (var (index, gate) in spec.Objects("schedulingGates").Index())
        {
            var (name, at) = (gate.Text("name") ?? "", $"{path}.schedulingGates[{index}]");
            CheckKey(name, at, errors);
            if (!seen.Add(name))
            {
                errors.Duplicate(at, name);
            }
        }
    }

    private static void CheckHostUsers(PodScope scope)
    {
        if (scope.UsesHostUsers)
        {
            return;
        }

        foreach (var (field, name) in new[] { ("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC") })
        {
            if (scope.Spec.Flag(field))
            {
                scope.Errors.Forbidden($"{scope.Path}.{name}", NotWithOwnUsers);
            }
        }

        foreach (var list in (ReadOnlySpan<string>)["initContainers", "containers", "ephemeralContainers"])
        {
            foreach (var (index, container) in scope.Spec.Objects(list).Index())
            {
                if (container.Array("volumeDevices") is { Count: > 0 })
                {
                    scope.Errors.Forbidden($"{scope.Path}.{list}[{index}].volumeDevices", NotWithOwnUsers);
                }
            }
        }
    }

    private static void CheckHostnameOverride(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Text("hostnameOverride") is not { } name)
        {
            return;
        }

        var at = $"{path}.hostnameOverride";
        if (spec.Flag("setHostnameAsFQDN"))
        {
            errors.Forbidden(at, "may not be specified when setHostnameAsFQDN is true");
        }

        if (spec.Flag("hostNetwork"))
        {
            errors.Forbidden(at, "may not be specified when hostNetwork is true");
        }

        if (name.Length > HostnameOverrideLength)
        {
            errors.Add(FieldError.TooLong(at, HostnameOverrideLength));
        }

        errors.InvalidAll(at, name, ObjectNames.SubdomainProblems(name));
    }
}
