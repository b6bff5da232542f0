using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for services.</summary>
internal static class ServiceRules
{
    public static void CheckService(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var type = spec.Text("type");
        var isHeadless = spec.Text("clusterIP") == "None";
        var ports = spec.Objects("ports").ToList();
        if (ports.Count == 0 && !isHeadless && type != "ExternalName")
        {
            errors.Required("spec.ports");
        }

        if (type == "ExternalName" && (spec.Text("externalName") is null or ""))
        {
            errors.Required("spec.externalName");
        }
        else if (
            type == "ExternalName"
            && ObjectNames.SubdomainProblems(spec.Text("externalName")!.TrimEnd('.')).FirstOrDefault() is { } problem
        )
        {
            errors.Invalid("spec.externalName", spec.Text("externalName"), problem);
        }

        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName"))
        {
            errors.NotSupported("spec.type", type ?? "", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        }

        CheckPorts(ports, errors);
        LabelRules.Check(spec.Map("selector"), "spec.selector", errors);
        if (spec.Text("sessionAffinity") is not ("None" or "ClientIP"))
        {
            errors.NotSupported("spec.sessionAffinity", spec.Text("sessionAffinity") ?? "", "ClientIP", "None");
        }

        if (spec.Number("sessionAffinityConfig", "clientIP", "timeoutSeconds") is { } timeout and (<= 0 or > 86_400))
        {
            errors.Invalid(
                "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                timeout,
                "must be greater than 0 and less than or equal to 86400"
            );
        }

        CheckAddress(candidate);
    }

    private static void CheckPorts(List<JsonObject> ports, FieldErrors errors)
    {
        var (names, numbers) = (new HashSet<string>(), new HashSet<(string?, long?)>());
        foreach (var (index, port) in ports.Index())
        {
            var at = $"spec.ports[{index}]";
            var name = port.Text("name") ?? "";
            if (name.Length == 0 && ports.Count > 1)
            {
                errors.Required($"{at}.name");
            }
            else if (name.Length > 0 && ObjectNames.LabelProblems(name).FirstOrDefault() is { } problem)
            {
                errors.Invalid($"{at}.name", name, problem);
            }
            else if (name.Length > 0 && !names.Add(name))
            {
                errors.Duplicate($"{at}.name", name);
            }

            NumberRules.CheckPort(port.Number("port"), $"{at}.port", errors);
            NumberRules.CheckProtocol(port, $"{at}.protocol", errors);

            NumberRules.CheckPortOrName(port["targetPort"], $"{at}.targetPort", errors);
            if (!numbers.Add((port.Text("protocol"), port.Number("port"))))
            {
                errors.Duplicate(at, CreateInternalKey(port));
            }

            if (port.Number("nodePort") is { } nodePort and not 0 and (< NodePorts.First or > NodePorts.Last))
            {
                errors.Invalid(
                    $"{at}.nodePort",
                    nodePort,
                    $"provided port is not in the valid range. The range of valid ports is {NodePorts.First}-{NodePorts.Last}"
                );
            }
        }
    }

    /// <summary>Creates the key of a duplicate port with the field names of Kubernetes' internal type, as in Kubernetes' message.</summary>
    private static JsonObject CreateInternalKey(JsonObject port) =>
        new()
        {
            ["Name"] = "",
            ["Protocol"] = port.Text("protocol"),
            ["AppProtocol"] = null,
            ["Port"] = port.Number("port"),
            ["TargetPort"] = 0,
            ["NodePort"] = 0,
        };

    private static void CheckAddress(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var address = spec.Text("clusterIP") ?? "";
        if (address.Length > 0 && address != "None" && !System.Net.IPAddress.TryParse(address, out _))
        {
            errors.Invalid("spec.clusterIPs[0]", address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }

        if (candidate.Current is not { } current || current.Spec.Text("type") == "ExternalName" || spec.Text("type") == "ExternalName")
        {
            return;
        }

        if (current.Spec.Text("clusterIP") is { Length: > 0 } before && before != address)
        {
            errors.Invalid("spec.clusterIPs[0]", new JsonArray(address), "may not change once set");
        }
    }
}
