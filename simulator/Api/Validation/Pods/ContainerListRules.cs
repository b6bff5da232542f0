using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the lists of containers of a pod.</summary>
internal static class ContainerListRules
{
    private const string OnlyForSidecars = "may not be set for init containers without restartPolicy=Always";
    private const string NotForEphemeral = "cannot be set for an Ephemeral Container";

    private static readonly string[] _probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] _notForEphemeral =
    [
        "ports",
        "resources",
        "resizePolicy",
        "restartPolicy",
        "restartPolicyRules",
        "livenessProbe",
        "readinessProbe",
        "startupProbe",
        "lifecycle",
    ];

    public static void Check(PodScope scope)
    {
        CheckContainers(scope);
        CheckInitContainers(scope);
        CheckEphemeralContainers(scope);
    }

    private static void CheckContainers(PodScope scope)
    {
        var path = $"{scope.Path}.containers";
        var containers = scope.Spec.Objects("containers").ToList();
        if (containers.Count == 0)
        {
            scope.Errors.Required(path);
            return;
        }

        var names = new HashSet<string>();
        foreach (var (index, container) in containers.Index())
        {
            var at = $"{path}[{index}]";
            ContainerRules.Check(scope, container, at);
            if (!names.Add(container.Text("name") ?? ""))
            {
                scope.Errors.Duplicate($"{at}.name", container.Text("name") ?? "");
            }

            ProbeRules.CheckAll(container, scope.GracePeriod, at, scope.Errors);
            RestartRules.Check(container, at, scope.Errors);
        }
        CheckHostPorts(containers.Index(), path, scope.Errors);
    }

    private static void CheckInitContainers(PodScope scope)
    {
        var (path, errors) = ($"{scope.Path}.initContainers", scope.Errors);
        var names = scope.Spec.Objects("containers").Select(container => container.Text("name") ?? "").ToHashSet();
        foreach (var (index, container) in scope.Spec.Objects("initContainers").Index())
        {
            var at = $"{path}[{index}]";
            ContainerRules.Check(scope, container, at);
            RestartRules.Check(container, at, errors);
            var name = container.Text("name") ?? "";
            if (names.Contains(name))
            {
                errors.Duplicate($"{at}.name", name);
            }
            else if (name.Length > 0)
            {
                names.Add(name);
            }

            CheckHostPorts([(0, container)], path, errors);
            if (container.Text("restartPolicy") == "Always")
            {
                ProbeRules.CheckAll(container, scope.GracePeriod, at, errors);
                continue;
            }

            foreach (var field in (ReadOnlySpan<string>)["lifecycle", .. _probes])
            {
                if (container.ContainsKey(field))
                {
                    errors.Forbidden($"{at}.{field}", OnlyForSidecars);
                }
            }
        }
    }

    private static void CheckEphemeralContainers(PodScope scope)
    {
        var errors = scope.Errors;
        var others = scope
            .Spec.Objects("containers")
            .Concat(scope.Spec.Objects("initContainers"))
            .Select(container => container.Text("name") ?? "")
            .ToHashSet();
        var names = others.ToHashSet();
        foreach (var (index, container) in scope.Spec.Objects("ephemeralContainers").Index())
        {
            var at = $"{scope.Path}.ephemeralContainers[{index}]";
            ContainerRules.Check(scope, container, at);
            ContainerRules.CheckImagePadding(container, at, errors);
            if (!names.Add(container.Text("name") ?? ""))
            {
                errors.Duplicate($"{at}.name", container.Text("name") ?? "");
            }

            if (container.Text("targetContainerName") is { Length: > 0 } target && !others.Contains(target))
            {
                errors.Add(FieldError.NotFound($"{at}.targetContainerName", target));
            }

            foreach (var field in _notForEphemeral.Where(field => container[field] is { } given && given is not JsonObject { Count: 0 }))
            {
                errors.Forbidden($"{at}.{field}", NotForEphemeral);
            }

            foreach (var (number, mount) in container.Objects("volumeMounts").Index())
            {
                foreach (var field in (ReadOnlySpan<string>)["subPath", "subPathExpr"])
                {
                    if (mount.Text(field) is { Length: > 0 })
                    {
                        errors.Forbidden($"{at}.volumeMounts[{number}].{field}", NotForEphemeral);
                    }
                }
            }
        }
    }

    private static void CheckHostPorts(IEnumerable<(int Index, JsonObject Container)> containers, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>();
        foreach (var (index, container) in containers)
        {
            foreach (var (number, port) in container.Objects("ports").Index())
            {
                if ((port.Number("hostPort") ?? 0) == 0)
                {
                    continue;
                }

                var text = $"{port.Text("protocol")}/{port.Text("hostIP")}/{port.Number("hostPort")}";
                if (!seen.Add(text))
                {
                    errors.Duplicate($"{path}[{index}].ports[{number}].hostPort", text);
                }
            }
        }
    }
}
